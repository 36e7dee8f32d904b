/**
 * What starting volumes does to the configuration: the state table, pure. Committed before any gate opens, in one commit
 * for all volumes that start together.
 *
 * | found | all its plexes that can serve | becomes |
 * |---|---|---|
 * | CLEAN | one or more CLEAN | ACTIVE; plexes on absent disks too: they go STALE with the first write that misses them |
 * | ACTIVE or SYNC (crash) | two or more ACTIVE | SYNC: made equal by read-writeback, usable meanwhile |
 * | ACTIVE or SYNC (crash) | one ACTIVE | ACTIVE: nothing to be made equal with |
 * | any | none | stays as it is and does not start |
 *
 * After a crash the plexes that cannot take part in the recovery are STALE: what is read from now on may differ from them.
 * A TEMPRMSD plex whose disks are all there goes on being copied, from its last checkpoint where a map says how far it came;
 * else it is removed, and the logs with it when one plex is left. Logs on absent and doubtful disks are STALE. A plex that goes
 * STALE lacks, by its new map, what the intent map names; with no log left that is ACTIVE nobody knows what it lacks. On a doubtful
 * disk (a flush of it failed) only what a clean stop flushed can be believed: the plexes of volumes that were in use there count
 * like plexes on absent disks.
 */
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId, VolumeId } from '../model/identity.ts';
import { withMissedMaps } from '../model/missed-maps.ts';
import { withLogsStale, withoutNeedlessLogs, withoutPlexes, withPlexState, withVolumeState } from './configuration-marks.ts';

export interface VolumeStart {
  readonly configuration: GroupConfiguration;
  readonly startedIds: ReadonlySet<VolumeId>;
  /** Volumes that cannot start, with the names of the disks that they lack. */
  readonly unstartable: ReadonlyMap<VolumeId, readonly string[]>;
  readonly removedPlexes: readonly PlexRecord[];
  readonly stalePlexes: readonly PlexRecord[];
}

interface Changes {
  readonly toActive: Set<PlexId>;
  readonly toStale: Set<PlexId>;
  readonly logsStale: Set<LogId>;
  readonly removed: Set<PlexId>;
  readonly volumesActive: Set<VolumeId>;
  readonly volumesSync: Set<VolumeId>;
  readonly unstartable: Map<VolumeId, readonly string[]>;
}

function groupedByVolume(configuration: GroupConfiguration): ReadonlyMap<VolumeId, readonly PlexRecord[]> {
  const groups = new Map<VolumeId, PlexRecord[]>();
  for (const plex of configuration.plexes) {
    const group = groups.get(plex.volumeId);
    if (group === undefined) groups.set(plex.volumeId, [plex]);
    else group.push(plex);
  }
  return groups;
}

/** Disks that each plex lacks, by plex; a plex that lacks none is not in the map. */
function lackingDisks(configuration: GroupConfiguration, usableDiskIds: ReadonlySet<DiskId>): ReadonlyMap<PlexId, ReadonlySet<DiskId>> {
  const lacking = new Map<PlexId, Set<DiskId>>();
  for (const subdisk of configuration.subdisks) {
    if (usableDiskIds.has(subdisk.diskId)) continue;
    const disks = lacking.get(subdisk.plexId);
    if (disks === undefined) lacking.set(subdisk.plexId, new Set([subdisk.diskId]));
    else disks.add(subdisk.diskId);
  }
  return lacking;
}

function startOne(
  volume: VolumeRecord, plexes: readonly PlexRecord[], lacking: ReadonlyMap<PlexId, ReadonlySet<DiskId>>,
  absent: ReadonlyMap<PlexId, ReadonlySet<DiskId>>, changes: Changes,
): ReadonlySet<DiskId> {
  const clean = volume.state === 'CLEAN';
  const good = plexes.filter((plex) => plex.state === 'ACTIVE' || plex.state === 'CLEAN');
  const serving = good.filter((plex) => !lacking.has(plex.id));
  if (serving.length === 0) return new Set(good.flatMap((plex) => [...(lacking.get(plex.id) ?? [])]));
  for (const plex of plexes) if (plex.state === 'TEMPRMSD' && absent.has(plex.id)) changes.removed.add(plex.id);
  for (const plex of good) {
    if (!clean && lacking.has(plex.id)) changes.toStale.add(plex.id);
    else if (plex.state !== 'ACTIVE') changes.toActive.add(plex.id);
  }
  if (clean || serving.length === 1) changes.volumesActive.add(volume.id);
  else changes.volumesSync.add(volume.id);
  return new Set();
}

export function startVolumes(
  configuration: GroupConfiguration, volumeIds: ReadonlySet<VolumeId>, usableDiskIds: ReadonlySet<DiskId>,
  newMapId: () => string, doubtfulDiskIds: ReadonlySet<DiskId> = new Set(),
): VolumeStart {
  const byVolume = groupedByVolume(configuration);
  const absent = lackingDisks(configuration, usableDiskIds);
  const believable = new Set([...usableDiskIds].filter((diskId) => !doubtfulDiskIds.has(diskId)));
  const doubtful = doubtfulDiskIds.size === 0 ? absent : lackingDisks(configuration, believable);
  const diskNames = new Map(configuration.disks.map((disk) => [disk.id, disk.name]));
  const changes: Changes = {
    toActive: new Set(), toStale: new Set(), logsStale: new Set(), removed: new Set(),
    volumesActive: new Set(), volumesSync: new Set(), unstartable: new Map(),
  };
  const startedIds = new Set<VolumeId>();
  for (const volume of configuration.volumes) {
    if (!volumeIds.has(volume.id)) continue;
    const plexes = byVolume.get(volume.id) ?? [];
    const before = changes.volumesActive.size + changes.volumesSync.size;
    const lacks = startOne(volume, plexes, volume.state === 'CLEAN' ? absent : doubtful, absent, changes);
    if (changes.volumesActive.size + changes.volumesSync.size > before) startedIds.add(volume.id);
    else changes.unstartable.set(volume.id, [...lacks].map((diskId) => diskNames.get(diskId) ?? diskId));
  }
  for (const log of configuration.logs) if (startedIds.has(log.volumeId) && !believable.has(log.diskId)) changes.logsStale.add(log.id);
  let after = withLogsStale(configuration, changes.logsStale);
  after = withPlexState(withPlexState(after, changes.toActive, 'ACTIVE'), changes.toStale, 'STALE');
  after = withoutPlexes(withMissedMaps(after, changes.toStale, newMapId), changes.removed);
  after = withoutNeedlessLogs(after, startedIds);
  after = withVolumeState(withVolumeState(after, changes.volumesActive, 'ACTIVE'), changes.volumesSync, 'SYNC');
  return {
    configuration: after, startedIds, unstartable: changes.unstartable,
    removedPlexes: configuration.plexes.filter((plex) => changes.removed.has(plex.id)),
    stalePlexes: configuration.plexes.filter((plex) => changes.toStale.has(plex.id)),
  };
}
