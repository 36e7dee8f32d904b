/**
 * Reads the plexes of a volume straight from the disks, by an address computation of its own, and says where they
 * differ. It shares nothing with the engine's mapping: two ways of getting one answer.
 */
import type { GroupConfiguration, PlexRecord, SubdiskRecord } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import type { BlockDevice } from '../device/ports.ts';
import { kibibyte, sectorBytes } from '../model/limits.ts';
import { readStamp } from './sector-stamp.ts';

/** Small enough for the pieces of all plexes to stay in a processor's cache. */
const pieceBytes = 64 * kibibyte;

export type DeviceOf = (diskId: string) => BlockDevice | null;

interface Place {
  readonly subdisk: SubdiskRecord;
  readonly diskOffset: number;
  /** So many bytes of the plex follow each other there. */
  readonly runBytes: number;
}

class PlexReader {
  /** What `read` has read. */
  readonly piece = new Uint8Array(pieceBytes);
  readonly #plex: PlexRecord;
  readonly #subdisks: readonly SubdiskRecord[];
  readonly #device: DeviceOf;

  constructor(plex: PlexRecord, configuration: GroupConfiguration, device: DeviceOf) {
    this.#plex = plex;
    this.#subdisks = configuration.subdisks.filter((subdisk) => subdisk.plexId === plex.id);
    this.#device = device;
  }

  /** False when a disk is not there, or does not answer at once. */
  read(address: number, lengthBytes: number): boolean {
    for (let done = 0; done < lengthBytes;) {
      const { subdisk, diskOffset, runBytes } = this.#locate(address + done);
      const count = Math.min(runBytes, lengthBytes - done);
      const disk = this.#device(subdisk.diskId);
      if (!disk || !disk.read(this.piece, done, diskOffset, count, () => undefined)) return false;
      done += count;
    }
    return true;
  }

  /** Where byte `address` of the plex lies. */
  #locate(address: number): Place {
    const { layout, stripeUnitBytes, columns, name } = this.#plex;
    let column = 0;
    let within = address;
    let unitLeft = Infinity;
    if (layout === 'striped') {
      const unit = Math.floor(address / stripeUnitBytes);
      column = unit % columns;
      within = Math.floor(unit / columns) * stripeUnitBytes + (address % stripeUnitBytes);
      unitLeft = stripeUnitBytes - (address % stripeUnitBytes);
    }
    const subdisk = this.#subdisks.find(
      (candidate) =>
        candidate.column === column &&
        candidate.columnOffsetBytes <= within &&
        within < candidate.columnOffsetBytes + candidate.lengthBytes,
    );
    if (!subdisk) throw new RangeError(`plex ${name} has no subdisk at ${address}`);
    const inSubdisk = within - subdisk.columnOffsetBytes;
    return { subdisk, diskOffset: subdisk.diskOffsetBytes + inSubdisk, runBytes: Math.min(unitLeft, subdisk.lengthBytes - inSubdisk) };
  }
}

/** The sector of a volume that lies in this sector of a disk, and the plex that it is of; null where no subdisk is. */
export function placeOfSector(
  configuration: GroupConfiguration, diskId: string, diskSector: number,
): { readonly plex: PlexRecord; readonly volumeSector: number } | null {
  const at = diskSector * sectorBytes;
  const subdisk = configuration.subdisks.find((candidate) =>
    candidate.diskId === diskId && candidate.diskOffsetBytes <= at && at < candidate.diskOffsetBytes + candidate.lengthBytes);
  const plex = configuration.plexes.find((candidate) => candidate.id === subdisk?.plexId);
  if (!subdisk || !plex) return null;
  const within = subdisk.columnOffsetBytes + at - subdisk.diskOffsetBytes;
  if (plex.layout !== 'striped') return { plex, volumeSector: within / sectorBytes };
  const row = Math.floor(within / plex.stripeUnitBytes);
  const address = (row * plex.columns + subdisk.column) * plex.stripeUnitBytes + (within % plex.stripeUnitBytes);
  return { plex, volumeSector: address / sectorBytes };
}

function lengthOf(configuration: GroupConfiguration, volumeId: VolumeId): number {
  return configuration.volumes.find((candidate) => candidate.id === volumeId)?.lengthBytes ?? 0;
}

/** Offset of a sector in which some two readable plexes in a good state differ, though it is none that may; null when there is none. */
export function firstDifference(
  configuration: GroupConfiguration, volumeId: VolumeId, device: DeviceOf, mayDiffer: (sector: number) => boolean = () => false,
): number | null {
  const lengthBytes = lengthOf(configuration, volumeId);
  const good = configuration.plexes.filter((plex) => plex.volumeId === volumeId && (plex.state === 'ACTIVE' || plex.state === 'CLEAN'));
  let readers: readonly PlexReader[] = good.map((plex) => new PlexReader(plex, configuration, device));
  for (let address = 0; address < lengthBytes; address += pieceBytes) {
    const count = Math.min(pieceBytes, lengthBytes - address);
    readers = readers.filter((reader) => reader.read(address, count));
    const [first, ...others] = readers.map(({ piece }) => piece.subarray(0, count));
    for (const other of others) {
      if (!first || Buffer.compare(first, other) === 0) continue;
      for (let at = 0; at < count; at += sectorBytes) {
        if (Buffer.compare(first.subarray(at, at + sectorBytes), other.subarray(at, at + sectorBytes)) === 0) continue;
        if (!mayDiffer((address + at) / sectorBytes)) return address + at;
      }
    }
  }
  return null;
}

/** What is wrong with the first sector of a plex that bears the stamp of another place; empty when all lie where they belong. */
export function misplacedSector(
  configuration: GroupConfiguration, volumeId: VolumeId, volumeNumber: number, device: DeviceOf,
): string {
  const lengthBytes = lengthOf(configuration, volumeId);
  const plex = configuration.plexes.find((candidate) => candidate.volumeId === volumeId && candidate.state !== 'STALE');
  if (!plex) return '';
  const reader = new PlexReader(plex, configuration, device);
  const words = new Uint32Array(reader.piece.buffer);
  for (let address = 0; address < lengthBytes; address += pieceBytes) {
    const count = Math.min(pieceBytes, lengthBytes - address);
    if (!reader.read(address, count)) return '';
    for (let index = 0; index < count / sectorBytes; index += 1) {
      const sector = address / sectorBytes + index;
      const stamp = readStamp(words, index, volumeNumber, sector);
      if (typeof stamp === 'string') return `sector ${sector} ${stamp}`;
    }
  }
  return '';
}
