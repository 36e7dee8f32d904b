/** Start and stop as changes of state: engine.md 1.5, "normal cycle". */
import type { GroupConfiguration, PlexRecord, VolumeRecord, VolumeState } from '../model/configuration.ts';
import type { PlanningContext } from './planning-context.ts';

/** After these volumes were flushed and stopped. One that is still being made equal stays SYNC: that runs again at its next start. */
export function withVolumesStopped(
  configuration: GroupConfiguration,
  volumes: readonly VolumeRecord[],
  context: PlanningContext,
): GroupConfiguration {
  // A volume that was in use at a crash and was never started since is not equal: only what runs can be stopped clean.
  const clean = new Set<string>(
    volumes.filter((volume) => volume.state === 'ACTIVE' && context.startedVolumeIds.has(volume.id)).map((volume) => volume.id),
  );
  return withStates(
    configuration,
    clean,
    () => 'CLEAN',
    (plex) => (plex.state === 'ACTIVE' ? 'CLEAN' : plex.state),
  );
}

/** A volume that is not CLEAN was in use at a crash: with two plexes or more it is made equal first, usable meanwhile. */
export function withVolumeStarted(configuration: GroupConfiguration, volume: VolumeRecord): GroupConfiguration {
  const readable = configuration.plexes.filter(
    (plex) => plex.volumeId === volume.id && (plex.state === 'ACTIVE' || plex.state === 'CLEAN'),
  );
  const state: VolumeState = volume.state !== 'CLEAN' && readable.length > 1 ? 'SYNC' : 'ACTIVE';
  return withStates(
    configuration,
    new Set([volume.id]),
    () => state,
    (plex) => (plex.state === 'CLEAN' ? 'ACTIVE' : plex.state),
  );
}

function withStates(
  configuration: GroupConfiguration,
  volumeIds: ReadonlySet<string>,
  volumeState: (volume: VolumeRecord) => VolumeState,
  plexState: (plex: PlexRecord) => PlexRecord['state'],
): GroupConfiguration {
  return {
    ...configuration,
    volumes: configuration.volumes.map((volume) => (volumeIds.has(volume.id) ? { ...volume, state: volumeState(volume) } : volume)),
    plexes: configuration.plexes.map((plex) => (volumeIds.has(plex.volumeId) ? { ...plex, state: plexState(plex) } : plex)),
  };
}

export function withVolume(configuration: GroupConfiguration, changed: VolumeRecord): GroupConfiguration {
  return { ...configuration, volumes: configuration.volumes.map((volume) => (volume.id === changed.id ? changed : volume)) };
}
