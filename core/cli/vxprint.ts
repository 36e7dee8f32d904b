/** `vxprint`: the records of disk groups in the classic form. Lengths and offsets are sectors of 512 bytes. */
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import type { GroupView, VolumeView } from '../model/views.ts';
import { isCalled, parseVolumeReference } from '../model/volume-reference.ts';
import { detailedRecords, shortRecords } from './classic-records.ts';
import { givenGroup } from './line-parts.ts';
import { groupNamed } from './list-groups.ts';
import type { LongRecord } from './long-record.ts';
import { longRecord } from './long-record.ts';
import type { ObjectIndex } from './object-index.ts';
import { readObjects } from './object-index.ts';
import { usageOf } from './parse-line.ts';
import type { PublicRegion } from './public-regions.ts';
import { readPublicRegions } from './public-regions.ts';
import { recordsJson } from './records-json.ts';
import type { Line, Session, Tool } from './tool.ts';
import { namesMaximum, ownVerb } from './tool.ts';

async function print(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const read = await readObjects(connection.value);
  if (!read.ok) return read;
  const groups = groupsToPrint(read.value, givenGroup(line));
  if (!groups.ok) return groups;
  const regions = new Map<string, PublicRegion>();
  for (const group of groups.value) for (const [id, region] of await readPublicRegions(connection.value, group)) regions.set(id, region);
  if (line.flags.has('l')) return printLong(line, groups.value, read.value, session);
  const unknown = line.operands.find((name) => !groups.value.some((group) => read.value.volumesOf(group.id).some((volume) => isNamed(volume,
    name))));
  if (unknown !== undefined) return failure(objectUnknown(unknown));
  if (session.json) {
    session.terminal.out(JSON.stringify({ groups: groups.value.map((group) => recordsJson(group, read.value, regions)) }));
    return success(0);
  }
  const records = line.flags.has('t') ? detailedRecords : shortRecords;
  groups.value.forEach((group, index) => {
    if (index > 0) session.terminal.out('');
    const wanted = {
      regions,
      volumesOnly: line.flags.has('v') || line.operands.length > 0,
      shows: (volume: VolumeView) => line.operands.length === 0 || line.operands.some((name) => isNamed(volume, name)),
    };
    for (const text of records(group, read.value, wanted)) session.terminal.out(text);
  });
  return success(0);
}

/** A named group as it is; without a name, the groups that are imported here: of others only the name is known. */
function groupsToPrint(objects: ObjectIndex, name: string): Result<readonly GroupView[], Refusal> {
  if (name === '') return success(objects.groups.filter(({ status }) => status === 'imported' || status === 'frozen'));
  const group = groupNamed(objects, name);
  return group.ok ? success([group.value]) : group;
}

function printLong(line: Line, groups: readonly GroupView[], objects: ObjectIndex, session: Session): Result<number, Refusal> {
  if (line.operands.length === 0) return failure(usageOf(line.tool, line.verb, '-l needs the name of an object'));
  const found: LongRecord[] = [];
  for (const name of line.operands) {
    const record = longRecord(name, groups, objects);
    if (record === null) return failure(objectUnknown(name));
    found.push(record);
  }
  if (session.json) session.terminal.out(JSON.stringify({ objects: found.map(({ json }) => json) }));
  else for (const text of found.flatMap(({ lines }, index) => (index === 0 ? lines : ['', ...lines]))) session.terminal.out(text);
  return success(0);
}

function isNamed(volume: VolumeView, name: string): boolean {
  return isCalled(volume, parseVolumeReference(name));
}

function objectUnknown(name: string): Refusal {
  return refusal('volume.unknown', { kind: 'volume', name }, {}, 'vxprint -ht shows the objects that there are.');
}

export const vxprint: Tool = {
  name: 'vxprint',
  about: 'records of disk groups, in sectors',
  verbs: [ownVerb({
    name: '',
    usage: '[-gDG] [-h] [-t] [-v] [VOL ...]   (or [-gDG] -l OBJECT ...)',
    about: 'disk group, disks, volumes, plexes and subdisks',
    options: ['g', 'h', 't', 'v', 'l'],
    operandsMaximum: namesMaximum,
    run: print,
  })],
};
