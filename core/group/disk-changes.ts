/**
 * Disks of the group that come back or leave while it runs: decision 0002, "Disks that come back". A disk whose content is not
 * believed becomes a member only after the commit that says so of its plexes and logs, and after the paths follow that commit.
 */
import { belongingTo } from '../model/configuration-index.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { chooseHolders } from '../planner/holders.ts';
import { commitRefusal } from './commit-refusals.ts';
import type { Committer } from './committer.ts';
import { withFailing } from './configuration-marks.ts';
import { holderTimeoutMilliseconds, within } from './device-promises.ts';
import { newestSlot, readHeader } from './disk-reader.ts';
import { withDistrusted } from './distrusted-disk.ts';
import { bringHeaderUpToDate, damageOf, openAndRead, type ReadDisk } from './group-import.ts';
import type { KnownSequences } from './known-sequences.ts';
import type { MemberDisks } from './member-disks.ts';
import { judgeReturn, type ArrivalClaim, type ReturnJudgement } from './return-check.ts';
import { diskSubject, privateRegionDamaged } from './runtime-alerts.ts';
import type { DiskOpening } from './runtime-protocol.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import { indexOf } from './volume-definitions.ts';

export interface DiskChangeParts {
  readonly world: RuntimeWorld;
  readonly committer: Committer;
  readonly disks: MemberDisks;
  readonly known: KnownSequences;
  /** Brings the paths of all running volumes in line with what is published. */
  bringInLine(): Promise<void>;
}

export interface Arrival {
  readonly diskId: DiskId;
  readonly judgement: ReturnJudgement;
}

/** Opens and reads the disk, and says whether it may be a member again. The caller closes it, or makes it one. */
export async function readReturning(
  opening: DiskOpening, claim: ArrivalClaim, { world, committer, disks, known }: DiskChangeParts,
): Promise<Result<{ readonly disk: ReadDisk; readonly judgement: ReturnJudgement }, Refusal>> {
  const opened = await openAndRead(world, opening);
  if (!opened.ok) return opened;
  const disk = opened.value;
  const { diskId } = disk.reading.header;
  const judged = judgeReturn(disk, claim, {
    configuration: committer.configuration, hostId: world.host.id, expectedSerial: (record) => committer.expectedSerial(record),
    knownSequence: known.of(diskId), usableDiskIds: disks.usableIds(),
    changedWhileAway: opening.inAnotherFile === true || disks.changedWhileAway(diskId, disk.device),
  });
  if (judged.ok) return success({ disk, judgement: judged.value });
  disk.device.close();
  return judged;
}

/** Afterwards the disk is a member that serves and holds the configuration. Its STALE plexes are the caller's to attach. */
export async function diskArrives(
  opening: DiskOpening, parts: DiskChangeParts, claim: ArrivalClaim = 'return',
): Promise<Result<Arrival, Refusal>> {
  const { world, committer, disks } = parts;
  const read = await readReturning(opening, claim, parts);
  if (!read.ok) {
    const { code, subject } = read.error;
    if (code === 'disk.too-small' && disks.get(subject.id as DiskId) === undefined) await markDistrusted(subject.id as DiskId, parts);
    return read;
  }
  const { disk, judgement } = read.value;
  const { diskId } = disk.reading.header;
  const present = disks.get(diskId);
  const refused = present !== undefined
    ? refusal('disk.copied', { kind: 'disk', name: opening.hostName, id: diskId }, { disks: [opening.hostName, present.opening.hostName] },
      'Detach one of the two, or give the copy ids of its own with vxdisk renewids.')
    : judgement.distrusted && !sabotaged('rejoin-before-mark') ? await markDistrusted(diskId, parts) : null;
  if (refused !== null) {
    disk.device.close();
    return failure(refused);
  }
  for (const slot of disk.reading.slots) if (slot.ok) committer.sawSequence(slot.value.sequence);
  const { header, layout } = disk.reading;
  const member = disks.add({ opening, device: disk.device, header, layout, newestSlot: newestSlot(disk.reading) });
  const { name: groupName } = committer.configuration;
  const serial = committer.expectedSerial(judgement.record);
  const damage = damageOf(disk);
  if (damage.length > 0) world.alert(privateRegionDamaged(committer.configuration, diskId, damage));
  // The note stays until what has no other copy was written again: the group's next start is to know it as this one does.
  member.doubtful = header.failed || judgement.record.failing;
  const unstamped = await bringHeaderUpToDate(member, { serial, stamp: world.host, groupName, failed: member.doubtful }, world,
    damage.length > 0 ? 'take and write anyway' : 'take');
  member.leftOut = unstamped !== null;
  const committed = await committer.commit((published) => success({
    ...withFailing(published, new Set([diskId]), false),
    holders: chooseHolders(published.disks, (record) => disks.get(record.id)?.leftOut === false, published.holders),
    disks: published.disks.map((record) => (record.id === diskId ? { ...record, failing: false, lastAccess: opening.location } : record)),
  }), { by: 'engine', note: { cause: `Disk ${opening.hostName} came back.` } });
  if (committed.ok) return success({ diskId, judgement });
  disks.remove(diskId);
  return failure(commitRefusal(committed.error, committer.configuration));
}

