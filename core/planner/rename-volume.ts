import type { VolumeRename } from '../model/command.ts';
import type { GroupConfiguration, LogRecord, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { nameKey } from '../model/name-rules.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed } from './find-objects.ts';
import { volumeNameRefusal } from './volume-shape.ts';
import { withVolume } from './volume-states.ts';

/** Plexes and logs that bear the volume's name take the new one, where it is free. Connections go on. */
export function renameVolume(configuration: GroupConfiguration, command: VolumeRename): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const others = { ...configuration, volumes: configuration.volumes.filter((other) => other.id !== volume.id) };
  const unfit = volumeNameRefusal(others, command.newName);
  if (unfit !== null) return failure(unfit);
  const renamed = withVolume(configuration, { ...volume, name: command.newName });
  return success({
    after: {
      ...renamed,
      plexes: renamedParts(configuration.plexes, volume, command.newName),
      logs: renamedParts(configuration.logs, volume, command.newName),
    },
    summary: [`Volume ${volume.name} is called ${command.newName}; its GUID stays ${volume.id}.`],
  });
}

function renamedParts<Part extends PlexRecord | LogRecord>(
  parts: readonly Part[], volume: VolumeRecord, newName: string,
): readonly Part[] {
  const taken = new Set(parts.filter((part) => part.volumeId !== volume.id).map((part) => nameKey(part.name)));
  const numbered = (part: Part): boolean =>
    part.name.startsWith(`${volume.name}-`) && /^L?\d+$/.test(part.name.slice(volume.name.length + 1));
  const wanted = (part: Part): string => (numbered(part) ? `${newName}${part.name.slice(volume.name.length)}` : part.name);
  const own = parts.filter((part) => part.volumeId === volume.id);
  const keys = new Set(own.map((part) => nameKey(wanted(part))));
  if (keys.size < own.length || [...keys].some((key) => taken.has(key))) return parts;
  return parts.map((part) => (part.volumeId === volume.id ? { ...part, name: wanted(part) } : part));
}
