/** Disks of the group that come back or leave while it runs: decision 0002, "Disks that come back". */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { chooseHolders } from '../planner/holders.ts';
import { commitRefusal } from './commit-refusals.ts';
import type { Committer } from './committer.ts';
import { withFailing } from './configuration-marks.ts';
import { newestSlot } from './disk-reader.ts';
import { bringHeaderUpToDate, openAndRead, type ReadDisk } from './group-import.ts';
import type { MemberDisks } from './member-disks.ts';
import { diskSubject } from './runtime-alerts.ts';
import type { DiskOpening } from './runtime-protocol.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import { indexOf } from './volume-definitions.ts';

export interface DiskChangeParts {
  readonly world: RuntimeWorld;
  readonly committer: Committer;
  readonly disks: MemberDisks;
}

/** Why a disk that was attached now does not join the running group; null when it does. */
function arrivalRefusal(
  { opening, reading }: ReadDisk, committer: Committer, disks: MemberDisks, hostId: string,
): Refusal | null {
  const { configuration } = committer;
  const { header } = reading;
  const subject = { kind: 'disk', name: opening.hostName, id: header.diskId } as const;
  const record = configuration.disks.find((disk) => disk.id === header.diskId);
  if (header.groupId !== configuration.id || record === undefined) {
    return refusal('disk.not-in-group', subject, { group: configuration.name },
      { kind: 'command', command: { command: 'group.adddisk', group: configuration.name, disks: [opening.hostName], force: true } });
  }
  if (disks.get(header.diskId) !== undefined) {
    return refusal('disk.copied', subject, { disks: [opening.hostName, disks.get(header.diskId)?.opening.hostName ?? ''] },
      'Detach one of the two, or give the copy ids of its own with vxdisk renewids.');
  }
  const expected = committer.expectedSerial(record);
  if (header.serial > expected) {
    return refusal('group.fork', subject, { serial: header.serial, expected },
      'It was imported without the others and may hold newer data. Deport the group and decide which side to keep, or add it anew.');
  }
  if (header.stamp !== null && header.stamp.id !== hostId) {
    return refusal('group.foreign', subject, { host: header.stamp.name, hostId: header.stamp.id },
      'Another host has written to the disk last. Deport the group there, or add the disk anew with -f.');
  }
  return null;
}

/** Afterwards the disk is a member that serves and holds the configuration. Its STALE plexes are the caller's to attach. */
export async function diskArrives(opening: DiskOpening, parts: DiskChangeParts): Promise<Result<DiskId, Refusal>> {
  const { world, committer, disks } = parts;
  const disk = await openAndRead(world, opening);
  if (disk === null) {
    return failure(refusal('disk.unreadable', { kind: 'disk', name: opening.hostName, id: opening.diskId }, { location: opening.location },
      'Check the disk, then scan again.'));
  }
  const refused = arrivalRefusal(disk, committer, disks, world.host.id);
  if (refused !== null) {
    disk.device.close();
    return failure(refused);
  }
  const { header, layout, slots } = disk.reading;
  const { diskId } = header;
  for (const slot of slots) if (slot.ok) committer.sawSequence(slot.value.sequence);
  const member = disks.add({ opening, device: disk.device, header, layout, newestSlot: newestSlot(disk.reading) });
  const record = committer.configuration.disks.find((candidate) => candidate.id === diskId);
  const serial = record === undefined ? header.serial : committer.expectedSerial(record);
  const { name: groupName } = committer.configuration;
  member.doubtful = false;
  const unstamped = await bringHeaderUpToDate(member, { serial, stamp: world.host, groupName, failed: false }, world, 'take');
  member.leftOut = unstamped !== null;
  const committed = await committer.commit((published) => success({
    ...withFailing(published, new Set([diskId]), false),
    holders: chooseHolders(published.disks, (record) => disks.get(record.id)?.leftOut === false, published.holders),
    disks: published.disks.map((record) => (record.id === diskId ? { ...record, failing: false, lastAccess: opening.location } : record)),
  }), { by: 'engine' });
  if (committed.ok) return success(diskId);
  disks.remove(diskId);
  return failure(commitRefusal(committed.error, committer.configuration));
}

/** Started volumes that no other disks could serve whole. */
export function volumesThatNeed(
  configuration: GroupConfiguration, diskId: DiskId, disks: MemberDisks, started: ReadonlySet<VolumeId>,
): readonly string[] {
  const index = indexOf(configuration);
  const usable = disks.usableIds();
  return configuration.volumes.filter((volume) => {
    if (!started.has(volume.id)) return false;
    const plexes = index.plexesByVolume.get(volume.id) ?? [];
    const diskIdsOf = (plexId: string) => (index.subdisksByPlex.get(plexId) ?? []).map((subdisk) => subdisk.diskId);
    const uses = plexes.some((plex) => diskIdsOf(plex.id).includes(diskId));
    return uses && !plexes.some((plex) => plex.state === 'ACTIVE' && diskIdsOf(plex.id).every((id) => id !== diskId && usable.has(id)));
  }).map((volume) => volume.name);
}

/** The disk is given up: closed, and no holder any more. Refused while it holds the last good copy of a started volume. */
export async function diskGoes(diskId: DiskId, started: ReadonlySet<VolumeId>, parts: DiskChangeParts): Promise<Result<null, Refusal>> {
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
  member.leftOut = true;
  await committer.commit((published) => success({
    ...published, holders: chooseHolders(published.disks, (record) => disks.get(record.id)?.leftOut === false, published.holders),
  }), { by: 'engine' });
  disks.remove(diskId);
  return success(null);
}
