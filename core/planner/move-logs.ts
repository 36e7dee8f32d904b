/** Logs that must leave their disks, or give way to logs with larger regions: new ones take their place in the same commit. */
import type { GroupConfiguration, LogRecord, VolumeRecord } from '../model/configuration.ts';
import { diskWordsById } from './find-objects.ts';
import { logsOf, newLogs, strayLogWarnings, withLogs } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import { usableDisks } from './usable-disks.ts';

export interface MovedLogs {
  readonly after: GroupConfiguration;
  readonly summary: readonly string[];
  readonly warnings: readonly string[];
  /** Logs for which there was no room elsewhere. */
  readonly homeless: readonly LogRecord[];
}

/** `disks` are those that stay in the group; the logs on all others move to them. */
export function moveLogsOff(configuration: GroupConfiguration, leavingDiskIds: ReadonlySet<string>, context: PlanningContext): MovedLogs {
  let after: GroupConfiguration = { ...configuration, logs: configuration.logs.filter((log) => !leavingDiskIds.has(log.diskId)) };
  const summary: string[] = [];
  const warnings: string[] = [];
  const homeless: LogRecord[] = [];
  for (const volume of configuration.volumes) {
    const moving = logsOf(configuration, volume).filter((log) => leavingDiskIds.has(log.diskId));
    if (moving.length === 0) continue;
    const made = newLogs(after, { volume, count: moving.length, disks: freeDisks(after, leavingDiskIds, context) }, context);
    after = withLogs(after, volume, [...logsOf(after, volume), ...made]);
    homeless.push(...moving.slice(made.length));
    summary.push(...made.map((log, index) => movedLine(after, volume, moving[index], log, context)));
    warnings.push(...strayLogWarnings(after, volume, made, context));
  }
  return { after, summary, warnings, homeless };
}

function freeDisks(after: GroupConfiguration, leavingDiskIds: ReadonlySet<string>, context: PlanningContext) {
  const usable = usableDisks(after, { disks: [], excludedDisks: [] }, context);
  return usable.ok ? usable.value.disks.filter((disk) => !leavingDiskIds.has(disk.id)) : [];
}

function movedLine(
  after: GroupConfiguration, volume: VolumeRecord, from: LogRecord | undefined, to: LogRecord, context: PlanningContext,
): string {
  const disk = diskWordsById(after, to.diskId, context);
  return `Log ${from?.name ?? ''} of volume ${volume.name} is replaced by ${to.name} on ${disk}.`;
}
