/** A configuration's records by id and by what they belong to: built once for a check, a plan or a view. */
import type { DiskRecord, GroupConfiguration, LogRecord, PlexRecord, SubdiskRecord, VolumeRecord } from './configuration.ts';

export interface ConfigurationIndex {
  readonly diskById: ReadonlyMap<string, DiskRecord>;
  readonly volumeById: ReadonlyMap<string, VolumeRecord>;
  readonly plexById: ReadonlyMap<string, PlexRecord>;
  readonly plexesByVolume: ReadonlyMap<string, readonly PlexRecord[]>;
  readonly subdisksByPlex: ReadonlyMap<string, readonly SubdiskRecord[]>;
  readonly subdisksByDisk: ReadonlyMap<string, readonly SubdiskRecord[]>;
  readonly logsByVolume: ReadonlyMap<string, readonly LogRecord[]>;
  readonly logsByDisk: ReadonlyMap<string, readonly LogRecord[]>;
}

export function indexConfiguration(configuration: GroupConfiguration): ConfigurationIndex {
  return {
    diskById: new Map(configuration.disks.map((disk) => [disk.id, disk])),
    volumeById: new Map(configuration.volumes.map((volume) => [volume.id, volume])),
    plexById: new Map(configuration.plexes.map((plex) => [plex.id, plex])),
    plexesByVolume: groupedBy(configuration.plexes, (plex) => plex.volumeId),
    subdisksByPlex: groupedBy(configuration.subdisks, (subdisk) => subdisk.plexId),
    subdisksByDisk: groupedBy(configuration.subdisks, (subdisk) => subdisk.diskId),
    logsByVolume: groupedBy(configuration.logs, (log) => log.volumeId),
    logsByDisk: groupedBy(configuration.logs, (log) => log.diskId),
  };
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** What belongs to it, as an index has it; nothing where the index does not name it. */
export function belongingTo<Item>(index: ReadonlyMap<string, readonly Item[]>, id: string): readonly Item[] {
  return index.get(id) ?? [];
}
