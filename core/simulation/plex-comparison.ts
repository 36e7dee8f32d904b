/**
 * Reads the plexes of a volume straight from the disks, by an address computation of its own, and says where they
 * differ. It shares nothing with the engine's mapping: two ways of getting one answer.
 */
import type { GroupConfiguration, PlexRecord, SubdiskRecord } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import type { BlockDevice } from '../device/ports.ts';
import { sectorBytes } from '../model/limits.ts';
import { readStamp } from './sector-stamp.ts';

const pieceBytes = 4096;

/** Where byte `address` of a plex lies. */
function locate(
  plex: PlexRecord,
  subdisks: readonly SubdiskRecord[],
  address: number,
): { readonly subdisk: SubdiskRecord; readonly diskOffset: number } {
  let column = 0;
  let within = address;
  if (plex.layout === 'striped') {
    const unit = Math.floor(address / plex.stripeUnitBytes);
    column = unit % plex.columns;
    within = Math.floor(unit / plex.columns) * plex.stripeUnitBytes + (address % plex.stripeUnitBytes);
  }
  const subdisk = subdisks.find(
    (candidate) =>
      candidate.plexId === plex.id &&
      candidate.column === column &&
      candidate.columnOffsetBytes <= within &&
      within < candidate.columnOffsetBytes + candidate.lengthBytes,
  );
  if (!subdisk) throw new RangeError(`plex ${plex.name} has no subdisk at ${address}`);
  return { subdisk, diskOffset: subdisk.diskOffsetBytes + within - subdisk.columnOffsetBytes };
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

function readPlex(
  configuration: GroupConfiguration,
  plex: PlexRecord,
  lengthBytes: number,
  device: (diskId: string) => BlockDevice | null,
): Uint8Array | null {
  const bytes = new Uint8Array(lengthBytes);
  for (let address = 0; address < lengthBytes; address += pieceBytes) {
    const { subdisk, diskOffset } = locate(plex, configuration.subdisks, address);
    const disk = device(subdisk.diskId);
    if (!disk || !disk.read(bytes, address, diskOffset, pieceBytes, () => undefined)) return null;
  }
  return bytes;
}

/** Offsets at which some two readable plexes in a good state differ, but for sectors that may; `limit` of them at the most. */
export function differingOffsets(
  configuration: GroupConfiguration,
  volumeId: VolumeId,
  device: (diskId: string) => BlockDevice | null,
  limit: number,
  mayDiffer: (sector: number) => boolean = () => false,
): readonly number[] {
  const volume = configuration.volumes.find((candidate) => candidate.id === volumeId);
  const good = configuration.plexes.filter((plex) => plex.volumeId === volumeId && (plex.state === 'ACTIVE' || plex.state === 'CLEAN'));
  const images = good.map((plex) => readPlex(configuration, plex, volume?.lengthBytes ?? 0, device)).filter((image) => image !== null);
  const [first, ...others] = images;
  const found: number[] = [];
  for (const other of others) {
    if (!first || Buffer.compare(first, other) === 0) continue;
    for (let offset = 0; offset < first.length && found.length < limit; offset += 512) {
      if (Buffer.compare(first.subarray(offset, offset + 512), other.subarray(offset, offset + 512)) === 0) continue;
      if (!mayDiffer(offset / sectorBytes)) found.push(offset);
    }
  }
  return found;
}

/** What is wrong with the first sector of a plex that bears the stamp of another place; empty when all lie where they belong. */
export function misplacedSector(
  configuration: GroupConfiguration,
  volumeId: VolumeId,
  volumeNumber: number,
  device: (diskId: string) => BlockDevice | null,
): string {
  const volume = configuration.volumes.find((candidate) => candidate.id === volumeId);
  const plex = configuration.plexes.find((candidate) => candidate.volumeId === volumeId && candidate.state !== 'STALE');
  const image = plex ? readPlex(configuration, plex, volume?.lengthBytes ?? 0, device) : null;
  if (!image) return '';
  const words = new Uint32Array(image.buffer, 0, image.length / 4);
  for (let sector = 0; sector < image.length / sectorBytes; sector += 1) {
    const stamp = readStamp(words, sector, volumeNumber, sector);
    if (typeof stamp === 'string') return `sector ${sector} ${stamp}`;
  }
  return '';
}
