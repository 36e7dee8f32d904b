/** The changes of state that the engine itself commits, as pure functions of a configuration. */
import type { GroupConfiguration, PlexRecord, PlexState, VolumeState } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId, VolumeId } from '../model/identity.ts';
import { withMissedMaps, withoutLostMaps } from '../model/missed-maps.ts';

/** A good plex lacks nothing: a map of what it lacked goes in the same commit. */
export function withPlexState(configuration: GroupConfiguration, plexIds: ReadonlySet<PlexId>, state: PlexState): GroupConfiguration {
  if (plexIds.size === 0) return configuration;
  const isGood = state === 'ACTIVE' || state === 'CLEAN';
  return {
    ...configuration,
    plexes: configuration.plexes.map((plex) => (plexIds.has(plex.id) ? { ...plex, state, missed: isGood ? null : plex.missed } : plex)),
  };
}

export function withVolumeState(
  configuration: GroupConfiguration, volumeIds: ReadonlySet<VolumeId>, state: VolumeState,
): GroupConfiguration {
  if (volumeIds.size === 0) return configuration;
  return { ...configuration, volumes: configuration.volumes.map((volume) => (volumeIds.has(volume.id) ? { ...volume, state } : volume)) };
}

/** What a comparison has found; 0 when the plexes are equal. */
export function withDifferingBytes(configuration: GroupConfiguration, volumeId: VolumeId, differingBytes: number): GroupConfiguration {
  if (!configuration.volumes.some((volume) => volume.id === volumeId && volume.differingBytes !== differingBytes)) return configuration;
  return {
    ...configuration, volumes: configuration.volumes.map((volume) => (volume.id === volumeId ? { ...volume, differingBytes } : volume)),
  };
}

export function withFailing(configuration: GroupConfiguration, diskIds: ReadonlySet<DiskId>, failing: boolean): GroupConfiguration {
  if (!configuration.disks.some((disk) => diskIds.has(disk.id) && disk.failing !== failing)) return configuration;
  return { ...configuration, disks: configuration.disks.map((disk) => (diskIds.has(disk.id) ? { ...disk, failing } : disk)) };
}

/** Logs that missed a mark; what they hold is not believed until it was written anew. With the last of them go the maps. */
export function withLogsStale(configuration: GroupConfiguration, logIds: ReadonlySet<LogId>): GroupConfiguration {
  if (!configuration.logs.some((log) => logIds.has(log.id) && log.state !== 'STALE')) return configuration;
  return withoutLostMaps({
    ...configuration, logs: configuration.logs.map((log) => (logIds.has(log.id) ? { ...log, state: 'STALE' } : log)),
  });
}

/** Logs that were written anew. */
export function withLogsActive(configuration: GroupConfiguration, logIds: ReadonlySet<LogId>): GroupConfiguration {
  if (!configuration.logs.some((log) => logIds.has(log.id) && log.state !== 'ACTIVE')) return configuration;
  return { ...configuration, logs: configuration.logs.map((log) => (logIds.has(log.id) ? { ...log, state: 'ACTIVE' } : log)) };
}

/** Without the plexes and their subdisks. A policy that preferred one of them falls back to `select`. */
export function withoutPlexes(configuration: GroupConfiguration, plexIds: ReadonlySet<PlexId>): GroupConfiguration {
  if (plexIds.size === 0) return configuration;
  return {
    ...configuration,
    plexes: configuration.plexes.filter((plex) => !plexIds.has(plex.id)),
    subdisks: configuration.subdisks.filter((subdisk) => !plexIds.has(subdisk.plexId)),
    volumes: configuration.volumes.map((volume) => (
      volume.readPolicy.kind === 'prefer' && plexIds.has(volume.readPolicy.plexId) ? { ...volume, readPolicy: { kind: 'select' } } : volume
    )),
  };
}

