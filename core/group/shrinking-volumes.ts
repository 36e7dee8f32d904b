/** Volumes that go on while a plan takes disk space out of them: space of plexes that go, of logs that go or move. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';

/**
 * Their I/O has to stand still over the commit: from then on the space is another's, and not one write of theirs may still be on
 * its way to it.
 */
export function shrinkingVolumes(
  before: GroupConfiguration, after: GroupConfiguration, running: ReadonlySet<VolumeId>,
): ReadonlySet<VolumeId> {
  const kept = new Set(after.volumes.map((volume) => volume.id));
  const ownerBefore = ownersOf(before);
  const ownerAfter = ownersOf(after);
  const shrinking = new Set<VolumeId>();
  for (const [partId, volumeId] of ownerBefore) if (ownerAfter.get(partId) !== volumeId) shrinking.add(volumeId);
  return new Set([...shrinking].filter((volumeId) => running.has(volumeId) && kept.has(volumeId)));
}

function ownersOf(configuration: GroupConfiguration): ReadonlyMap<string, VolumeId> {
  const volumeByPlex = new Map<string, VolumeId>(configuration.plexes.map((plex) => [plex.id, plex.volumeId]));
  const owners = new Map<string, VolumeId>(configuration.logs.map((log) => [log.id, log.volumeId]));
  for (const { id, plexId } of configuration.subdisks) {
    const volumeId = volumeByPlex.get(plexId);
    if (volumeId !== undefined) owners.set(id, volumeId);
  }
  return owners;
}
