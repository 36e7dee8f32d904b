import { allocateGrowth } from '../geometry/allocation.ts';
import type { ColumnPieces } from '../geometry/allocation.ts';
import { maximumGrowthBytes } from '../geometry/maximum.ts';
import type { VolumeGrow } from '../model/command.ts';
import type { GroupConfiguration, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import type { ConfigurationIndex } from '../model/configuration-index.ts';
import { plexIsUsable, volumeHealth } from '../model/health.ts';
import { volumeBytesMaximum } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize, sizeFault, sizeRefusal } from '../model/size-text.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed, volumeSubject } from './find-objects.ts';
import { disksForGrowth, logsForGrowth, mappedBytesMaximum } from './grow-logs.ts';
import { growthColumns, growthStepBytes } from './growth.ts';
import type { GrowthColumn } from './growth.ts';
import { SubdiskMaker, zeroRangesOf } from './new-subdisks.ts';
import { roundedWarnings, sharedEnclosureWarnings, uninitialisedCopyBytes, uninitialisedWarnings } from './placement-warnings.ts';
import type { PlanningContext } from './planning-context.ts';
import { spaceRefusal } from './space-refusal.ts';
import { usableDisks } from './usable-disks.ts';
import type { UsableDisks } from './usable-disks.ts';
import { withVolume } from './volume-states.ts';

/** New space is appended to every column of every plex; where the next bytes of the disk are free, the last subdisk gets longer. */
export function growVolume(configuration: GroupConfiguration, command: VolumeGrow, context: PlanningContext): Drafted {
  const found = growableVolume(configuration, command, context);
  if (!found.ok) return found;
  const volume = found.value;
  const index = indexConfiguration(configuration);
  const wanted = wantedLength(volume, command);
  if (!wanted.ok) return wanted;
  const usable = usableDisks(configuration, command, context);
  if (!usable.ok) return usable;
  const stepBytes = growthStepBytes(index.plexesByVolume.get(volume.id) ?? []);
  const lengthBytes = Math.ceil(wanted.value / stepBytes) * stepBytes;
  const columns = growthColumns(volume, lengthBytes, index);
  const { disks } = disksForGrowth(volume, lengthBytes, usable.value);
  const pieces = lengthBytes > volumeBytesMaximum ? null : allocateGrowth(disks, columns);
  if (pieces === null) return failure(noRoom(configuration, command, volume, lengthBytes, usable.value, context));
  const drafted = draftOf(configuration, command, { ...volume, lengthBytes }, volume.lengthBytes, columns, pieces, context);
  if (!drafted.ok) return drafted;
  const warnings = [...roundedWarnings(volume.name, wanted.value, lengthBytes, stepBytes), ...(drafted.value.warnings ?? [])];
  return success({ ...drafted.value, warnings });
}

export function queryGrow(configuration: GroupConfiguration, command: VolumeGrow, context: PlanningContext): Result<number, Refusal> {
  const found = growableVolume(configuration, command, context);
  if (!found.ok) return found;
  const usable = usableDisks(configuration, command, context);
  return usable.ok ? success(largestGrowth(found.value, indexConfiguration(configuration), usable.value)) : usable;
}

function growableVolume(configuration: GroupConfiguration, command: VolumeGrow, context: PlanningContext): Result<VolumeRecord, Refusal> {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  if (volume.state === 'SYNC' || context.syncingVolumeIds.has(volume.id)) {
    return failure(refusal('volume.syncing', volumeSubject(volume), {}, 'Wait until it has ended: vxtask list.'));
  }
  const index = indexConfiguration(configuration);
  if ((index.plexesByVolume.get(volume.id) ?? []).every((plex) => plexIsUsable(plex, index, context))) return found;
  const reason = volumeHealth(volume, index, context).reason || 'a plex is being added';
  return failure(refusal('volume.busy', volumeSubject(volume), { reason }, 'Make all its plexes whole first.'));
}

/** In bytes, before rounding up to whole columns. */
function wantedLength(volume: VolumeRecord, command: VolumeGrow): Result<number, Refusal> {
  const subject = volumeSubject(volume);
  const { byBytes, toBytes } = command;
  if ((byBytes === undefined) === (toBytes === undefined)) {
    return failure(
      refusal(
        'argument.invalid',
        subject,
        { argument: 'size', reason: 'must be given once, as growby or as growto' },
        'Use growby SIZE or growto SIZE.',
      ),
    );
  }
  const fault = sizeFault(byBytes ?? toBytes ?? 0);
  if (fault !== '') return failure(sizeRefusal(subject, String(byBytes ?? toBytes), fault));
  const lengthBytes = toBytes ?? volume.lengthBytes + (byBytes ?? 0);
  if (lengthBytes > volumeBytesMaximum) return failure(sizeRefusal(subject, formatSize(lengthBytes), sizeFault(lengthBytes)));
  if (lengthBytes > volume.lengthBytes) return success(lengthBytes);
  return failure(
    refusal(
      'size.invalid',
      subject,
      { given: formatSize(lengthBytes), reason: `is not more than the ${formatSize(volume.lengthBytes)} that it has` },
      `Give a size above ${formatSize(volume.lengthBytes)}.`,
    ),
  );
}

