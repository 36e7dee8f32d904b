/** A volume that loses plexes: what goes with them, and what becomes of its logs. */
import type { GroupConfiguration, LogRecord, VolumeRecord } from '../model/configuration.ts';
import { logsOf, newLogs, withLogs } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import { usableDisks } from './usable-disks.ts';

export interface FewerPlexes {
  readonly after: GroupConfiguration;
  /** Logs that are there no more, because redundancy ended or because the volume has left their disks. */
  readonly goneLogs: readonly LogRecord[];
  readonly newLogs: readonly LogRecord[];
}

/** Takes plexes out of the volume, with their subdisks. A policy that preferred one of them falls back to `select`. */
export function withoutPlexes(
  configuration: GroupConfiguration, volume: VolumeRecord, plexIds: ReadonlySet<string>, context: PlanningContext,
): FewerPlexes {
  const preferred = volume.readPolicy.kind === 'prefer' && plexIds.has(volume.readPolicy.plexId);
  const kept: VolumeRecord = preferred ? { ...volume, readPolicy: { kind: 'select' } } : volume;
  const left: GroupConfiguration = {
    ...configuration,
    volumes: configuration.volumes.map((other) => (other.id === volume.id ? kept : other)),
    plexes: configuration.plexes.filter((plex) => !plexIds.has(plex.id)),
    subdisks: configuration.subdisks.filter((subdisk) => !plexIds.has(subdisk.plexId)),
  };
  const logs = logsOf(left, kept);
  const plexes = left.plexes.filter((plex) => plex.volumeId === volume.id);
  if (plexes.length < 2) return { after: withLogs(left, { ...kept, differingBytes: 0 }, []), goneLogs: logs, newLogs: [] };
  return followedByLogs(configuration, left, kept, context);
}

/** Logs on disks that the volume has left move to disks that it has, where there is room; the others stay where they are. */
function followedByLogs(
  before: GroupConfiguration, left: GroupConfiguration, volume: VolumeRecord, context: PlanningContext,
): FewerPlexes {
  const had = diskIdsOf(before, volume);
  const has = diskIdsOf(left, volume);
  const logs = logsOf(left, volume);
  const stranded = logs.filter((log) => had.has(log.diskId) && !has.has(log.diskId));
  const staying = logs.filter((log) => !stranded.includes(log));
  const without = { ...left, logs: left.logs.filter((log) => !stranded.includes(log)) };
  const usable = usableDisks(without, { disks: [], excludedDisks: [] }, context);
  const disks = usable.ok ? usable.value.disks.filter((disk) => has.has(disk.id)) : [];
  const made = newLogs(without, { volume, count: stranded.length, disks }, context);
  const gone = stranded.slice(0, made.length);
  const kept = stranded.slice(made.length);
  return { after: withLogs(without, volume, [...staying, ...kept, ...made]), goneLogs: gone, newLogs: made };
}

function diskIdsOf(configuration: GroupConfiguration, volume: VolumeRecord): ReadonlySet<string> {
  const plexIds = new Set<string>(configuration.plexes.filter((plex) => plex.volumeId === volume.id).map((plex) => plex.id));
  return new Set(configuration.subdisks.filter((subdisk) => plexIds.has(subdisk.plexId)).map((subdisk) => subdisk.diskId));
}
