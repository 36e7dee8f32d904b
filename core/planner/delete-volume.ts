import type { VolumeDelete } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { cutOffWarnings, inUseRefusal } from './clients-in-the-way.ts';
import type { Drafted } from './draft.ts';
import { volumeNamed, volumeSubject } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

/** A started volume that nobody uses is stopped by the way. */
export function deleteVolume(configuration: GroupConfiguration, command: VolumeDelete, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const inUse = inUseRefusal(command, volumeSubject(volume), [volume], context);
  if (inUse !== null) return failure(inUse);
  const plexIds = new Set<string>(configuration.plexes.filter((plex) => plex.volumeId === volume.id).map((plex) => plex.id));
  const subdisks = configuration.subdisks.filter((subdisk) => !plexIds.has(subdisk.plexId));
  return success({
    after: {
      ...configuration,
      volumes: configuration.volumes.filter((other) => other.id !== volume.id),
      plexes: configuration.plexes.filter((plex) => !plexIds.has(plex.id)),
      subdisks,
      logs: configuration.logs.filter((log) => log.volumeId !== volume.id),
    },
    summary: [
      `Volume ${volume.name} (${formatSize(volume.lengthBytes)}) and all its data are lost.`,
      `${configuration.subdisks.length - subdisks.length} subdisks become free space.`,
    ],
    warnings: cutOffWarnings(volumeSubject(volume), [volume], context),
  });
}