function largestGrowth(volume: VolumeRecord, index: ConfigurationIndex, usable: UsableDisks): number {
  const stepBytes = growthStepBytes(index.plexesByVolume.get(volume.id) ?? []);
  // From a length that is no whole number of steps, the first step is shorter.
  const wholeBytes = Math.floor(volume.lengthBytes / stepBytes) * stepBytes;
  const largestOn = ({ disks }: UsableDisks): number =>
    maximumGrowthBytes(disks, stepBytes, volumeBytesMaximum - wholeBytes, (growthBytes) =>
      growthColumns(volume, wholeBytes + growthBytes, index),
    );
  let largest = largestOn(usable);
  if (wholeBytes + largest > mappedBytesMaximum(volume)) {
    const withOldLogs = Math.max(0, Math.floor((mappedBytesMaximum(volume) - wholeBytes) / stepBytes) * stepBytes);
    largest = Math.max(withOldLogs, largestOn(disksForGrowth(volume, wholeBytes + largest, usable)));
  }
  return Math.max(0, wholeBytes + largest - volume.lengthBytes);
}

function noRoom(
  configuration: GroupConfiguration,
  command: VolumeGrow,
  volume: VolumeRecord,
  lengthBytes: number,
  usable: UsableDisks,
  context: PlanningContext,
): Refusal {
  const index = indexConfiguration(configuration);
  const largestBytes = largestGrowth(volume, index, usable);
  const columns = growthColumns(volume, lengthBytes, index).filter((column) => column.lengthBytes > 0);
  const { byBytes: _by, toBytes: _to, ...rest } = command;
  const plexes = new Set(columns.map((column) => column.plex)).size;
  return spaceRefusal(
    configuration,
    volumeSubject(volume),
    {
      plexes,
      columns: columns.length / Math.max(1, plexes),
      columnBytes: Math.max(0, ...columns.map((column) => column.lengthBytes)),
      largestBytes,
      smaller: { ...rest, byBytes: largestBytes },
    },
    usable,
    context,
  );
}

function draftOf(
  configuration: GroupConfiguration,
  command: VolumeGrow,
  volume: VolumeRecord,
  lengthBefore: number,
  columns: readonly GrowthColumn[],
  pieces: readonly ColumnPieces[],
  context: PlanningContext,
): Drafted {
  const maker = new SubdiskMaker(configuration, context);
  const lengthened = new Map<string, SubdiskRecord>();
  const added: SubdiskRecord[] = [];
  for (const [index, column] of columns.entries()) {
    const [first, ...others] = pieces[index] ?? [];
    if (first === undefined) continue;
    const adjacent = first.diskId === column.end.diskId && first.offsetBytes === column.end.offsetBytes;
    if (adjacent) lengthened.set(column.last.id, { ...column.last, lengthBytes: column.last.lengthBytes + first.lengthBytes });
    const columnOffsetBytes = column.columnBytes + (adjacent ? first.lengthBytes : 0);
    added.push(...maker.make({ plexId: column.plexId, column: column.column, columnOffsetBytes }, adjacent ? others : [first, ...others]));
  }
  const grown = withVolume(configuration, volume);
  const logged = logsForGrowth(
    { ...grown, subdisks: [...grown.subdisks.map((subdisk) => lengthened.get(subdisk.id) ?? subdisk), ...added] }, command, volume, context,
  );
  if (!logged.ok) return logged;
  const { after } = logged.value;
  const plexes = new Set(columns.map((column) => column.plex)).size;
  const summary = [`Volume ${volume.name} grows from ${formatSize(lengthBefore)} to ${formatSize(volume.lengthBytes)}.`];
  if (lengthened.size > 0) summary.push(`Subdisks ${[...lengthened.values()].map((subdisk) => subdisk.name).join(', ')} get longer.`);
  if (added.length > 0) summary.push(`Subdisks ${added.map((subdisk) => subdisk.name).join(', ')} are added.`);
  return success({
    after,
    summary: [...summary, ...logged.value.summary],
    zero: command.zeroed ? zeroRangesOf(pieces) : [],
    bytesToCopy: uninitialisedCopyBytes(command.zeroed, volume, plexes),
    peakSpaceBytes: [...pieces.flat(), ...logged.value.made].reduce((sum, extent) => sum + extent.lengthBytes, 0),
    warnings: [
      ...sharedEnclosureWarnings(after, volume, context),
      ...uninitialisedWarnings(command.zeroed, volume, plexes),
      ...logged.value.warnings,
    ],
  });
}
