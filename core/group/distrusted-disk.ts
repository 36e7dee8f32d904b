/** What a commit says of a disk whose content cannot be believed to be what this group left there. Pure. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { withoutBehind } from './disks-behind.ts';

/**
 * As of disks that are behind, but for volumes that were stopped clean: their stop was a commit, and an older file lacks it. What lies
 * on such disks alone is taken as it is.
 */
export function withoutOtherFiles(
  configuration: GroupConfiguration, diskIds: readonly DiskId[], present: ReadonlySet<DiskId>,
): GroupConfiguration {
  if (diskIds.length === 0) return configuration;
  const without = withoutBehind(configuration, diskIds, present);
  const clean = new Set(configuration.volumes.filter(({ state }) => state === 'CLEAN').map(({ id }) => id));
  const merged = <Item extends { readonly id: string; readonly volumeId: VolumeId }>(before: readonly Item[], after: readonly Item[]) =>
    before.flatMap((item): readonly Item[] => (clean.has(item.volumeId) ? [item] : after.filter(({ id }) => id === item.id)));
  const plexes = merged(configuration.plexes, without.plexes);
  const plexIds = new Set(plexes.map(({ id }) => id));
  return {
    ...without, plexes, logs: merged(configuration.logs, without.logs),
    subdisks: configuration.subdisks.filter(({ plexId }) => plexIds.has(plexId)),
    volumes: without.volumes.map((volume) => (clean.has(volume.id) ? configuration.volumes.find(({ id }) => id === volume.id) ?? volume
      : volume)),
  };
}

/** As of a disk that is behind: it is there, and is not what it was. */
export function withDistrusted(
  configuration: GroupConfiguration, diskId: DiskId, usableDiskIds: ReadonlySet<DiskId>,
): GroupConfiguration {
  return withoutBehind(configuration, [diskId], new Set([...usableDiskIds, diskId]));
}
