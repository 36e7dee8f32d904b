/** A volume as `--json` prints it. Documented in the operating guide: keys are added, never renamed or removed. */
import type { ReadPolicy } from '../model/configuration.ts';
import { volumeGuidPath } from '../model/volume-reference.ts';
import type { VolumeView } from '../model/views.ts';
import type { ObjectIndex } from './object-index.ts';
import { memberName, shownName } from './object-index.ts';

export function volumeJson(volume: VolumeView, objects: ObjectIndex): Readonly<Record<string, unknown>> {
  const plexes = objects.plexesOf(volume.id);
  return {
    name: volume.name, guid: volume.id, group: volume.groupName, path: volumeGuidPath(volume.id), devicePath: volume.devicePath,
    driveLetter: volume.driveLetter, wantedDriveLetter: volume.wantedDriveLetter, layout: volume.layout, sizeBytes: volume.lengthBytes,
    state: volume.state, started: volume.started, readOnly: volume.readOnly, health: volume.health, healthReason: volume.healthReason,
    survivesDisks: volume.survivesDisks, readPolicy: readPolicyText(volume.readPolicy, objects), fileSystem: volume.fileSystem,
    uri: volume.uri, guidUri: volume.guidUri,
    clients: volume.clients.map(({ connection, address, since }) => ({ connection, address, since })),
    plexes: plexes.map((plex) => ({
      name: plex.name, guid: plex.id, layout: plex.layout, columns: plex.columns, stripeUnitBytes: plex.stripeUnitBytes, state: plex.state,
      flags: plex.flags, sizeBytes: plex.lengthBytes,
    })),
    subdisks: plexes.flatMap((plex) => objects.subdisksOf(plex.id).map((subdisk) => ({
      name: subdisk.name, guid: subdisk.id, plex: plex.name, disk: memberName(subdisk, objects.disk(subdisk.diskId)),
      device: deviceOf(subdisk.diskId, objects),
      column: subdisk.column, diskOffsetBytes: subdisk.diskOffsetBytes, plexOffsetBytes: subdisk.plexOffsetBytes,
      sizeBytes: subdisk.lengthBytes,
    }))),
    logs: objects.logsOf(volume.id).map((log) => ({
      name: log.name, guid: log.id, disk: memberName(log, objects.disk(log.diskId)), device: deviceOf(log.diskId, objects),
      diskOffsetBytes: log.diskOffsetBytes, sizeBytes: log.lengthBytes, regionBytes: log.regionBytes, state: log.state,
    })),
  };
}

export function readPolicyText(policy: ReadPolicy, objects: ObjectIndex): string {
  return policy.kind === 'prefer' ? `prefer ${objects.plex(policy.plexId)?.name ?? policy.plexId}` : policy.kind;
}

function deviceOf(diskId: string, objects: ObjectIndex): string {
  const disk = objects.disk(diskId);
  return disk === undefined ? '' : shownName(disk);
}
