/**
 * Another disk in the place of a member that is missing or has failed. One that only had errors is detached first: its plexes may be
 * being copied to. Subdisks and logs keep their places on it where
 * they fit, else they are laid out anew; every plex there is STALE and copied whole. What had its only copy on the old disk is
 * given up with it, by force and by name.
 */
import { alignedExtents, freeExtents, takeExtents } from '../geometry/extents.ts';
import type { Extent } from '../geometry/extents.ts';
import type { GroupReplaceDisk } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration, LogRecord, PlexRecord, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { LogId } from '../model/identity.ts';
import { subdiskAlignmentBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { canHold } from './add-disks.ts';
import { cutOffWarnings, inUseRefusal } from './clients-in-the-way.ts';
import type { Drafted } from './draft.ts';
import { diskSubject, diskWords, groupSubject, memberNamed } from './find-objects.ts';
import { chooseHolders } from './holders.ts';
import { joinDisks } from './joining-disks.ts';
import { volumesLeftWithout } from './good-plexes.ts';
import type { PlanningContext } from './planning-context.ts';

type Placed = Pick<SubdiskRecord | LogRecord, 'id' | 'diskOffsetBytes' | 'lengthBytes'>;

export function replaceDisk(configuration: GroupConfiguration, command: GroupReplaceDisk, context: PlanningContext): Drafted {
  const member = memberNamed(configuration, command.disk, context);
  if (!member.ok) return member;
  const old = member.value;
  const sound = soundRefusal(configuration, command, old, context);
  if (sound !== null) return failure(sound);
  const joined = joinReplacement(configuration, command, old, context);
  if (!joined.ok) return joined;
  const lost = volumesLost(configuration, old, context);
  const lastCopy = lastCopyRefusal(configuration, command, old, lost);
  if (lastCopy !== null) return failure(lastCopy);
  const lostSubject = diskSubject(diskWords(old, context), old.id);
  const inUse = inUseRefusal(command, lostSubject, lost, context);
  if (inUse !== null) return failure(inUse);
  const without = withoutVolumes(configuration, lost);
  const placed = placesOn(without, old, joined.value, context);
  if (!placed.ok) return placed;
  const plexIds = new Set<string>(without.subdisks.filter((subdisk) => subdisk.diskId === old.id).map((subdisk) => subdisk.plexId));
  const after = moved(without, old, joined.value, placed.value, plexIds, context);
  const copied = after.plexes.filter((plex) => plexIds.has(plex.id) && plex.state === 'STALE');
  return success({
    after,
    summary: [
      ...lost.map((volume) => `Volume ${volume.name} (${formatSize(volume.lengthBytes)}) and all its data are given up.`),
      `Disk ${command.replacement} takes the place of ${old.name}; the old disk is no member any more.`,
      ...copied.map((plex) => `Plex ${plex.name} is copied whole to it.`),
    ],
    bytesToCopy: copied.reduce((sum, plex) => sum + lengthOf(after, plex), 0),
    warnings: cutOffWarnings(lostSubject, lost, context),
  });
}

function soundRefusal(
  configuration: GroupConfiguration, command: GroupReplaceDisk, old: DiskRecord, context: PlanningContext,
): Refusal | null {
  if (!context.presentDiskIds.has(old.id) || context.failedDiskIds.has(old.id)) return null;
  const name = diskWords(old, context);
  const evidence = { group: configuration.name, ...(old.failing ? { errors: 'it had errors' } : {}) };
  return refusal('disk.sound', diskSubject(name, old.id), evidence, {
    kind: 'command',
    command: old.failing ? { command: 'disk.detach', disk: name }
      : { command: 'group.adddisk', group: configuration.name, disks: [command.replacement], force: false },
  });
}

/** The record of the new disk: it takes the old one's name and tags. */
function joinReplacement(
  configuration: GroupConfiguration, command: GroupReplaceDisk, old: DiskRecord, context: PlanningContext,
): Result<DiskRecord, Refusal> {
  const others = configuration.disks.filter((disk) => disk.id !== old.id);
  const asked = { command: 'group.adddisk', group: configuration.name, disks: [command.replacement], force: command.force } as const;
  const joining = joinDisks(asked, groupSubject(configuration), configuration.disks, context);
  if (!joining.ok) {
    const holdsData = joining.error.code === 'disk.holds-data';
    return failure(holdsData ? { ...joining.error, remedy: { kind: 'command', command: { ...command, force: true } } } : joining.error);
  }
  const [record] = joining.value.records as readonly [DiskRecord];
  return success({ ...record, name: others.some((disk) => disk.name === old.name) ? record.name : old.name });
}

/** Volumes that nothing but the old disk could serve. */
function volumesLost(configuration: GroupConfiguration, old: DiskRecord, context: PlanningContext): readonly VolumeRecord[] {
  const onOld = configuration.subdisks.filter((subdisk) => subdisk.diskId === old.id).map((subdisk) => subdisk.plexId as string);
  return volumesLeftWithout(configuration, new Set(onOld), context);
}

function lastCopyRefusal(
  configuration: GroupConfiguration, command: GroupReplaceDisk, old: DiskRecord, lost: readonly VolumeRecord[],
): Refusal | null {
  if (lost.length === 0 || command.force) return null;
  const others = configuration.plexes.filter((plex) => lost.some((volume) => volume.id === plex.volumeId)
    && configuration.subdisks.every((subdisk) => subdisk.plexId !== plex.id || subdisk.diskId !== old.id));
  const older = others.length === 0 ? {} : { reason: `older data may be on ${others.map((plex) => plex.name).join(', ')}` };
  return refusal('plex.last', diskSubject(old.name, old.id), { volumes: lost.map((volume) => volume.name), ...older },
    { kind: 'command', command: { ...command, force: true } });
}

function withoutVolumes(configuration: GroupConfiguration, lost: readonly VolumeRecord[]): GroupConfiguration {
  const volumeIds = new Set<string>(lost.map((volume) => volume.id));
  const plexes = configuration.plexes.filter((plex) => !volumeIds.has(plex.volumeId));
  const kept = new Set(plexes.map((plex) => plex.id));
  return {
    ...configuration, plexes,
    volumes: configuration.volumes.filter((volume) => !volumeIds.has(volume.id)),
    subdisks: configuration.subdisks.filter((subdisk) => kept.has(subdisk.plexId)),
    logs: configuration.logs.filter((log) => !volumeIds.has(log.volumeId)),
  };
}

/** Where each subdisk and log of the old disk comes to lie on the new one. */
function placesOn(
  configuration: GroupConfiguration, old: DiskRecord, disk: DiskRecord, context: PlanningContext,
): Result<ReadonlyMap<string, number>, Refusal> {
  const all: readonly Placed[] = [...configuration.subdisks, ...configuration.logs].filter((placed) => placed.diskId === old.id);
  const endBytes = disk.dataStartBytes + disk.dataLengthBytes;
  if (all.every((placed) => placed.diskOffsetBytes >= disk.dataStartBytes && placed.diskOffsetBytes + placed.lengthBytes <= endBytes)) {
    return success(new Map(all.map((placed) => [placed.id, placed.diskOffsetBytes])));
  }
  const taken: Extent[] = [];
  const places = new Map<string, number>();
  for (const placed of [...all].sort((one, other) => other.lengthBytes - one.lengthBytes)) {
    const area = { offsetBytes: disk.dataStartBytes, lengthBytes: disk.dataLengthBytes };
    const pieces = takeExtents(alignedExtents(freeExtents(area, taken), subdiskAlignmentBytes), placed.lengthBytes, -1);
    if (pieces?.length !== 1) return failure(tooSmall(all, disk, context));
    const [piece] = pieces as readonly [Extent];
    taken.push(piece);
    places.set(placed.id, piece.offsetBytes);
  }
  return success(places);
}

function tooSmall(all: readonly Placed[], disk: DiskRecord, context: PlanningContext): Refusal {
  const neededBytes = all.reduce((sum, placed) =>
    sum + Math.ceil(placed.lengthBytes / subdiskAlignmentBytes) * subdiskAlignmentBytes, disk.dataStartBytes);
  const name = context.disks.find((candidate) => candidate.location === disk.lastAccess)?.hostName ?? disk.name;
  return refusal('disk.too-small', { kind: 'disk', name }, { sizeBytes: disk.sizeBytes, smallestBytes: neededBytes }, 'Use a larger disk.');
}

function moved(
  without: GroupConfiguration, old: DiskRecord, disk: DiskRecord, places: ReadonlyMap<string, number>, plexIds: ReadonlySet<string>,
  context: PlanningContext,
): GroupConfiguration {
  const move = <Item extends SubdiskRecord | LogRecord>(item: Item): Item => (
    item.diskId === old.id ? { ...item, diskId: disk.id, diskOffsetBytes: places.get(item.id) ?? item.diskOffsetBytes } : item);
  // A mirror that was being added was never whole: it begins again, and is not worth waiting for.
  const added = new Set<string>(without.plexes.filter((plex) => plexIds.has(plex.id) && plex.state === 'TEMPRMSD').map((plex) => plex.id));
  const plexes = without.plexes.filter((plex) => !added.has(plex.id)).map((plex): PlexRecord => (
    plexIds.has(plex.id) ? { ...plex, state: plex.state === 'OFFLINE' ? 'OFFLINE' : 'STALE', missed: null } : plex));
  const disks = without.disks.map((other) => (other.id === old.id ? disk : other));
  return {
    ...without, disks, plexes,
    subdisks: without.subdisks.filter((subdisk) => !added.has(subdisk.plexId)).map(move),
    // A log is another one on another disk: nobody may take it for what was written before.
    logs: without.logs.map((log) =>
      (log.diskId === old.id ? { ...move(log), id: context.newGuid() as LogId, state: 'STALE' as const } : log)),
    holders: chooseHolders(disks, (other) => other.id === disk.id || canHold(without, other, context), without.holders),
  };
}

function lengthOf(configuration: GroupConfiguration, plex: PlexRecord): number {
  return configuration.volumes.find((volume) => volume.id === plex.volumeId)?.lengthBytes ?? 0;
}
