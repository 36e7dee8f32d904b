/** How many logs a volume that is made shall have. */
import type { VolumeMake } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { logBytes, logsPerVolumeMaximum } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { totalBytes } from '../geometry/extents.ts';
import { diskWordsById, groupSubject } from './find-objects.ts';
import { knowsLogs } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import type { UsableDisks } from './usable-disks.ts';

/** `default` where nothing was said: two, or as many as the volume has disks. */
export type LogCount = number | 'default';

export function wantedLogs(configuration: GroupConfiguration, command: VolumeMake, plexes: number): Result<LogCount, Refusal> {
  const { logs: count, ...unsaid } = command;
  if (count === 0) return success(0);
  if (count === undefined) return success(plexes > 1 && knowsLogs(configuration) ? 'default' : 0);
  const subject: Subject = { kind: 'volume', name: command.volume };
  const unfit = logCountRefusal(subject, 'log', count, 0);
  if (unfit !== null) return failure(unfit);
  if (plexes === 1) {
    const evidence = { argument: 'log', given: String(count), reason: 'goes with two plexes or more: only these have writes to remember' };
    return failure(refusal('argument.invalid', subject, evidence, { kind: 'command', command: unsaid }));
  }
  return knowsLogs(configuration) ? success(count) : failure(logsUnknownRefusal(configuration));
}

/** Null for a whole number from `least` to the limit. */
export function logCountRefusal(subject: Subject, argument: string, count: number, least: number): Refusal | null {
  if (Number.isInteger(count) && count >= least && count <= logsPerVolumeMaximum) return null;
  const reason = `must be a whole number from ${least} to ${logsPerVolumeMaximum}`;
  return refusal('argument.invalid', subject, { argument, given: String(count), reason },
    `Give ${argument}= a value that ${reason.replace('must be', 'is')}.`);
}

export function logsUnknownRefusal(configuration: GroupConfiguration): Refusal {
  return refusal('group.old-version', groupSubject(configuration), { version: configuration.version, reason: 'it knows no logs' },
    { kind: 'command', command: { command: 'group.upgrade', group: configuration.name } });
}

/** Each log needs a disk of its own. */
export function logSpaceRefusal(
  configuration: GroupConfiguration, subject: Subject, count: number, usable: UsableDisks, advice: string, context: PlanningContext,
): Refusal {
  return refusal('space.separation', subject, {
    neededDisks: count, columnBytes: logBytes, unusable: usable.unusable,
    freeByDisk: usable.disks.map((disk) =>
      `${diskWordsById(configuration, disk.id, context)} has ${formatSize(totalBytes(disk.free))} free`),
  }, advice);
}
