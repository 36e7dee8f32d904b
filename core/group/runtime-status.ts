/** What the runtime tells the host, built whole from what it knows. */
import type { GroupConfiguration } from '../model/configuration.ts';
import { volumeHealth, type Health, type HealthFacts } from '../model/health.ts';
import type { RunningVolumes } from './running-volumes.ts';
import type { MemberDisks } from './member-disks.ts';
import type { MissingDisks } from './missing-disks.ts';
import type { RuntimeStatus, VolumeStatus } from './runtime-protocol.ts';
import type { VolumeExports } from './runtime-world.ts';
import type { TaskList } from './task-list.ts';
import { indexOf } from './volume-definitions.ts';

export interface StatusParts {
  readonly configuration: GroupConfiguration;
  readonly frozenBecause: string;
  readonly disks: MemberDisks;
  readonly missing: MissingDisks;
  readonly volumes: RunningVolumes;
  readonly tasks: TaskList;
  readonly exports: VolumeExports;
}

export function buildStatus({ configuration, frozenBecause, disks, missing, volumes, tasks, exports }: StatusParts): RuntimeStatus {
  const index = indexOf(configuration);
  const startedVolumeIds = volumes.startedIds();
  const facts: HealthFacts = {
    presentDiskIds: disks.presentIds(), failedDiskIds: disks.failedIds(), startedVolumeIds, syncingVolumeIds: volumes.syncingIds(),
  };
  const health = (volume: GroupConfiguration['volumes'][number]): Health => (frozenBecause === '' ? volumeHealth(volume, index, facts)
    : { word: 'Failed', reason: `Its disk group is frozen: ${frozenBecause}`, survivesDisks: 0 });
  const volumeStatus = (volumeId: GroupConfiguration['volumes'][number]['id']): VolumeStatus => {
    if (!startedVolumeIds.has(volumeId)) return { volumeId, started: false, uri: '', guidUri: '', tcpUri: '', clients: [] };
    return { volumeId, started: true, ...exports.uri(volumeId), clients: exports.clients(volumeId) };
  };
  return {
    configuration, frozenBecause,
    presentDiskIds: [...disks.presentIds()],
    failedDiskIds: [...disks.failedIds()],
    leftOutDiskIds: disks.all().filter((disk) => disk.leftOut).map((disk) => disk.header.diskId),
    missingByDiskId: missing.views(),
    errorsByDiskId: Object.fromEntries(disks.all().map((disk) => [disk.header.diskId, disk.errors])),
    volumes: configuration.volumes.map((volume) => volumeStatus(volume.id)),
    healthByVolumeId: Object.fromEntries(configuration.volumes.map((volume) => [volume.id, health(volume)])),
    tasks: tasks.views(),
  };
}
