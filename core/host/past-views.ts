/**
 * The views of a disk group as it was: made from a configuration of its history by what makes those of the present. The
 * configuration is all that is known: every member counts as present, and a volume as started if it was meant to be. Clients,
 * addresses, file systems, and errors of disks are not kept; they are empty.
 */
import type { RuntimeStatus } from '../group/runtime-protocol.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import { groupHealth, volumeHealth } from '../model/health.ts';
import type { HealthFacts } from '../model/health.ts';
import type { ObjectView } from '../model/views.ts';
import { recordedDiskViews, runningGroupView } from './object-views.ts';
import { volumeViews } from './volume-views.ts';

/**
 * The volumes of a group that cannot be imported here, because its disks are attached read-only, and their parts. Nothing is
 * started; how healthy it would be follows from the disks that are there.
 */
export function closedVolumeViews(
  configuration: GroupConfiguration, presentDiskIds: readonly string[], hostNameOf: (diskId: string) => string,
): readonly ObjectView[] {
  const facts: HealthFacts = {
    presentDiskIds: new Set(presentDiskIds), failedDiskIds: new Set(), syncingVolumeIds: new Set(),
    startedVolumeIds: new Set(configuration.volumes.map(({ id }) => id)),
  };
  return volumeViews(statusAsIf(configuration, facts), { hostNameOf, letterOf: () => '', fileSystemOf: () => '' });
}

/** `hostNameOf` a disk id: what this host calls the disk now; empty where it does not know it. */
export function pastGroupViews(configuration: GroupConfiguration, hostNameOf: (diskId: string) => string): readonly ObjectView[] {
  const index = indexConfiguration(configuration);
  const facts: HealthFacts = {
    presentDiskIds: new Set(configuration.disks.map(({ id }) => id)), failedDiskIds: new Set(), syncingVolumeIds: new Set(),
    startedVolumeIds: new Set(configuration.volumes.filter(({ startAtImport }) => startAtImport).map(({ id }) => id)),
  };
  const status = statusAsIf(configuration, facts);
  const letters = new Map<string, string>(configuration.volumes.map(({ id, driveLetter }) => [id, driveLetter]));
  const names = { hostNameOf, letterOf: (volumeId: string) => letters.get(volumeId) ?? '', fileSystemOf: () => '' };
  return [
    { ...runningGroupView({ status }), health: groupHealth(configuration, index, facts) },
    ...recordedDiskViews(configuration, hostNameOf),
    ...volumeViews(status, names),
  ];
}

function statusAsIf(configuration: GroupConfiguration, facts: HealthFacts): RuntimeStatus {
  const index = indexConfiguration(configuration);
  return {
    configuration, frozenBecause: '', presentDiskIds: [...facts.presentDiskIds] as RuntimeStatus['presentDiskIds'], failedDiskIds: [],
    leftOutDiskIds: [], errorsByDiskId: {}, missingByDiskId: {}, volumes: [], tasks: [],
    healthByVolumeId: Object.fromEntries(configuration.volumes.map((volume) => [volume.id, volumeHealth(volume, index, facts)])),
  };
}
