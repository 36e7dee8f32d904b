/** Where the maps of what plexes missed lie in a volume's logs (docs/decisions/0007), as pure functions of a configuration. */
import type { GroupConfiguration, PlexRecord } from './configuration.ts';
import type { PlexId, VolumeId } from './identity.ts';
import { mapSlotsPerLog } from './limits.ts';

function volumesWithMaps(configuration: GroupConfiguration): ReadonlySet<VolumeId> {
  return new Set(configuration.logs.filter((log) => log.state === 'ACTIVE').map((log) => log.volumeId));
}

/**
 * Each of the plexes begins an absence: a free slot of its volume, and a new id. Null where no log is ACTIVE, or no slot is free:
 * then nobody knows what the plex misses, and everything is copied.
 */
export function withMissedMaps(
  configuration: GroupConfiguration, plexIds: ReadonlySet<PlexId>, newMapId: () => string,
): GroupConfiguration {
  if (plexIds.size === 0) return configuration;
  const mapped = volumesWithMaps(configuration);
  const taken = new Map<VolumeId, Set<number>>();
  for (const { id, volumeId, missed } of configuration.plexes) {
    if (missed === null || plexIds.has(id)) continue;
    taken.set(volumeId, (taken.get(volumeId) ?? new Set()).add(missed.slot));
  }
  const begin = (plex: PlexRecord): PlexRecord => {
    const slots = taken.get(plex.volumeId) ?? new Set();
    let slot = 1;
    while (slots.has(slot)) slot += 1;
    if (!mapped.has(plex.volumeId) || slot >= mapSlotsPerLog) return { ...plex, missed: null };
    taken.set(plex.volumeId, slots.add(slot));
    return { ...plex, missed: { slot, id: newMapId() } };
  };
  return { ...configuration, plexes: configuration.plexes.map((plex) => (plexIds.has(plex.id) ? begin(plex) : plex)) };
}

/** Maps in volumes that have no ACTIVE log any more are lost. */
export function withoutLostMaps(configuration: GroupConfiguration): GroupConfiguration {
  const mapped = volumesWithMaps(configuration);
  const isLost = (plex: PlexRecord): boolean => plex.missed !== null && !mapped.has(plex.volumeId);
  if (!configuration.plexes.some(isLost)) return configuration;
  return { ...configuration, plexes: configuration.plexes.map((plex) => (isLost(plex) ? { ...plex, missed: null } : plex)) };
}
