/**
 * Disks that are behind: holders that bear less than what was published with their names, so they were put back from a
 * copy. Their plexes missed whatever was written since, whatever the volume's state says.
 */
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, PlexId } from '../model/identity.ts';
import { withLogsStale, withoutPlexes, withPlexState } from './configuration-marks.ts';

interface BehindPlexes {
  /** Volumes that have no whole plex on other disks. */
  readonly volumesWithout: readonly VolumeRecord[];
  /** Those of the other volumes. */
  readonly replaceableIds: ReadonlySet<PlexId>;
  /** Disks that `volumesWithout` would have to be served from. */
  readonly neededDiskIds: ReadonlySet<DiskId>;
}

function good(plex: PlexRecord): boolean {
  return plex.state === 'ACTIVE' || plex.state === 'CLEAN';
}

export function plexesBehind(
  configuration: GroupConfiguration, behind: ReadonlySet<DiskId>, present: ReadonlySet<DiskId>,
): BehindPlexes {
  const diskIdsByPlex = new Map<PlexId, DiskId[]>();
  for (const { plexId, diskId } of configuration.subdisks) diskIdsByPlex.set(plexId, [...(diskIdsByPlex.get(plexId) ?? []), diskId]);
  const diskIdsOf = (plex: PlexRecord): readonly DiskId[] => diskIdsByPlex.get(plex.id) ?? [];
  const isBehind = (plex: PlexRecord): boolean => diskIdsOf(plex).some((diskId) => behind.has(diskId));
  const old = configuration.plexes.filter((plex) => good(plex) && isBehind(plex));
  const served = new Set(configuration.plexes
    .filter((plex) => good(plex) && !isBehind(plex) && diskIdsOf(plex).every((diskId) => present.has(diskId)))
    .map((plex) => plex.volumeId));
  const needed = old.filter((plex) => !served.has(plex.volumeId));
  const without = new Set(needed.map((plex) => plex.volumeId));
  return {
    volumesWithout: configuration.volumes.filter((volume) => without.has(volume.id)),
    replaceableIds: new Set(old.filter((plex) => served.has(plex.volumeId)).map((plex) => plex.id)),
    neededDiskIds: new Set(needed.flatMap(diskIdsOf).filter((diskId) => behind.has(diskId))),
  };
}

/**
 * What can be believed without them. Their good plexes are STALE, where another plex is whole; no map says what any of their
 * plexes lacks, nor what a fellow lacks of a volume whose only data is there; logs there are not read. A mirror that was being
 * added begins anew: it is removed.
 */
export function withoutBehind(
  configuration: GroupConfiguration, behindDiskIds: readonly DiskId[], present: ReadonlySet<DiskId>,
): GroupConfiguration {
  if (behindDiskIds.length === 0) return configuration;
  const behind = new Set(behindDiskIds);
  const there = new Set(configuration.subdisks.filter((subdisk) => behind.has(subdisk.diskId)).map((subdisk) => subdisk.plexId));
  const { replaceableIds, volumesWithout } = plexesBehind(configuration, behind, present);
  const only = new Set(volumesWithout.map((volume) => volume.id));
  const isLost = (plex: PlexRecord): boolean => there.has(plex.id) || only.has(plex.volumeId);
  const marked = withPlexState(configuration, replaceableIds, 'STALE');
  const plexes = marked.plexes.map((plex) => (plex.missed !== null && isLost(plex) ? { ...plex, missed: null } : plex));
  const added = new Set(plexes.filter((plex) => plex.state === 'TEMPRMSD' && isLost(plex)).map((plex) => plex.id));
  const logs = new Set(marked.logs.filter((log) => behind.has(log.diskId)).map((log) => log.id));
  return withLogsStale(withoutPlexes({ ...marked, plexes }, added), logs);
}
