import { allocateNew } from '../geometry/allocation.ts';
import type { ColumnPieces } from '../geometry/allocation.ts';
import { maximumNewColumnBytes } from '../geometry/maximum.ts';
import type { VolumeMake } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { Subject, VolumeId } from '../model/identity.ts';
import { volumeBytesMaximum } from '../model/limits.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize, sizeFault, sizeRefusal } from '../model/size-text.ts';
import type { Drafted } from './draft.ts';
import { wantedLetter } from './drive-letters.ts';
import { defaultLogCount, knowsLogs, logLines, logsOf, newLogs, noLogsWarning, strayLogWarnings, withLogs, withLogSpaceKept }
  from './log-placement.ts';
import { growthStepBytes } from './growth.ts';
import { newPlexes } from './new-plexes.ts';
import { zeroRangesOf } from './new-subdisks.ts';
import { roundedWarnings, sharedEnclosureWarnings, uninitialisedCopyBytes, uninitialisedWarnings } from './placement-warnings.ts';
import { diskWordsById } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import { spaceRefusal } from './space-refusal.ts';
import { usableDisks } from './usable-disks.ts';
import type { UsableDisks } from './usable-disks.ts';
import { columnStepBytes, shapeOf } from './volume-shape.ts';
import type { VolumeShape } from './volume-shape.ts';
import { logSpaceRefusal, wantedLogs } from './wanted-logs.ts';
import type { LogCount } from './wanted-logs.ts';

/** More columns than this are made only when asked for. */
const defaultColumnsMaximum = 8;

/** The new volume is CLEAN and wants to be started: the runtime does so after the commit. */
export function makeVolume(configuration: GroupConfiguration, command: VolumeMake, context: PlanningContext): Drafted {
  const shape = shapeOf(configuration, command);
  if (!shape.ok) return shape;
  const subject: Subject = { kind: 'volume', name: shape.value.name };
  const fault = command.sizeBytes === 'MAX' ? '' : sizeFault(command.sizeBytes);
  if (fault !== '') return failure(sizeRefusal(subject, String(command.sizeBytes), fault));
  const letter = wantedLetter(configuration, subject, '', command.driveLetter ?? '', context);
  if (!letter.ok) return letter;
  const named = { ...command, volume: shape.value.name };
  const logs = wantedLogs(configuration, named, shape.value.plexes);
  if (!logs.ok) return logs;
  const usable = dataDisks(configuration, command, logs.value, context);
  if (!usable.ok) return usable;
  const room = findRoom(configuration, named, shape.value, usable.value, context);
  if (!room.ok) return room;
  return draftOf(configuration, named, { ...shape.value, driveLetter: letter.value, logs: logs.value }, room.value, context);
}

export function queryMake(configuration: GroupConfiguration, command: VolumeMake, context: PlanningContext): Result<number, Refusal> {
  const shape = shapeOf(configuration, { ...command, volume: '' });
  if (!shape.ok) return shape;
  const logs = wantedLogs(configuration, command, shape.value.plexes);
  if (!logs.ok) return logs;
  const usable = dataDisks(configuration, command, logs.value, context);
  return usable.ok ? success(largestOf(shape.value, usable.value)) : usable;
}

/** Each disk keeps room for a log, where there will be some: which disks bear them is known only once the data has its place. */
function dataDisks(
  configuration: GroupConfiguration, command: VolumeMake, logs: LogCount, context: PlanningContext,
): Result<UsableDisks, Refusal> {
  const usable = usableDisks(configuration, command, context);
  return usable.ok && logs !== 0 ? success({ ...usable.value, disks: withLogSpaceKept(usable.value.disks) }) : usable;
}

interface NewVolume extends VolumeShape {
  readonly driveLetter: string;
  readonly logs: LogCount;
}

interface Room {
  readonly columns: number;
  readonly columnBytes: number;
  readonly pieces: readonly ColumnPieces[];
}

function findRoom(
  configuration: GroupConfiguration,
  command: VolumeMake,
  shape: VolumeShape,
  usable: UsableDisks,
  context: PlanningContext,
): Result<Room, Refusal> {
  const stepBytes = columnStepBytes(shape.stripeUnitBytes);
  const sizeBytes = command.sizeBytes === 'MAX' ? largestOf(shape, usable) : command.sizeBytes;
  for (const columns of sizeBytes === 0 ? [] : columnChoices(shape, usable)) {
    const columnBytes = Math.ceil(sizeBytes / columns / stepBytes) * stepBytes;
    const pieces = columnBytes * columns > volumeBytesMaximum ? null : allocateNew(usable.disks, shape.plexes, columns, columnBytes);
    if (pieces !== null) return success({ columns, columnBytes, pieces });
  }
  const fewestColumns = columnChoices(shape, usable).at(-1) ?? 1;
  const largestBytes = command.sizeBytes === 'MAX' ? 0 : largestOf(shape, usable);
  const wanted = {
    plexes: shape.plexes,
    columns: fewestColumns,
    columnBytes: Math.max(1, Math.ceil(sizeBytes / fewestColumns / stepBytes)) * stepBytes,
    largestBytes,
    smaller: { ...command, sizeBytes: largestBytes },
  };
  return failure(spaceRefusal(configuration, { kind: 'volume', name: shape.name }, wanted, usable, context));
}

