/** `vxassist list`: one line a volume. */
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { survivalWords } from '../model/survival-words.ts';
import type { VolumeView } from '../model/views.ts';
import { givenGroup } from './line-parts.ts';
import { groupNamed } from './list-groups.ts';
import { readObjects } from './object-index.ts';
import { tableLines } from './table.ts';
import type { Line, Session } from './tool.ts';
import { volumeJson } from './volume-json.ts';

export async function listVolumes(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const name = givenGroup(line);
  const group = name === '' ? null : groupNamed(objects.value, name);
  if (group !== null && !group.ok) return group;
  const volumes = group === null ? objects.value.volumes : objects.value.volumesOf(group.value.id);
  if (session.json) session.terminal.out(JSON.stringify({ volumes: volumes.map((volume) => volumeJson(volume, objects.value)) }));
  else for (const text of tableLines([volumeHeader, ...volumes.map(volumeRow)])) session.terminal.out(text);
  return success(0);
}

const volumeHeader = ['VOLUME', 'GROUP', 'LETTER', 'LAYOUT', 'STATE', 'HEALTH', 'REDUNDANCY', 'SIZE', 'GUID'];

function volumeRow(volume: VolumeView): string[] {
  return [volume.name, volume.groupName, volume.driveLetter === '' ? '' : `${volume.driveLetter}:`, volume.layout,
    volume.started ? 'started' : 'stopped', volume.health, survivalWords(volume.survivesDisks), formatSize(volume.lengthBytes), volume.id];
}