/** Before the disk is one that anybody reads: the marks, and the paths without its plexes. */
export async function markDistrusted(diskId: DiskId, { committer, disks, bringInLine }: DiskChangeParts): Promise<Refusal | null> {
  const committed = await committer.commit((published) => {
    const marked = withDistrusted(published, diskId, disks.usableIds());
    return success(JSON.stringify(marked) === JSON.stringify(published) ? published : marked);
  }, { by: 'engine', note: { cause: 'What a disk holds is not believed any more.' } });
  if (!committed.ok) return commitRefusal(committed.error, committer.configuration);
  await bringInLine();
  return null;
}

/** Started volumes that no other disks could serve whole. */
export function volumesThatNeed(
  configuration: GroupConfiguration, diskId: DiskId, disks: MemberDisks, started: ReadonlySet<VolumeId>,
): readonly string[] {
  const index = indexOf(configuration);
  const usable = disks.usableIds();
  return configuration.volumes.filter((volume) => {
    if (!started.has(volume.id)) return false;
    const plexes = belongingTo(index.plexesByVolume, volume.id);
    const diskIdsOf = (plexId: string) => belongingTo(index.subdisksByPlex, plexId).map((subdisk) => subdisk.diskId);
    const uses = plexes.some((plex) => diskIdsOf(plex.id).includes(diskId));
    return uses && !plexes.some((plex) => plex.state === 'ACTIVE' && diskIdsOf(plex.id).every((id) => id !== diskId && usable.has(id)));
  }).map((volume) => volume.name);
}

/**
 * The disk has gone by itself: its path is gone, or leads elsewhere. One that still answers through its opening and that a started
 * volume cannot do without is kept: a file that was deleted lives on until it is closed.
 */
export async function diskVanishes(
  diskId: DiskId, started: ReadonlySet<VolumeId>, parts: DiskChangeParts,
): Promise<Result<null, Refusal>> {
  const { committer, disks, world } = parts;
  const member = disks.get(diskId);
  if (member === undefined) return success(null);
  const needed = member.failed ? [] : volumesThatNeed(committer.configuration, diskId, disks, started);
  const last = disks.all().every((disk) => disk.header.diskId === diskId || disk.leftOut);
  if (needed.length > 0 || last) {
    const answer = await within(world.clock, holderTimeoutMilliseconds, readHeader(member.device), null);
    const subject = diskSubject(committer.configuration, diskId);
    if (answer?.ok === true) {
      const evidence = { volumes: needed, reason: 'its path is gone, and its data with it once it is closed' };
      return failure(refusal('disk.in-use', subject, evidence,
        'Copy the volumes elsewhere, or add mirrors, before the host ends.'));
    }
    if (last) return success(null);
  }
  await letGo(diskId, `Disk ${member.opening.hostName} was found gone.`, parts);
  return success(null);
}

/** The disk is given up: closed, and no holder any more. Refused while it holds the last good copy of a started volume. */
export async function diskGoes(
  diskId: DiskId, started: ReadonlySet<VolumeId>, parts: DiskChangeParts, dryRun: boolean,
): Promise<Result<null, Refusal>> {
  const { committer, disks } = parts;
  const { configuration } = committer;
  const subject = diskSubject(configuration, diskId);
  const member = disks.get(diskId);
  if (member === undefined) return failure(refusal('disk.unknown', subject, { group: configuration.name },
    'Name a disk that is attached.'));
  const volumes = member.failed ? [] : volumesThatNeed(configuration, diskId, disks, started);
  if (volumes.length > 0) return failure(refusal('disk.in-use', subject, { volumes }, `Stop ${volumes.join(', ')} first.`));
  const others = disks.all().filter((disk) => disk.header.diskId !== diskId && !disk.leftOut);
  if (others.length === 0) {
    return failure(refusal('disk.last', subject, { group: configuration.name },
      { kind: 'command', command: { command: 'group.deport', group: configuration.name, force: false } }));
  }
  if (!dryRun) await letGo(diskId, `Disk ${member.opening.hostName} was given up.`, parts);
  return success(null);
}

async function letGo(diskId: DiskId, cause: string, { committer, disks }: DiskChangeParts): Promise<void> {
  const member = disks.get(diskId);
  if (member !== undefined) member.leftOut = true;
  await committer.commit((published) => success({
    ...published, holders: chooseHolders(published.disks, (record) => disks.get(record.id)?.leftOut === false, published.holders),
  }), { by: 'engine', note: { cause } });
  disks.remove(diskId);
}
