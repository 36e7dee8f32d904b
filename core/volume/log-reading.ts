/**
 * What the logs of a volume say when it starts (docs/decisions/0007). Each log that is ACTIVE bears every mark that was ever
 * answered, so any sound sector is enough; what several say is joined, since none says too much. Where no log is sound, every
 * region of the sector counts as marked. Sectors that differ from log to log are to be written anew.
 */
import type { IoError } from '../device/ports.ts';
import {
  bitBytesPerSector, decodeMapSector, idBytes, mapSectorOffsetBytes, sectorsFor, type MapSectorReading,
} from '../format/map-sector.ts';
import type { LogRecord } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { sectorBytes } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';
import { LogCalls } from './log-calls.ts';
import type { MapSlot } from './map-slot.ts';
import type { VolumeOwner } from './volume-definition.ts';

/** A map that is to be filled from the logs. */
export interface AwaitedMap {
  readonly map: MapSlot;
  /** What a sector means that no log has for this map. */
  readonly unwritten: 'nothing' | 'everything';
}

export interface LogsRead {
  readonly good: readonly LogRecord[];
  readonly failed: readonly { readonly record: LogRecord; readonly error: IoError }[];
}

type Copies = Map<MapSlot, Uint8Array>;

const missing: IoError = { code: 'EIO', message: 'the disk of a log is missing' };

export interface LogReader {
  readonly owner: VolumeOwner;
  readonly regionBytes: number;
  /** Whether the volume can be served though none of these disks answers. */
  canServeWithout(diskIds: readonly DiskId[]): boolean;
}

/** Fills the maps from the logs; `done` may be called from within. The gate waits for this, so a log that is late is left behind. */
export function readLogs(
  records: readonly LogRecord[], awaited: readonly AwaitedMap[], reader: LogReader, done: (read: LogsRead) => void,
): void {
  const { owner, regionBytes } = reader;
  const good: { readonly record: LogRecord; readonly copies: Copies }[] = [];
  const failed: { readonly record: LogRecord; readonly error: IoError }[] = [];
  const unanswered = new Set(records);
  const source: LogSource = {
    owner, calls: new LogCalls(owner),
    mayExpire: () => good.length > 0 || reader.canServeWithout([...unanswered].map(({ diskId }) => diskId)),
  };
  let pending = records.length;
  const end = (): void => {
    for (const map of awaited) fill(map, good, regionBytes);
    // In the order of the records, whichever answered first.
    done({ good: records.filter((record) => good.some((one) => one.record === record)), failed });
  };
  for (const record of records) {
    readOne(record, awaited, source, (copies, error) => {
      unanswered.delete(record);
      if (copies === null) failed.push({ record, error });
      else good.push({ record, copies });
      pending -= 1;
      if (pending === 0) end();
    });
  }
  if (records.length === 0) end();
}

interface LogSource {
  readonly owner: VolumeOwner;
  readonly calls: LogCalls;
  readonly mayExpire: () => boolean;
}

function readOne(
  record: LogRecord, awaited: readonly AwaitedMap[], { owner, calls, mayExpire }: LogSource,
  done: (copies: Copies | null, error: IoError) => void,
): void {
  const device = owner.device(record.diskId);
  if (device === null) {
    done(null, missing);
    return;
  }
  const copies: Copies = new Map();
  const proceed = (index: number): void => {
    const map = awaited[index]?.map;
    if (map === undefined) {
      done(copies, missing);
      return;
    }
    const bytes = new Uint8Array(sectorsFor(map.regions.regions) * sectorBytes);
    copies.set(map, bytes);
    const ended = (error: IoError | null): void => {
      if (error === null) proceed(index + 1);
      else done(null, error);
    };
    if (calls.read(device, bytes, record.diskOffsetBytes + mapSectorOffsetBytes(map.slot, 0), mayExpire, ended)) ended(null);
  };
  proceed(0);
}

function fill(
  { map, unwritten }: AwaitedMap, good: readonly { readonly record: LogRecord; readonly copies: Copies }[], regionBytes: number,
): void {
  const { slot, mapId } = map;
  const sectors = sectorsFor(map.regions.regions);
  for (let sector = 0; sector < sectors; sector += 1) {
    if (sabotaged('recovery-ignores-one-log-sector') && sector === sectors - 1) continue;
    const readings = good.map(({ record, copies }) => {
      const place = { logId: idBytes(record.id), slot, sector, mapId, regionBytes };
      return decodeMapSector(copies.get(map) as Uint8Array, sector * sectorBytes, place);
    });
    const believed = readings.filter(({ kind }) => kind !== 'damaged');
    const writtenTo = believed.some(({ kind }) => kind === 'sound');
    if (believed.length === 0 || (!writtenTo && unwritten === 'everything')) map.regions.addBits(sector * bitBytesPerSector, allBits);
    for (const reading of believed) if (reading.kind === 'sound') map.regions.addBits(sector * bitBytesPerSector, reading.bits);
    if (readings.some((reading) => reading.kind === 'damaged' || !alike(reading, readings[0] as MapSectorReading))) {
      map.changed |= 1 << sector;
    }
  }
}

function alike(one: MapSectorReading, other: MapSectorReading): boolean {
  if (one.kind === 'sound' && other.kind === 'sound') return Buffer.compare(one.bits, other.bits) === 0;
  return one.kind === other.kind;
}

const allBits = new Uint8Array(bitBytesPerSector).fill(0xff);
