import type { VolumeAddLog } from '../model/command.ts';
import type { GroupConfiguration, VolumeRecord } from '../model/configuration.ts';
import { logsPerVolumeMaximum } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed, volumeSubject } from './find-objects.ts';
import { knowsLogs, logLines, logsOf, newLogs, strayLogWarnings, withLogs } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import { usableDisks } from './usable-disks.ts';
import { logCountRefusal, logSpaceRefusal, logsUnknownRefusal } from './wanted-logs.ts';

/** The first log of a volume brings it its map; until the path has written the true one, the log says that everything is marked. */
export function addLogs(configuration: GroupConfiguration, command: VolumeAddLog, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const unfit = unfitFor(configuration, command, volume);
  if (unfit !== null) return failure(unfit);
  const usable = usableDisks(configuration, command, context);
  if (!usable.ok) return usable;
  const logs = newLogs(configuration, { volume, count: command.logs, disks: usable.value.disks }, context);
  if (logs.length < command.logs) {
    const advice = 'Ask for fewer logs with nlog=N, or name disks that bear none of this volume and have room.';
    return failure(logSpaceRefusal(configuration, volumeSubject(volume), command.logs, usable.value, advice, context));
  }
  const present = logsOf(configuration, volume);
  const after = withLogs(configuration, volume, [...present, ...logs]);
  const regionBytes = after.volumes.find((other) => other.id === volume.id)?.mapRegionBytes ?? 0;
  return success({
    after,
    summary: [
      ...logLines(after, logs, context),
      ...(present.length > 0 ? [] : [`Volume ${volume.name} remembers from now on, in regions of ${formatSize(regionBytes)}, `
        + 'where it is written: a crash or an absent disk costs the copying of these only.']),
    ],
    peakSpaceBytes: logs.reduce((sum, log) => sum + log.lengthBytes, 0),
    warnings: strayLogWarnings(after, volume, logs, context),
  });
}

function unfitFor(configuration: GroupConfiguration, command: VolumeAddLog, volume: VolumeRecord): Refusal | null {
  const subject = volumeSubject(volume);
  const count = logCountRefusal(subject, 'nlog', command.logs, 1);
  if (count !== null) return count;
  if (!knowsLogs(configuration)) return logsUnknownRefusal(configuration);
  if (configuration.plexes.filter((plex) => plex.volumeId === volume.id).length < 2) {
    const reason = 'goes with two plexes or more: only these have writes to remember';
    return refusal('argument.invalid', subject, { argument: 'addlog', reason }, {
      kind: 'command',
      command: { command: 'volume.mirror', group: configuration.name, volume: volume.name, mirrors: 1, disks: [], excludedDisks: [] },
    });
  }
  const present = logsOf(configuration, volume).length;
  if (present + command.logs > logsPerVolumeMaximum) {
    return refusal('limit.reached', subject, { limit: 'logs', maximum: logsPerVolumeMaximum, present }, 'Keep the logs that it has.');
  }
  if (present === 0 && volume.state === 'SYNC') {
    return refusal('volume.syncing', subject, {}, 'Wait until it has ended: vxtask list.');
  }
  return null;
}
