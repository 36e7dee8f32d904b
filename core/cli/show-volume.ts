/** `vxvol volinfo`. */
import { clientNames } from '../model/client-names.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { survivalWords } from '../model/survival-words.ts';
import { volumeGuidPath } from '../model/volume-reference.ts';
import type { VolumeView } from '../model/views.ts';
import { givenGroup } from './line-parts.ts';
import type { ObjectIndex } from './object-index.ts';
import { memberName, readObjects, shownName } from './object-index.ts';
import { factLines, tableLines } from './table.ts';
import type { HostConnection, Line, Session } from './tool.ts';
import { readPolicyText, volumeJson } from './volume-json.ts';

export async function showVolume(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const found = await readVolume(connection.value, line.operands[0]!, givenGroup(line));
  if (!found.ok) return found;
  const { volume, objects } = found.value;
  if (session.json) session.terminal.out(JSON.stringify(volumeJson(volume, objects)));
  else for (const text of volumeText(volume, objects)) session.terminal.out(text);
  return success(0);
}

export interface ReadVolume {
  readonly volume: VolumeView;
  readonly objects: ObjectIndex;
}

/** A volume by any of its names, with everything around it. */
export async function readVolume(connection: HostConnection, name: string, group: string): Promise<Result<ReadVolume, Refusal>> {
  const found = await connection.call('volume.find', { name, group });
  if (!found.ok) return found;
  const objects = await readObjects(connection);
  if (!objects.ok) return objects;
  const volume = objects.value.volumes.find(({ id }) => id === found.value.volumeId);
  return volume === undefined
    ? failure(refusal('volume.unknown', { kind: 'volume', name }, {}, 'vxassist list shows the volumes that there are.'))
    : success({ volume, objects: objects.value });
}

export function volumeText(volume: VolumeView, objects: ObjectIndex): string[] {
  const plexes = objects.plexesOf(volume.id);
  const facts = factLines([
    ['Volume', volume.name], ['Disk group', volume.groupName], ['GUID', volume.id], ['Path', volumeGuidPath(volume.id)],
    ['Device path', volume.devicePath], ['Drive letter', letterText(volume)],
    ['State', `${volume.state}, ${volume.started ? 'started' : 'stopped'}${volume.readOnly ? ', read-only' : ''}`],
    ['Health', volume.healthReason === '' ? volume.health : `${volume.health}: ${volume.healthReason}`],
    ['Redundancy', survivalWords(volume.survivesDisks)],
    ['Layout', volume.layout], ['Size', `${formatSize(volume.lengthBytes)} (${volume.lengthBytes} bytes)`],
    ['Read policy', readPolicyText(volume.readPolicy, objects)], ['File system', volume.fileSystem], ['URI', volume.uri],
    ['URI by GUID', volume.guidUri], ['Clients', clientNames(volume.clients).join(', ')],
  ]);
  const plexRows = plexes.map((plex) => [plex.name, plex.layout, String(plex.columns),
    plex.stripeUnitBytes === 0 ? '' : formatSize(plex.stripeUnitBytes),
    [plex.state, ...plex.flags].join(','), formatSize(plex.lengthBytes)]);
  const subdiskRows = plexes.flatMap((plex) => objects.subdisksOf(plex.id).map((subdisk) => {
    const disk = objects.disk(subdisk.diskId);
    return [subdisk.name, plex.name, memberName(subdisk, disk), disk === undefined ? '' : shownName(disk), String(subdisk.column),
      formatSize(subdisk.diskOffsetBytes), formatSize(subdisk.plexOffsetBytes), formatSize(subdisk.lengthBytes)];
  }));
  const logRows = objects.logsOf(volume.id).map((log) => {
    const disk = objects.disk(log.diskId);
    return [log.name, memberName(log, disk), disk === undefined ? '' : shownName(disk), formatSize(log.diskOffsetBytes),
      formatSize(log.lengthBytes), formatSize(log.regionBytes), log.state];
  });
  return [
    ...facts, '',
    ...tableLines([['PLEX', 'LAYOUT', 'COLUMNS', 'UNIT', 'STATE', 'SIZE'], ...plexRows]), '',
    ...tableLines([['SUBDISK', 'PLEX', 'DISK', 'DEVICE', 'COLUMN', 'DISK-OFFSET', 'PLEX-OFFSET', 'SIZE'], ...subdiskRows]),
    ...(logRows.length === 0 ? [] : ['', ...tableLines([['LOG', 'DISK', 'DEVICE', 'DISK-OFFSET', 'SIZE', 'REGION', 'STATE'], ...logRows])]),
  ];
}

function letterText(volume: VolumeView): string {
  if (volume.driveLetter !== '') return `${volume.driveLetter}:`;
  return volume.wantedDriveLetter === '' ? '' : `none; ${volume.wantedDriveLetter}: is taken by another volume`;
}