/** Only volumes of two plexes or more have writes to remember: what is left of others has no logs and no maps. */
export function withoutNeedlessLogs(configuration: GroupConfiguration, volumeIds: ReadonlySet<VolumeId>): GroupConfiguration {
  const plexes = new Map<VolumeId, number>();
  for (const { volumeId } of configuration.plexes) plexes.set(volumeId, (plexes.get(volumeId) ?? 0) + 1);
  const needless = new Set(configuration.logs.map((log) => log.volumeId)
    .filter((volumeId) => volumeIds.has(volumeId) && (plexes.get(volumeId) ?? 0) < 2));
  if (needless.size === 0) return configuration;
  return withoutLostMaps({
    ...configuration,
    volumes: configuration.volumes.map((volume) => (needless.has(volume.id) ? { ...volume, mapRegionBytes: 0 } : volume)),
    logs: configuration.logs.filter((log) => !needless.has(log.volumeId)),
  });
}

/** The clean mark: only for volumes whose plexes were all flushed after their last write. SYNC stays, it has to run again. */
export function markedClean(configuration: GroupConfiguration, volumeIds: ReadonlySet<VolumeId>): GroupConfiguration {
  const stopped = configuration.volumes.filter((volume) => volumeIds.has(volume.id) && volume.state === 'ACTIVE');
  const clean = new Set(stopped.map((volume) => volume.id));
  const plexes = configuration.plexes.filter((plex) => clean.has(plex.volumeId) && plex.state === 'ACTIVE');
  return withPlexState(withVolumeState(configuration, clean, 'CLEAN'), new Set(plexes.map((plex) => plex.id)), 'CLEAN');
}

export interface StaleRequest {
  readonly volumeId: VolumeId;
  readonly plexIds: readonly PlexId[];
}

export interface StaleMarks {
  readonly configuration: GroupConfiguration;
  readonly staleIds: ReadonlySet<PlexId>;
  readonly removedIds: ReadonlySet<PlexId>;
  /** Requests that cannot be granted: it would leave the volume without an ACTIVE plex. */
  readonly denied: ReadonlySet<StaleRequest>;
}

/**
 * Marks the plexes of the requests, and with them each plex of a started volume that lies on a failed disk and has an
 * ACTIVE fellow elsewhere; each with the place of its map. A plex that was being attached for the first time is removed.
 */
export function markStale(
  configuration: GroupConfiguration, requests: readonly StaleRequest[], failedDiskIds: ReadonlySet<DiskId>,
  startedVolumeIds: ReadonlySet<VolumeId>, newMapId: () => string,
): StaleMarks {
  const staleIds = new Set<PlexId>();
  const removedIds = new Set<PlexId>();
  const denied = new Set<StaleRequest>();
  const byVolume = new Map<VolumeId, PlexRecord[]>();
  for (const plex of configuration.plexes) byVolume.set(plex.volumeId, [...(byVolume.get(plex.volumeId) ?? []), plex]);
  const activeBeside = (volumeId: VolumeId, without: ReadonlySet<PlexId>) => (byVolume.get(volumeId) ?? [])
    .some((plex) => plex.state === 'ACTIVE' && !staleIds.has(plex.id) && !without.has(plex.id));
  for (const request of requests) {
    const wanted = new Set(request.plexIds);
    if (!activeBeside(request.volumeId, wanted)) {
      denied.add(request);
      continue;
    }
    for (const plex of byVolume.get(request.volumeId) ?? []) {
      if (!wanted.has(plex.id)) continue;
      if (plex.state === 'ACTIVE') staleIds.add(plex.id);
      if (plex.state === 'TEMPRMSD') removedIds.add(plex.id);
    }
  }
  const onFailed = new Set(configuration.subdisks.filter((subdisk) => failedDiskIds.has(subdisk.diskId)).map((subdisk) => subdisk.plexId));
  for (const plex of configuration.plexes) {
    if (!onFailed.has(plex.id) || plex.state !== 'ACTIVE' || !startedVolumeIds.has(plex.volumeId)) continue;
    if (activeBeside(plex.volumeId, onFailed)) staleIds.add(plex.id);
  }
  const stale = withMissedMaps(withPlexState(configuration, staleIds, 'STALE'), staleIds, newMapId);
  const marked = withoutPlexes(stale, removedIds);
  return { configuration: marked, staleIds, removedIds, denied };
}
