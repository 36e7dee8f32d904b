import type { VolumeRename } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { nameKey } from '../model/name-rules.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed } from './find-objects.ts';
import { volumeNameRefusal } from './volume-shape.ts';
import { withVolume } from './volume-states.ts';

/** Plexes that bear the volume's name take the new one, where it is free. Connections go on. */
export function renameVolume(configuration: GroupConfiguration, command: VolumeRename): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const others = { ...configuration, volumes: configuration.volumes.filter((other) => other.id !== volume.id) };
  const unfit = volumeNameRefusal(others, command.newName);
  if (unfit !== null) return failure(unfit);
  const renamed = withVolume(configuration, { ...volume, name: command.newName });
  return success({
    after: { ...renamed, plexes: renamedPlexes(configuration.plexes, volume, command.newName) },
    summary: [`Volume ${volume.name} is called ${command.newName}; its GUID stays ${volume.id}.`],
  });
}

function renamedPlexes(plexes: readonly PlexRecord[], volume: VolumeRecord, newName: string): readonly PlexRecord[] {
  const taken = new Set(plexes.filter((plex) => plex.volumeId !== volume.id).map((plex) => nameKey(plex.name)));
  const numbered = (plex: PlexRecord): boolean =>
    plex.name.startsWith(`${volume.name}-`) && /^\d+$/.test(plex.name.slice(volume.name.length + 1));
  const wanted = (plex: PlexRecord): string => (numbered(plex) ? `${newName}${plex.name.slice(volume.name.length)}` : plex.name);
  const own = plexes.filter((plex) => plex.volumeId === volume.id);
  const keys = new Set(own.map((plex) => nameKey(wanted(plex))));
  if (keys.size < own.length || [...keys].some((key) => taken.has(key))) return plexes;
  return plexes.map((plex) => (plex.volumeId === volume.id ? { ...plex, name: wanted(plex) } : plex));
}
