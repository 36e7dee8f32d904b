/** Cuts one volume's definition out of the group's configuration. The index is built once for each configuration. */
import { belongingTo, indexConfiguration, type ConfigurationIndex } from '../model/configuration-index.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import type { VolumeDefinition } from '../volume/volume-definition.ts';

const indexes = new WeakMap<GroupConfiguration, ConfigurationIndex>();

export function indexOf(configuration: GroupConfiguration): ConfigurationIndex {
  const known = indexes.get(configuration);
  if (known !== undefined) return known;
  const index = indexConfiguration(configuration);
  indexes.set(configuration, index);
  return index;
}

/** Null when the configuration has no such volume. */
export function definitionOf(configuration: GroupConfiguration, volumeId: VolumeId): VolumeDefinition | null {
  const index = indexOf(configuration);
  const volume = index.volumeById.get(volumeId);
  if (volume === undefined) return null;
  const plexes = belongingTo(index.plexesByVolume, volumeId);
  const subdisks = plexes.flatMap((plex) => belongingTo(index.subdisksByPlex, plex.id));
  const logs = belongingTo(index.logsByVolume, volumeId);
  const disks = [...new Set([...subdisks, ...logs].map(({ diskId }) => diskId))].flatMap((diskId) => index.diskById.get(diskId) ?? []);
  return { volume, plexes, subdisks, disks, logs };
}

/** What of a definition shapes the I/O path: two definitions with one shape need no reconfiguration. */
export function shapeOf({ volume, plexes, subdisks, logs }: VolumeDefinition): string {
  const { lengthBytes, readOnly, readPolicy, mapRegionBytes } = volume;
  const stateOf = (state: string) => (state === 'CLEAN' ? 'ACTIVE' : state);
  const plexShapes = plexes.map((plex) => [plex.id, stateOf(plex.state), plex.missed]);
  return JSON.stringify([lengthBytes, readOnly, readPolicy, mapRegionBytes, plexShapes, subdisks, logs]);
}
