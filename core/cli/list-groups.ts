/** `vxdg list` and `vxdg dginfo`. */
import { adviceForUnknown } from '../host/nearest-names.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import type { DiskView, GroupView } from '../model/views.ts';
import { neededGroup } from './line-parts.ts';
import type { ObjectIndex } from './object-index.ts';
import { readObjects, shownName } from './object-index.ts';
import { factLines, tableLines } from './table.ts';
import type { Line, Session } from './tool.ts';

export async function listGroups(_line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const { groups } = objects.value;
  if (session.json) session.terminal.out(JSON.stringify({ groups: groups.map((group) => groupJson(group, objects.value)) }));
  else for (const text of tableLines([groupHeader, ...groups.map(groupRow)])) session.terminal.out(text);
  return success(0);
}

export async function showGroup(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const name = neededGroup(line);
  if (!name.ok) return name;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const group = groupNamed(objects.value, name.value);
  if (!group.ok) return group;
  if (session.json) session.terminal.out(JSON.stringify(groupJson(group.value, objects.value)));
  else for (const text of groupText(group.value, objects.value)) session.terminal.out(text);
  return success(0);
}

export function groupNamed(objects: ObjectIndex, name: string): Result<GroupView, Refusal> {
  const group = objects.group(name);
  return group === undefined
    ? failure(refusal('group.unknown', { kind: 'group', name }, {},
      adviceForUnknown('disk group', name, objects.groups.map((known) => known.name))))
    : success(group);
}

const groupHeader = ['NAME', 'STATE', 'HEALTH', 'DISKS', 'VOLUMES', 'SIZE', 'FREE', 'VERSION', 'ID'];

function groupRow(group: GroupView): string[] {
  return [group.name, group.status, group.health, String(group.diskIds.length), String(group.volumeIds.length), formatSize(group.sizeBytes),
    formatSize(group.freeBytes), String(group.version), group.id];
}

function groupText(group: GroupView, objects: ObjectIndex): string[] {
  const facts = factLines([
    ['Disk group', group.name], ['GUID', group.id],
    ['State', group.statusReason === '' ? group.status : `${group.status}: ${group.statusReason}`], ['Health', group.health],
    ['Host', group.stampHost], ['Version', String(group.version)], ['Sequence', String(group.sequence)],
    ['Size', `${formatSize(group.sizeBytes)} (${group.sizeBytes} bytes)`], ['Free',
      `${formatSize(group.freeBytes)} (${group.freeBytes} bytes)`],
  ]);
  const disks = objects.disksOf(group.id);
  const volumes = objects.volumesOf(group.id);
  return [
    ...facts, '',
    ...tableLines([['DISK', 'DEVICE', 'STATUS', 'HOLDER', 'SIZE', 'FREE', 'ENCLOSURE', 'SITE'], ...disks.map((disk) => [
      disk.internalName, disk.name, disk.status, isHolder(group, disk) ? 'yes' : 'no', formatSize(disk.sizeBytes),
        formatSize(disk.unallocatedBytes),
      disk.enclosure, disk.site])]), '',
    ...tableLines([['VOLUME', 'LAYOUT', 'STATE', 'HEALTH', 'SIZE', 'LETTER', 'GUID'], ...volumes.map((volume) => [
      volume.name, volume.layout, volume.started ? 'started' : 'stopped', volume.health, formatSize(volume.lengthBytes), volume.driveLetter,
        volume.id])]),
  ];
}

function groupJson(group: GroupView, objects: ObjectIndex): Readonly<Record<string, unknown>> {
  return {
    name: group.name, guid: group.id, status: group.status, statusReason: group.statusReason, health: group.health, host: group.stampHost,
    version: group.version, sequence: group.sequence, sizeBytes: group.sizeBytes, freeBytes: group.freeBytes,
    disks: objects.disksOf(group.id).map((disk) => ({
      name: disk.internalName, device: disk.name === '' ? null : shownName(disk), guid: disk.id, status: disk.status,
      holder: isHolder(group, disk), sizeBytes: disk.sizeBytes, unallocatedBytes: disk.unallocatedBytes,
    })),
    volumes: objects.volumesOf(group.id).map((volume) => ({
      name: volume.name, guid: volume.id, layout: volume.layout, started: volume.started, health: volume.health,
      sizeBytes: volume.lengthBytes,
    })),
  };
}

function isHolder(group: GroupView, disk: DiskView): boolean {
  return group.holderIds.includes(disk.id);
}
