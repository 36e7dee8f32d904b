import type { VolumeRemoveLog } from '../model/command.ts';
import type { GroupConfiguration, LogRecord, VolumeRecord } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { diskWordsById, memberNamed, volumeNamed, volumeSubject } from './find-objects.ts';
import { logsOf, strayLogWarnings, withLogs } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';

/** With its last log a volume loses its map: then a crash is recovered whole. */
export function removeLogs(configuration: GroupConfiguration, command: VolumeRemoveLog, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const leaving = logsMeant(configuration, command, volume, context);
  if (!leaving.ok) return leaving;
  const staying = logsOf(configuration, volume).filter((log) => !leaving.value.includes(log));
  const needed = neededRefusal(configuration, volume, leaving.value, staying, context);
  if (needed !== null) return failure(needed);
  const none = `After a crash volume ${volume.name} is made equal whole, and a plex that missed something is copied whole.`;
  return success({
    after: withLogs(configuration, volume, staying),
    summary: leaving.value.map((log) =>
      `Log ${log.name} of volume ${volume.name} goes from ${diskWordsById(configuration, log.diskId, context)}; its space is free.`),
    warnings: staying.length === 0 ? [none] : [],
  });
}

function logsMeant(
  configuration: GroupConfiguration, command: VolumeRemoveLog, volume: VolumeRecord, context: PlanningContext,
): Result<readonly LogRecord[], Refusal> {
  const logs = logsOf(configuration, volume);
  if (command.logs.length === 0) {
    const [first] = [...logs].sort((one, other) => worth(configuration, volume, one, context) - worth(configuration, volume, other, context)
      || other.name.localeCompare(one.name, 'en'));
    return first === undefined ? failure(unknownLog({ kind: 'volume', name: volume.name, id: volume.id }, logs)) : success([first]);
  }
  const meant = new Set<LogRecord>();
  for (const name of command.logs) {
    const byName = logs.find((log) => sameName(log.name, name) || log.id === name);
    const member = byName === undefined ? memberNamed(configuration, name, context) : null;
    const log = byName ?? logs.find((candidate) => member?.ok === true && candidate.diskId === member.value.id);
    if (log === undefined) return failure(unknownLog({ kind: 'log', name }, logs, volume.name));
    meant.add(log);
  }
  return success([...meant]);
}

/** What would be missed least goes first. */
function worth(configuration: GroupConfiguration, volume: VolumeRecord, log: LogRecord, context: PlanningContext): number {
  if (!isGood(log, context)) return 0;
  return strayLogWarnings(configuration, volume, [log], context).length > 0 ? 1 : 2;
}

function isGood(log: LogRecord, context: PlanningContext): boolean {
  return log.state === 'ACTIVE' && context.presentDiskIds.has(log.diskId) && !context.failedDiskIds.has(log.diskId);
}

function unknownLog(subject: Subject, logs: readonly LogRecord[], volume?: string): Refusal {
  const known = logs.map((log) => log.name);
  const advice = known.length === 0 ? 'Leave it as it is.' : `Name one of ${known.join(', ')}, or the disk that it lies on.`;
  return refusal('log.unknown', subject, { known, ...(volume === undefined ? {} : { volume }) }, advice);
}

/** Plexes that are behind are caught up by maps in the logs: one good log stays as long as there is such a plex. */
function neededRefusal(
  configuration: GroupConfiguration, volume: VolumeRecord, leaving: readonly LogRecord[], staying: readonly LogRecord[],
  context: PlanningContext,
): Refusal | null {
  const behind = configuration.plexes.filter((plex) => plex.volumeId === volume.id && plex.missed !== null);
  const [plex] = behind;
  const keepsOne = staying.some((log) => isGood(log, context)) || (staying.length > 0 && !leaving.some((log) => isGood(log, context)));
  if (plex === undefined || keepsOne) return null;
  const copying = context.syncingVolumeIds.has(volume.id);
  return refusal('log.needed', volumeSubject(volume), { plexes: behind.map(({ name }) => name), logs: leaving.map((log) => log.name) },
    copying ? 'Wait until the copying has ended: vxtask list'
      : `Bring the disks of ${plex.name} back, or take it away: `
        + `vxassist -g${configuration.name} remove mirror ${volume.name} plex=${plex.name}`);
}