/** The most columns first: as many as suit. */
export function columnChoices(shape: VolumeShape, usable: UsableDisks): readonly number[] {
  if (shape.columns > 0) return [shape.columns];
  const withRoom = usable.disks.filter((disk) => disk.free.length > 0).length;
  const most = Math.max(2, Math.min(defaultColumnsMaximum, Math.floor(withRoom / shape.plexes)));
  return Array.from({ length: most - 1 }, (_, index) => most - index);
}

function largestOf(shape: VolumeShape, usable: UsableDisks): number {
  const stepBytes = columnStepBytes(shape.stripeUnitBytes);
  const sizes = columnChoices(shape, usable).map((columns) => {
    const mostBytes = Math.floor(volumeBytesMaximum / columns / stepBytes) * stepBytes;
    return columns * Math.min(mostBytes, maximumNewColumnBytes(usable.disks, shape.plexes, columns, stepBytes));
  });
  return Math.max(...sizes);
}

function draftOf(
  configuration: GroupConfiguration, command: VolumeMake, shape: NewVolume, room: Room, context: PlanningContext,
): Drafted {
  const volume: VolumeRecord = {
    id: context.newGuid() as VolumeId,
    name: shape.name,
    lengthBytes: room.columns * room.columnBytes,
    state: 'CLEAN',
    readPolicy: { kind: 'select' },
    driveLetter: shape.driveLetter,
    startAtImport: true,
    readOnly: false,
    mapRegionBytes: 0,
    differingBytes: 0,
  };
  const layout = { plexes: shape.plexes, columns: room.columns, stripeUnitBytes: shape.stripeUnitBytes, state: 'CLEAN' as const };
  const { plexes, subdisks } = newPlexes(configuration, volume, layout, room.pieces, context);
  const placed: GroupConfiguration = {
    ...configuration,
    volumes: [...configuration.volumes, volume],
    plexes: [...configuration.plexes, ...plexes],
    subdisks: [...configuration.subdisks, ...subdisks],
  };
  const logged = addLogs(placed, command, volume, shape.logs, context);
  if (!logged.ok) return logged;
  const after = logged.value;
  const logs = logsOf(after, volume);
  const unlogged = shape.plexes > 1 && command.logs === undefined && !knowsLogs(configuration);
  return success({
    command,
    after,
    summary: [...summaryOf(volume, plexes, subdisks, after, context), ...logLines(after, logs, context)],
    zero: command.zeroed ? zeroRangesOf(room.pieces) : [],
    bytesToCopy: uninitialisedCopyBytes(command.zeroed, volume, shape.plexes),
    peakSpaceBytes: [...subdisks, ...logs].reduce((sum, extent) => sum + extent.lengthBytes, 0),
    warnings: [
      ...(command.sizeBytes === 'MAX' ? [] : roundedWarnings(volume.name, command.sizeBytes, volume.lengthBytes, growthStepBytes(plexes))),
      ...sharedEnclosureWarnings(after, volume, context),
      ...uninitialisedWarnings(command.zeroed, volume, shape.plexes),
      ...strayLogWarnings(after, volume, logs, context),
      ...(unlogged ? [noLogsWarning(configuration, volume)] : []),
    ],
  });
}

function addLogs(
  placed: GroupConfiguration, command: VolumeMake, volume: VolumeRecord, wanted: LogCount, context: PlanningContext,
): Result<GroupConfiguration, Refusal> {
  if (wanted === 0) return success(placed);
  const usable = usableDisks(placed, command, context);
  if (!usable.ok) return usable;
  const count = wanted === 'default' ? defaultLogCount(placed, volume) : wanted;
  const logs = newLogs(placed, { volume, count, disks: usable.value.disks }, context);
  if (logs.length === count) return success(withLogs(placed, volume, logs));
  const advice = 'Ask for fewer logs with log=N, or add more disks to the disk group.';
  return failure(logSpaceRefusal(placed, { kind: 'volume', name: volume.name }, count, usable.value, advice, context));
}

function summaryOf(
  volume: VolumeRecord,
  plexes: readonly PlexRecord[],
  subdisks: readonly SubdiskRecord[],
  after: GroupConfiguration,
  context: PlanningContext,
): readonly string[] {
  const lines = plexes.map((plex) => {
    const disks = new Set(
      subdisks.filter((subdisk) => subdisk.plexId === plex.id).map((subdisk) => diskWordsById(after, subdisk.diskId, context)),
    );
    const shape = plex.layout === 'striped' ? `${plex.columns} columns of ${formatSize(plex.stripeUnitBytes)} units` : 'concatenated';
    return `Plex ${plex.name}: ${shape}, on ${[...disks].join(', ')}.`;
  });
  const letter = volume.driveLetter === '' ? '' : `, drive letter ${volume.driveLetter}:`;
  return [`Volume ${volume.name} of ${formatSize(volume.lengthBytes)} is made and started${letter}.`, ...lines];
}
