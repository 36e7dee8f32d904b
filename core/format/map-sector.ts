/**
 * One sector of a map in a log subdisk (docs/decisions/0007). Invariants:
 * - A log begins with 4 KiB that are reserved; slots of 12 KiB follow. Slot 0 is the intent map, every other one the map of
 *   what one plex missed in one absence.
 * - A slot is 24 sectors of 512 bytes. Each is sound or damaged by itself, since disks tear writes between sectors.
 * - A sector names its log, its slot, its place in the slot and the map that it belongs to: misdirected, copied and left-over
 *   sectors are told from those that belong here.
 * - Numbers are little endian, reserved bytes are zero. Bit n of the bits is region `sector * 3584 + n`; a set bit is marked.
 */
import { crc32 } from 'node:zlib';
import { invariant } from '../model/invariant.ts';
import { mapSlotsPerLog, sectorBytes } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';

export const mapSectorsPerSlot = 24;
export const mapSlotBytes = mapSectorsPerSlot * sectorBytes;
const slotsStartBytes = 4096;
const bitsStartBytes = 64;
export const bitBytesPerSector = sectorBytes - bitsStartBytes;
export const regionsPerSector = bitBytesPerSector * 8;

const magic = Buffer.from('PLEXUSMP', 'latin1');
const version = 1;
const checksumStartBytes = 60;
const checksumBlank = new Uint8Array(4);
export const mapIdBytes = 16;

/** Map id of the intent map, and of a slot that has never been used. */
export const noMapId: Uint8Array = new Uint8Array(mapIdBytes);

/** What a sector must say of itself. Ids in the form that `idBytes` gives them. */
export interface MapSectorPlace {
  readonly logId: Uint8Array;
  readonly slot: number;
  readonly sector: number;
  readonly mapId: Uint8Array;
  readonly regionBytes: number;
}

export type MapSectorReading =
  | { readonly kind: 'sound'; readonly bits: Uint8Array }
  /** Sound, and of this log, but of no map or of another: the expected map has no bit in it. */
  | { readonly kind: 'never written' }
  /** Nobody knows what it said: all its regions count as marked. */
  | { readonly kind: 'damaged' };

/** The 16 bytes of a GUID. The schema of a configuration lets other texts pass too: these stand with their first 16 bytes. */
export function idBytes(id: string): Uint8Array {
  const digits = id.replaceAll('-', '');
  const bytes = new Uint8Array(mapIdBytes);
  bytes.set(/^[0-9a-f]{32}$/i.test(digits) ? Buffer.from(digits, 'hex') : Buffer.from(id, 'utf8').subarray(0, mapIdBytes));
  return bytes;
}

/** From the start of the log. */
export function mapSectorOffsetBytes(slot: number, sector: number): number {
  return slotsStartBytes + slot * mapSlotBytes + sector * sectorBytes;
}

export function sectorOfRegion(region: number): number {
  return Math.floor(region / regionsPerSector);
}

/** How many sectors of a slot a map of so many regions takes. */
export function sectorsFor(regions: number): number {
  return Math.ceil(regions / regionsPerSector);
}

/** Writes 512 bytes to `target` from `at` on. `bits` holds at most 448 bytes; what it lacks is zero. */
export function encodeMapSector(target: Uint8Array, at: number, place: MapSectorPlace, bits: Uint8Array): void {
  invariant(place.slot >= 0 && place.slot < mapSlotsPerLog && place.sector < mapSectorsPerSlot, 'a map sector lies in its log');
  invariant(bits.length <= bitBytesPerSector, 'the bits of a sector fit into it');
  const sector = target.subarray(at, at + sectorBytes);
  const view = new DataView(sector.buffer, sector.byteOffset, sectorBytes);
  sector.fill(0);
  sector.set(magic, 0);
  view.setUint16(8, version, true);
  view.setUint16(10, place.slot, true);
  view.setUint16(12, place.sector, true);
  view.setBigUint64(16, BigInt(place.regionBytes), true);
  sector.set(place.logId, 24);
  sector.set(place.mapId, 40);
  sector.set(bits, bitsStartBytes);
  // Its own field is still zero, as `checksum` counts it.
  view.setUint32(checksumStartBytes, crc32(sector), true);
}

/** The bits of a sound sector are a view of `source`. */
export function decodeMapSector(source: Uint8Array, at: number, place: MapSectorPlace): MapSectorReading {
  const sector = source.subarray(at, at + sectorBytes);
  if (sector.length < sectorBytes || !isOurs(sector, place)) return { kind: 'damaged' };
  if (!equal(sector.subarray(40, 40 + mapIdBytes), place.mapId)) return { kind: 'never written' };
  return { kind: 'sound', bits: sector.subarray(bitsStartBytes) };
}

function isOurs(sector: Uint8Array, place: MapSectorPlace): boolean {
  const view = new DataView(sector.buffer, sector.byteOffset, sectorBytes);
  return equal(sector.subarray(0, 8), magic)
    && (view.getUint32(checksumStartBytes, true) === checksum(sector) || sabotaged('checksum-ignored'))
    && view.getUint16(8, true) === version && view.getUint16(10, true) === place.slot && view.getUint16(12, true) === place.sector
    && view.getUint16(14, true) === 0 && view.getUint32(56, true) === 0
    && view.getBigUint64(16, true) === BigInt(place.regionBytes)
    && equal(sector.subarray(24, 40), place.logId);
}

function checksum(sector: Uint8Array): number {
  const head = crc32(sector.subarray(0, checksumStartBytes));
  return crc32(sector.subarray(checksumStartBytes + 4), crc32(checksumBlank, head));
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
