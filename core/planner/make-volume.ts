import { allocateNew } from '../geometry/allocation.ts';
import type { ColumnPieces } from '../geometry/allocation.ts';
import { maximumNewColumnBytes } from '../geometry/maximum.ts';
import type { VolumeMake } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { PlexId, Subject, VolumeId } from '../model/identity.ts';
import { volumeBytesMaximum } from '../model/limits.ts';
import { firstFreeName, nameKey } from '../model/name-rules.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize, sizeFault, sizeRefusal } from '../model/size-text.ts';
import type { Draft, Drafted } from './draft.ts';
import { wantedLetter } from './drive-letters.ts';
import { SubdiskMaker, numberedName, zeroRangesOf } from './new-subdisks.ts';
import { sharedEnclosureWarnings, uninitialisedCopyBytes, uninitialisedWarnings } from './placement-warnings.ts';
import { diskWordsById } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import { spaceRefusal } from './space-refusal.ts';
import { usableDisks } from './usable-disks.ts';
import type { UsableDisks } from './usable-disks.ts';
import { columnStepBytes, shapeOf } from './volume-shape.ts';
import type { VolumeShape } from './volume-shape.ts';

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
  const usable = usableDisks(configuration, command, context);
  if (!usable.ok) return usable;
  const room = findRoom(configuration, { ...command, volume: shape.value.name }, shape.value, usable.value, context);
  if (!room.ok) return room;
  return success(draftOf(configuration, command, shape.value, letter.value, room.value, context));
}

export function queryMake(configuration: GroupConfiguration, command: VolumeMake, context: PlanningContext): Result<number, Refusal> {
  const shape = shapeOf(configuration, { ...command, volume: '' });
  if (!shape.ok) return shape;
  const usable = usableDisks(configuration, command, context);
  return usable.ok ? success(largestOf(shape.value, usable.value)) : usable;
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
function columnChoices(shape: VolumeShape, usable: UsableDisks): readonly number[] {
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
  configuration: GroupConfiguration,
  command: VolumeMake,
  shape: VolumeShape,
  driveLetter: string,
  room: Room,
  context: PlanningContext,
): Draft {
  const volume: VolumeRecord = {
    id: context.newGuid() as VolumeId,
    name: shape.name,
    lengthBytes: room.columns * room.columnBytes,
    state: 'CLEAN',
    readPolicy: { kind: 'select' },
    driveLetter,
    startAtImport: true,
    readOnly: false,
    mapRegionBytes: 0,
  };
  const names = new Set(configuration.plexes.map((plex) => nameKey(plex.name)));
  const maker = new SubdiskMaker(configuration, context);
  const plexes: PlexRecord[] = [];
  const subdisks: SubdiskRecord[] = [];
  for (let index = 0; index < shape.plexes; index++) {
    const name = firstFreeName((number) => numberedName(shape.name, number), names);
    names.add(nameKey(name));
    const plex: PlexRecord = {
      id: context.newGuid() as PlexId,
      name,
      volumeId: volume.id,
      layout: shape.stripeUnitBytes === 0 ? 'concatenated' : 'striped',
      columns: room.columns,
      stripeUnitBytes: shape.stripeUnitBytes,
      state: 'CLEAN',
      missed: null,
    };
    plexes.push(plex);
    for (let column = 0; column < room.columns; column++) {
      subdisks.push(...maker.make({ plexId: plex.id, column, columnOffsetBytes: 0 }, room.pieces[index * room.columns + column] ?? []));
    }
  }
  const after: GroupConfiguration = {
    ...configuration,
    volumes: [...configuration.volumes, volume],
    plexes: [...configuration.plexes, ...plexes],
    subdisks: [...configuration.subdisks, ...subdisks],
  };
  return {
    command: { ...command, volume: shape.name },
    after,
    summary: summaryOf(volume, plexes, subdisks, after, context),
    zero: command.zeroed ? zeroRangesOf(room.pieces) : [],
    bytesToCopy: uninitialisedCopyBytes(command.zeroed, volume, shape.plexes),
    peakSpaceBytes: subdisks.reduce((sum, subdisk) => sum + subdisk.lengthBytes, 0),
    warnings: [...sharedEnclosureWarnings(after, volume, context), ...uninitialisedWarnings(command.zeroed, volume, shape.plexes)],
  };
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
