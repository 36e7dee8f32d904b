/**
 * New plexes for a volume: TEMPRMSD, which is written and not read, until they are copied. Where the volume has logs they begin
 * with a map that is full, so that a copy which is interrupted goes on where it was.
 */
import { allocateNew } from '../geometry/allocation.ts';
import type { AllocationDisk, ColumnPieces } from '../geometry/allocation.ts';
import { enclosureKey, siteKey } from '../geometry/placement-tags.ts';
import type { VolumeMirror } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { plexesPerVolumeMaximum } from '../model/limits.ts';
import { withMissedMaps } from '../model/missed-maps.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { survivalWords } from '../model/survival-words.ts';
import type { Draft, Drafted } from './draft.ts';
import { diskSubject, diskWords, diskWordsById, memberNamed, volumeNamed, volumeSubject } from './find-objects.ts';
import { goodPlexes } from './good-plexes.ts';
import { logLines, logsOf, noLogsWarning, knowsLogs, strayLogWarnings, withLogSpaceKept } from './log-placement.ts';
import { columnChoices } from './make-volume.ts';
import { logsForMirror } from './mirror-logs.ts';
import { mirrorShape } from './mirror-shape.ts';
import type { MirrorShape } from './mirror-shape.ts';
import { newPlexes } from './new-plexes.ts';
import { sharedEnclosureWarnings } from './placement-warnings.ts';
import type { PlanningContext } from './planning-context.ts';
import { survivesDisks } from './redundancy.ts';
import { spaceRefusal } from './space-refusal.ts';
import { usableDisks } from './usable-disks.ts';
import type { UsableDisks } from './usable-disks.ts';
import { columnStepBytes } from './volume-shape.ts';

export function mirrorVolume(configuration: GroupConfiguration, command: VolumeMirror, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id);
  const unfit = unfitFor(configuration, command, volume, plexes, context);
  if (unfit !== null) return failure(unfit);
  const shape = mirrorShape(command, volume, plexes);
  if (!shape.ok) return shape;
  const usable = freshDisks(configuration, command, volume, context);
  if (!usable.ok) return usable;
  const room = findRoom(configuration, command, volume, shape.value, usable.value, context);
  if (!room.ok) return room;
  return draftOf(configuration, command, volume, room.value, context);
}

function unfitFor(
  configuration: GroupConfiguration, command: VolumeMirror, volume: VolumeRecord, plexes: readonly PlexRecord[], context: PlanningContext,
): Refusal | null {
  const subject = volumeSubject(volume);
  const { mirrors } = command;
  if (!Number.isInteger(mirrors) || mirrors < 1) {
    return refusal('argument.invalid', subject, { argument: 'mirror', given: String(mirrors), reason: 'must be a whole number above 0' },
      'Give mirror= the number of mirrors to add.');
  }
  if (plexes.length + mirrors > plexesPerVolumeMaximum) {
    return refusal('limit.reached', subject, { limit: 'plexes', maximum: plexesPerVolumeMaximum, present: plexes.length },
      'Add fewer, or remove one first.');
  }
  if ((goodPlexes(configuration, context).get(volume.id) ?? []).length === 0) {
    return refusal('volume.failed', subject, { reason: 'there is nothing to copy from' }, 'Bring its disks back, then try again.');
  }
  if (volume.state === 'SYNC') return refusal('volume.syncing', subject, {}, 'Wait until it has ended: vxtask list');
  const own = command.disks.map((name) => memberNamed(configuration, name, context))
    .flatMap((member) => (member.ok && ownDisks(configuration, volume).has(member.value.id) ? [member.value] : []));
  return own[0] === undefined ? null : ownDiskRefusal(configuration, command, volume, own[0], context);
}

function ownDiskRefusal(
  configuration: GroupConfiguration, command: VolumeMirror, volume: VolumeRecord, disk: DiskRecord, context: PlanningContext,
): Refusal {
  const subdisks = configuration.subdisks.filter((subdisk) => subdisk.diskId === disk.id);
  const plexes = configuration.plexes.filter((plex) =>
    plex.volumeId === volume.id && subdisks.some((subdisk) => subdisk.plexId === plex.id));
  const reason = `names a disk that bears ${plexes.map((plex) => plex.name).join(', ')} of the volume already: one loss would take both`;
  const { disks: _disks, ...elsewhere } = command;
  return refusal('argument.invalid', diskSubject(diskWords(disk, context), disk.id), { argument: 'mirror', reason },
    { kind: 'command', command: { ...elsewhere, disks: [] } });
}

function ownDisks(configuration: GroupConfiguration, volume: VolumeRecord): ReadonlySet<string> {
  const plexIds = new Set<string>(configuration.plexes.filter((plex) => plex.volumeId === volume.id).map((plex) => plex.id));
  return new Set(configuration.subdisks.filter((subdisk) => plexIds.has(subdisk.plexId)).map((subdisk) => subdisk.diskId));
}

/** Disks that bear no data of the volume; each keeps room for a log. */
function freshDisks(
  configuration: GroupConfiguration, command: VolumeMirror, volume: VolumeRecord, context: PlanningContext,
): Result<UsableDisks, Refusal> {
  const usable = usableDisks(configuration, command, context);
  if (!usable.ok) return usable;
  const own = ownDisks(configuration, volume);
  const fresh = usable.value.disks.filter((disk) => !own.has(disk.id));
  const getsLogs = command.logs !== 0 && logsOf(configuration, volume).length === 0 && knowsLogs(configuration);
  return success({ ...usable.value, disks: getsLogs ? withLogSpaceKept(fresh) : fresh });
}

