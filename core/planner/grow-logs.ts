/** A volume that grows past what its maps can number: logs with larger regions take the place of those that it has. */
import type { VolumeGrow } from '../model/command.ts';
import type { GroupConfiguration, LogRecord, VolumeRecord } from '../model/configuration.ts';
import { mapRegionsMaximum } from '../model/limits.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { volumeSubject } from './find-objects.ts';
import { logLines, logsOf, mapRegionBytesFor, newLogs, strayLogWarnings, withLogs, withLogSpaceKept } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import { usableDisks } from './usable-disks.ts';
import type { UsableDisks } from './usable-disks.ts';
import { logSpaceRefusal } from './wanted-logs.ts';

/** The longest that the volume can get with the logs that it has. */
export function mappedBytesMaximum(volume: VolumeRecord): number {
  return volume.mapRegionBytes === 0 ? Number.MAX_SAFE_INTEGER : volume.mapRegionBytes * mapRegionsMaximum;
}

/** The disks for a growth to this length: where it needs new logs, each keeps room for one, since the old ones serve until the commit. */
export function disksForGrowth(volume: VolumeRecord, lengthBytes: number, usable: UsableDisks): UsableDisks {
  return lengthBytes <= mappedBytesMaximum(volume) ? usable : { ...usable, disks: withLogSpaceKept(usable.disks) };
}

export interface GrownLogs {
  readonly after: GroupConfiguration;
  readonly made: readonly LogRecord[];
  readonly summary: readonly string[];
  readonly warnings: readonly string[];
}

/** `grown` is the volume at its new length, in `after` already. */
export function logsForGrowth(
  after: GroupConfiguration, command: VolumeGrow, grown: VolumeRecord, context: PlanningContext,
): Result<GrownLogs, Refusal> {
  const old = logsOf(after, grown);
  if (grown.lengthBytes <= mappedBytesMaximum(grown)) return success({ after, made: [], summary: [], warnings: [] });
  const usable = usableDisks(after, { disks: [], excludedDisks: command.excludedDisks }, context);
  if (!usable.ok) return usable;
  // The old logs are in use until the commit: new ones lie beside them, so their disks count as free of logs here.
  const beside = { ...after, logs: after.logs.map((log) => (old.includes(log) ? { ...log, volumeId: '' as LogRecord['volumeId'] } : log)) };
  const wish = { volume: grown, count: old.length, disks: usable.value.disks, preferredDiskIds: old.map((log) => log.diskId) };
  const made = newLogs(beside, wish, context);
  if (made.length === 0) {
    return failure(logSpaceRefusal(after, volumeSubject(grown), old.length, usable.value,
      `Take its logs away first, and add new ones afterwards: vxassist -g${after.name} remove log ${grown.name}`, context));
  }
  const mapRegionBytes = mapRegionBytesFor(grown.lengthBytes);
  const replaced = withLogs(after, { ...grown, mapRegionBytes }, made);
  return success({
    after: replaced,
    made,
    summary: [
      `Its logs ${old.map((log) => log.name).join(', ')} give way to new ones with regions of ${formatSize(mapRegionBytes)}.`,
      ...logLines(replaced, made, context),
    ],
    warnings: [
      ...strayLogWarnings(replaced, grown, made, context),
      ...(made.length < old.length ? [`There is room for ${made.length} logs instead of ${old.length}.`] : []),
    ],
  });
}
