/** What a mirror that is added does to the logs and maps of its volume. */
import type { VolumeMirror } from '../model/command.ts';
import type { GroupConfiguration, VolumeRecord } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { volumeSubject } from './find-objects.ts';
import { defaultLogCount, knowsLogs, logsOf, newLogs, withLogs } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import { usableDisks } from './usable-disks.ts';
import { logCountRefusal, logSpaceRefusal, logsUnknownRefusal } from './wanted-logs.ts';

/** A volume that becomes redundant gets logs, two unless told otherwise, or fewer where there is less room. */
export function logsForMirror(
  placed: GroupConfiguration, command: VolumeMirror, volume: VolumeRecord, context: PlanningContext,
): Result<GroupConfiguration, Refusal> {
  const subject = volumeSubject(volume);
  const { logs: count } = command;
  const present = logsOf(placed, volume);
  if (count === 0) return success(placed);
  if (count !== undefined) {
    const unfit = logCountRefusal(subject, 'log', count, 0) ?? (knowsLogs(placed) ? null : logsUnknownRefusal(placed));
    if (unfit !== null) return failure(unfit);
    if (present.length > 0) {
      const { logs: _logs, ...without } = command;
      return failure(refusal('argument.invalid', subject,
        {
          argument: 'log', given: String(count),
          reason: `is for volumes without logs; it has ${present.map((log) => log.name).join(', ')}`,
        },
        { kind: 'command', command: without }));
    }
  }
  const wasRedundant = placed.plexes.filter((plex) => plex.volumeId === volume.id).length - command.mirrors > 1;
  if (present.length > 0 || !knowsLogs(placed) || (count === undefined && wasRedundant)) return success(placed);
  const usable = usableDisks(placed, { disks: [], excludedDisks: command.excludedDisks }, context);
  if (!usable.ok) return usable;
  const wanted = count ?? defaultLogCount(placed, volume);
  const logs = newLogs(placed, { volume, count: wanted, disks: usable.value.disks }, context);
  if (logs.length === wanted || count === undefined) return success(withLogs(placed, volume, logs));
  return failure(logSpaceRefusal(placed, subject, wanted, usable.value, 'Ask for fewer logs with log=N.', context));
}