interface MirrorRoom {
  readonly columns: number;
  readonly stripeUnitBytes: number;
  readonly pieces: readonly ColumnPieces[];
}

function findRoom(
  configuration: GroupConfiguration, command: VolumeMirror, volume: VolumeRecord, shape: MirrorShape, usable: UsableDisks,
  context: PlanningContext,
): Result<MirrorRoom, Refusal> {
  const stepBytes = columnStepBytes(shape.stripeUnitBytes);
  const choices = columnChoices({ name: volume.name, plexes: command.mirrors, ...shape }, usable);
  const columnBytesOf = (columns: number): number => Math.ceil(volume.lengthBytes / columns / stepBytes) * stepBytes;
  for (const pool of poolsApart(configuration, volume, usable.disks)) {
    for (const columns of choices) {
      const pieces = allocateNew(pool, command.mirrors, columns, columnBytesOf(columns));
      if (pieces !== null) return success({ columns, stripeUnitBytes: shape.stripeUnitBytes, pieces });
    }
  }
  const columns = choices.at(-1) ?? 1;
  const wanted = { plexes: command.mirrors, columns, columnBytes: columnBytesOf(columns), largestBytes: 0, smaller: command };
  return failure(spaceRefusal(configuration, volumeSubject(volume), wanted, usable, context));
}

/** Where no plex of the volume stands yet, first: other sites, then other enclosures, then whatever there is. */
function poolsApart(
  configuration: GroupConfiguration, volume: VolumeRecord, disks: readonly AllocationDisk[],
): readonly (readonly AllocationDisk[])[] {
  const own = ownDisks(configuration, volume);
  const standing = configuration.disks.filter((disk) => own.has(disk.id));
  const apart = [siteKey, enclosureKey].map((keyOf) => {
    const taken = new Set(standing.map(keyOf));
    return disks.filter((disk) => !taken.has(keyOf(disk)));
  });
  return [...apart, disks].filter((pool) => pool.length > 0);
}

function draftOf(
  configuration: GroupConfiguration, command: VolumeMirror, volume: VolumeRecord, room: MirrorRoom, context: PlanningContext,
): Drafted {
  const layout = { plexes: command.mirrors, columns: room.columns, stripeUnitBytes: room.stripeUnitBytes, state: 'TEMPRMSD' as const };
  const made = newPlexes(configuration, volume, layout, room.pieces, context);
  const placed: GroupConfiguration = {
    ...configuration, plexes: [...configuration.plexes, ...made.plexes], subdisks: [...configuration.subdisks, ...made.subdisks],
  };
  const logged = logsForMirror(placed, command, volume, context);
  if (!logged.ok) return logged;
  const logs = logsOf(logged.value, volume).filter((log) => !configuration.logs.includes(log));
  const plexIds = new Set(made.plexes.map((plex) => plex.id));
  const after = withMissedMaps(logged.value, plexIds, () => context.newGuid());
  const unlogged = logsOf(after, volume).length === 0 && command.logs !== 0;
  return success({
    after,
    summary: [
      ...made.plexes.map((plex) => `Plex ${plex.name}: ${layoutWords(plex)}, on ${disksOf(after, plex, context)}; written from now on, `
        + 'read once it is copied.'),
      ...logLines(after, logs, context),
      survivalLine(configuration, after, volume, plexIds, context),
      ...(context.startedVolumeIds.has(volume.id) ? [] : [`Volume ${volume.name} is stopped: the copying begins when it is started.`]),
    ],
    bytesToCopy: volume.lengthBytes * command.mirrors,
    peakSpaceBytes: [...made.subdisks, ...logs].reduce((sum, extent) => sum + extent.lengthBytes, 0),
    warnings: [
      ...sharedEnclosureWarnings(after, volume, context),
      ...strayLogWarnings(after, volume, logs, context),
      ...(unlogged ? [logsMissing(after, volume)] : []),
    ],
  } satisfies Draft);
}

function logsMissing(after: GroupConfiguration, volume: VolumeRecord): string {
  if (!knowsLogs(after)) return noLogsWarning(after, volume);
  return `Volume ${volume.name} has no log: after a crash it is made equal whole. To change that: vxassist -g${after.name} `
    + `addlog ${volume.name}`;
}

function layoutWords(plex: PlexRecord): string {
  return plex.layout === 'striped' ? `${plex.columns} columns of ${formatSize(plex.stripeUnitBytes)} units` : 'concatenated';
}

function disksOf(after: GroupConfiguration, plex: PlexRecord, context: PlanningContext): string {
  const diskIds = new Set(after.subdisks.filter((subdisk) => subdisk.plexId === plex.id).map((subdisk) => subdisk.diskId));
  return [...diskIds].map((diskId) => diskWordsById(after, diskId, context)).join(', ');
}

/** Nothing is lost on the way, so this is no step of the plan. */
function survivalLine(
  before: GroupConfiguration, after: GroupConfiguration, volume: VolumeRecord, newPlexIds: ReadonlySet<string>, context: PlanningContext,
): string {
  const copied = { ...after, plexes: after.plexes.map((plex): PlexRecord =>
    (newPlexIds.has(plex.id) ? { ...plex, state: 'ACTIVE', missed: null } : plex)) };
  return `Volume ${volume.name} ${survivalWords(survivesDisks(before, volume.id, context))} now and while it is copied, and `
    + `${survivalWords(survivesDisks(copied, volume.id, context))} afterwards.`;
}
