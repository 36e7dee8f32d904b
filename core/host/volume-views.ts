/** The views of one imported disk group, made from what its runtime last said. */
import type { RuntimeStatus } from '../group/runtime-protocol.ts';
import type { LogRecord, PlexRecord, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import type { ConfigurationIndex } from '../model/configuration-index.ts';
import { plexConditionFlags, volumeLayout } from '../model/health.ts';
import type { HealthFacts } from '../model/health.ts';
import { volumeDevicePath } from '../model/volume-reference.ts';
import type { LogView, PlexView, SubdiskView, VolumeView } from '../model/views.ts';

export interface GroupNames {
  /** Host name (`Harddisk0`) of a disk id; empty for a disk that this host never numbered. */
  hostNameOf(diskId: string): string;
  /** The letter that the volume holds on this host; empty when it holds none. */
  letterOf(volumeId: string): string;
  /** `ext4`; empty when none is recognised, or when it is not known. */
  fileSystemOf(volumeId: string): string;
}

type VolumePartView = VolumeView | PlexView | SubdiskView | LogView;

/** One index over the records, so that a group of 100,000 subdisks costs what its size costs and no more. */
export function volumeViews(status: RuntimeStatus, names: GroupNames): VolumePartView[] {
  const { configuration } = status;
  const index = indexConfiguration(configuration);
  const facts = healthFacts(status);
  const running = new Map(status.volumes.map((volume) => [volume.volumeId, volume]));
  const views: VolumePartView[] = [];
  const diskNameOf = (diskId: string): string => names.hostNameOf(diskId) || (index.diskById.get(diskId)?.name ?? '');
  for (const volume of configuration.volumes) {
    const plexes = index.plexesByVolume.get(volume.id) ?? [];
    views.push(volumeView(status, volume, index, running.get(volume.id), names));
    for (const plex of plexes) {
      views.push(plexView(plex, volume, configuration.id, plexConditionFlags(plex, index, facts)));
      for (const subdisk of index.subdisksByPlex.get(plex.id) ?? []) {
        views.push(subdiskView(subdisk, plex, configuration.id, diskNameOf(subdisk.diskId)));
      }
    }
    for (const log of index.logsByVolume.get(volume.id) ?? []) views.push(logView(log, volume, configuration.id, diskNameOf(log.diskId)));
  }
  return views;
}

export function healthFacts(status: RuntimeStatus): HealthFacts {
  return {
    presentDiskIds: new Set(status.presentDiskIds), failedDiskIds: new Set(status.failedDiskIds),
    startedVolumeIds: new Set(status.volumes.filter((volume) => volume.started).map((volume) => volume.volumeId)),
    syncingVolumeIds: new Set(Object.entries(status.healthByVolumeId).filter(([, { word }]) => word === 'Resynching').map(([id]) => id)),
  };
}

function volumeView(
  status: RuntimeStatus, volume: VolumeRecord, index: ConfigurationIndex, running: RuntimeStatus['volumes'][number] | undefined,
  names: GroupNames,
): VolumeView {
  const { configuration } = status;
  const health = status.healthByVolumeId[volume.id];
  return {
    kind: 'volume', id: volume.id, name: volume.name, groupId: configuration.id, groupName: configuration.name,
    driveLetter: names.letterOf(volume.id), wantedDriveLetter: volume.driveLetter, layout: volumeLayout(volume, index),
    lengthBytes: volume.lengthBytes, state: volume.state, started: running?.started ?? false, readOnly: volume.readOnly,
    health: health?.word ?? 'Unknown', healthReason: health?.reason ?? '', survivesDisks: health?.survivesDisks ?? 0,
    readPolicy: volume.readPolicy, plexIds: (index.plexesByVolume.get(volume.id) ?? []).map((plex) => plex.id), uri: running?.uri ?? '',
    guidUri: running?.guidUri ?? '', tcpUri: running?.tcpUri ?? '', devicePath: volumeDevicePath(configuration.name, volume.name),
    clients: running?.clients ?? [], fileSystem: names.fileSystemOf(volume.id),
  };
}

function plexView(plex: PlexRecord, volume: VolumeRecord, groupId: string, flags: readonly string[]): PlexView {
  return {
    kind: 'plex', id: plex.id, name: plex.name, volumeId: volume.id, groupId, layout: plex.layout, columns: plex.columns,
    stripeUnitBytes: plex.stripeUnitBytes, state: plex.state, flags, lengthBytes: volume.lengthBytes,
  };
}

function subdiskView(subdisk: SubdiskRecord, plex: PlexRecord, groupId: string, diskName: string): SubdiskView {
  return {
    kind: 'subdisk', id: subdisk.id, name: subdisk.name, diskId: subdisk.diskId, diskName, plexId: plex.id, volumeId: plex.volumeId,
    groupId, column: subdisk.column, diskOffsetBytes: subdisk.diskOffsetBytes, plexOffsetBytes: subdisk.columnOffsetBytes,
    lengthBytes: subdisk.lengthBytes,
  };
}

function logView(log: LogRecord, volume: VolumeRecord, groupId: string, diskName: string): LogView {
  return {
    kind: 'log', id: log.id, name: log.name, volumeId: volume.id, groupId, diskId: log.diskId, diskName,
    diskOffsetBytes: log.diskOffsetBytes, lengthBytes: log.lengthBytes, regionBytes: volume.mapRegionBytes, state: log.state,
  };
}
