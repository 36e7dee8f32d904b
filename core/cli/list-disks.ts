/** `vxdisk list`: one line a disk, or all of one. */
import { adviceForUnknown } from '../host/nearest-names.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import type { DiskView } from '../model/views.ts';
import { readObjects, shownName } from './object-index.ts';
import { factLines, tableLines } from './table.ts';
import type { Line, Session } from './tool.ts';

export async function listDisks(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const { disks } = objects.value;
  const [wanted] = line.operands;
  if (wanted === undefined) {
    if (session.json) session.terminal.out(JSON.stringify({ disks: disks.map(diskJson) }));
    else for (const text of tableLines([diskHeader, ...disks.map(diskRow)])) session.terminal.out(text);
    return success(0);
  }
  const disk = disks.find(({ name }) => sameName(name, wanted)) ?? disks.find(({ id, internalName, location }) =>
    sameName(id, wanted) || sameName(internalName, wanted) || location === wanted);
  if (disk === undefined) {
    return failure(refusal('disk.unknown', { kind: 'disk', name: wanted }, {},
      adviceForUnknown('disk', wanted, disks.map(shownName))));
  }
  if (session.json) session.terminal.out(JSON.stringify(diskJson(disk)));
  else for (const text of factLines(diskFacts(disk))) session.terminal.out(text);
  return success(0);
}

const diskHeader = ['DEVICE', 'TYPE', 'DISK', 'GROUP', 'STATUS', 'SIZE', 'FREE', 'LOCATION'];

function diskRow(disk: DiskView): string[] {
  return [disk.name, disk.type.replace(' ', '-'), disk.internalName, disk.groupName, statusWords(disk), formatSize(disk.sizeBytes),
    formatSize(disk.unallocatedBytes), disk.location];
}

function statusWords(disk: DiskView): string {
  return [disk.status, ...(disk.readOnly ? ['readonly'] : []), ...(disk.errors > 0 ? ['errors'] : [])].join(',');
}

function diskFacts(disk: DiskView): (readonly [string, string])[] {
  return [
    ['Device', disk.name], ['GUID', disk.id], ['Location', disk.location], ['Type', disk.type], ['Disk group', disk.groupName],
    ['Name in group', disk.internalName], ['Status', disk.statusReason === '' ? disk.status : `${disk.status}: ${disk.statusReason}`],
    ['Size', `${formatSize(disk.sizeBytes)} (${disk.sizeBytes} bytes)`],
    ['Unallocated', `${formatSize(disk.unallocatedBytes)} (${disk.unallocatedBytes} bytes)`],
    ['Access', disk.readOnly ? 'read-only' : 'read-write'], ['Enclosure', disk.enclosure], ['Site', disk.site], ['Errors',
      String(disk.errors)],
  ];
}

function diskJson(disk: DiskView): Readonly<Record<string, unknown>> {
  return {
    name: shownName(disk), guid: disk.id, internalName: disk.internalName, group: disk.groupName, status: disk.status,
    statusReason: disk.statusReason, type: disk.type, location: disk.location, sizeBytes: disk.sizeBytes,
    unallocatedBytes: disk.unallocatedBytes, readOnly: disk.readOnly, enclosure: disk.enclosure, site: disk.site, errors: disk.errors,
  };
}
