/** What `plexus map` and `plexus unmap` do. */
import { exitCodes, refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import { failure, success } from '../../model/result.ts';
import { sameName } from '../../model/name-rules.ts';
import { parseVolumeReference, volumeDevicePath } from '../../model/volume-reference.ts';
import type { VolumeView } from '../../model/views.ts';
import { absoluteLocation, givenGroup } from '../line-parts.ts';
import { usageOf } from '../parse-line.ts';
import { readVolume } from '../show-volume.ts';
import { tableLines } from '../table.ts';
import type { Line, Session } from '../tool.ts';
import type { MapRecord } from '../../host/map/map-record.ts';
import { MapFolder } from '../../host/map/map-record.ts';
import { busyRefusal, isBeingChanged, isStale, mapVolume, releaseRefusal } from './map-volume.ts';
import type { Mapped } from './map-volume.ts';
import { probeMapping, readMapping } from '../../host/map/mapping.ts';
import { releaseMapping } from '../../host/map/release-mapping.ts';

export function runMap(line: Line, session: Session): Promise<Result<number, Refusal>> {
  return line.flags.has('list') ? listMappings(session) : mapOne(line, session);
}

async function mapOne(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const [name, mountPoint] = line.operands;
  if (name === undefined) return failure(usageOf(line.tool, line.verb, 'the volume is missing'));
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const found = await readVolume(connection.value, name, givenGroup(line));
  if (!found.ok) return found;
  const { volume } = found.value;
  if (!volume.started) return failure(stoppedRefusal(volume));
  const place = mountPoint === undefined ? '' : absoluteLocation(line, mountPoint);
  const mapped = await mapVolume({
    volumeId: volume.id, volume: volume.name, group: volume.groupName, driveLetter: volume.driveLetter, uri: volume.guidUri,
    readOnly: volume.readOnly,
  }, place, new MapFolder(session.stateFolder));
  return mapped.ok ? printMapped(volume, mapped.value, place, session) : mapped;
}

function printMapped(volume: VolumeView, mapped: Mapped, place: string, session: Session): Result<number, Refusal> {
  const { device, mountPoint, fileSystem, by } = mapped;
  if (session.json) {
    session.terminal.out(JSON.stringify({ volume: volume.name, group: volume.groupName, guid: volume.id, device, mountPoint, fileSystem,
      by }));
  } else {
    session.terminal.out(mountPoint === '' ? device : `${device} ${mountPoint}`);
  }
  if (place === '' || mountPoint !== '') return success(exitCodes.done);
  session.terminal.error(`PLX plexus WARNING ${volume.name}: Volume ${volume.name} holds no file system; it is mapped and not mounted.`
    + ` Make one, then mount it: mkfs.ext4 ${device}; plexus map ${volume.id} ${place}`);
  return success(exitCodes.state);
}

export async function runUnmap(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const folder = new MapFolder(session.stateFolder);
  const [name = ''] = line.operands;
  const record = folder.list().find((candidate) => isCalled(candidate, name, givenGroup(line), line))
    ?? await calledByNow(name, givenGroup(line), folder, session);
  if (record === undefined) {
    return failure(refusal('map.not-mapped', { kind: 'volume', name }, {}, 'plexus map --list shows what is mapped.'));
  }
  if (isBeingChanged(record)) return failure(busyRefusal(record, `process ${record.changing} maps or unmaps it`));
  folder.write({ ...record, changing: process.pid });
  const released = await releaseMapping(record, folder, line.flags.has('f'));
  if (released.ok) {
    if (session.json) session.terminal.out(JSON.stringify({ volume: record.volume, group: record.group, guid: record.volumeId }));
    return success(exitCodes.done);
  }
  folder.write({ ...record, changing: 0 });
  return failure(releaseRefusal(record, released.error.reason, released.error.forceHelps));
}

/** The volume may have been renamed since: then only the host knows it by this name. */
async function calledByNow(name: string, group: string, folder: MapFolder, session: Session): Promise<MapRecord | undefined> {
  const connection = await session.connect();
  const found = connection.ok ? await connection.value.call('volume.find', { name, group }) : connection;
  return found.ok ? folder.read(found.value.volumeId) ?? undefined : undefined;
}

/** Works without a host: the notes know all names that the volume had when it was mapped. */
function isCalled(record: MapRecord, name: string, group: string, line: Line): boolean {
  if (group !== '' && !sameName(group, record.group)) return false;
  if (record.mountPoint !== '' && absoluteLocation(line, name) === record.mountPoint) return true;
  const reference = parseVolumeReference(name);
  switch (reference.kind) {
    case 'guid': return reference.guid === record.volumeId.toLowerCase();
    case 'letter': return reference.letter === record.driveLetter;
    case 'device': return sameName(volumeDevicePath(reference.group, reference.volume), volumeDevicePath(record.group, record.volume));
    case 'name': return sameName(reference.name, record.volume) || reference.name === record.volumeId;
  }
}

async function listMappings(session: Session): Promise<Result<number, Refusal>> {
  const folder = new MapFolder(session.stateFolder);
  const rows = [];
  for (const record of folder.list()) rows.push({ record, ...(await describe(record, folder)) });
  if (session.json) {
    session.terminal.out(JSON.stringify({
      mappings: rows.map(({ record, state, device, mountPoint }) => ({
        volume: record.volume, group: record.group, guid: record.volumeId, device, mountPoint, by: record.by, state,
      })),
    }));
    return success(0);
  }
  const cells = rows.map(({ record, state, device, mountPoint }) => [record.volume, record.group, device, mountPoint, state,
    record.volumeId]);
  for (const text of tableLines([['VOLUME', 'GROUP', 'DEVICE', 'MOUNTPOINT', 'STATE', 'GUID'], ...cells])) session.terminal.out(text);
  return success(0);
}

interface Description {
  /** `gone`: nothing of it is left, as after a reboot. `dead`: its server ended. Both are cleaned up by unmap and by map. */
  readonly state: 'mapped' | 'changing' | 'silent' | 'dead' | 'gone';
  readonly device: string;
  readonly mountPoint: string;
}

async function describe(record: MapRecord, folder: MapFolder): Promise<Description> {
  const mapping = readMapping(record, folder);
  const places = { device: mapping.devices.join(','), mountPoint: mapping.mountPoints.join(',') };
  if (isBeingChanged(record)) return { state: 'changing', ...places };
  if (isStale(record, folder)) return { state: 'gone', ...places };
  const answering = await probeMapping(record, mapping, folder);
  return { state: answering === 'answers' ? 'mapped' : answering, ...places };
}

function stoppedRefusal(volume: VolumeView): Refusal {
  return refusal('volume.stopped', { kind: 'volume', name: volume.name, id: volume.id }, {},
    { kind: 'command', command: { command: 'volume.start', group: volume.groupName, volume: volume.name } });
}
