/**
 * The one exemption from "flushed means kept" (decision 0001). A flush fails; the host dies before it has noted that
 * anywhere; the next host sees the bytes, its flush succeeds, and a power cut loses them. No engine can keep that promise.
 *
 * A window is exempt only while all of this holds: the header on the medium bears no note, the configuration published
 * last does not call the disk failing, no client has been told of a failed flush of a volume there since, and the sector
 * lies in a plex that counts as good. What was lost is taken from the medium, sector by sector, at the power cut.
 */
import { decodeDiskHeader, diskHeaderBytes, type DiskHeader } from '../format/disk-header.ts';
import { headerBOffsetsBytes } from '../format/private-region-layout.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { sectorBytes } from '../model/limits.ts';
import { placeOfSector } from './plex-comparison.ts';
import { readStamp } from './sector-stamp.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import type { SimulatedMedium } from './simulated-medium.ts';
import type { VolumeUnderTest } from './volume-under-test.ts';

/** The newer of the header's copies, as the next life will read it. */
function headerOn(medium: SimulatedMedium): DiskHeader | null {
  let newest: DiskHeader | null = null;
  for (const offsetBytes of [0, ...headerBOffsetsBytes(medium.sizeBytes)]) {
    const bytes = new Uint8Array(diskHeaderBytes);
    medium.read(bytes, 0, offsetBytes, bytes.length);
    const header = decodeDiskHeader(bytes, offsetBytes === 0 ? 'header A' : 'header B');
    if (header.ok && (newest === null || header.value.writes > newest.writes)) newest = header.value;
  }
  return newest;
}

export class UnnotedFailures {
  readonly #disks: readonly SimulatedDisk[];
  readonly #volumes: ReadonlyMap<string, VolumeUnderTest>;
  /** Deaths of a host that hid a failed flush from the next. */
  windows = 0;
  /** Sectors whose loss was excused. */
  losses = 0;

  constructor(disks: readonly SimulatedDisk[], volumes: ReadonlyMap<string, VolumeUnderTest>) {
    this.#disks = disks;
    this.#volumes = volumes;
  }

  /** The host has died; `configuration` is what it published last. */
  hostDied(configuration: GroupConfiguration | null, powerCut: boolean): void {
    for (const disk of this.#disks) {
      const record = configuration?.disks.find((candidate) => candidate.lastAccess === disk.name);
      if (!powerCut) this.#hide(disk, configuration, record);
      else if (configuration && record) this.#excuse(disk, configuration, record);
    }
  }

  #hide(disk: SimulatedDisk, configuration: GroupConfiguration | null, record: DiskRecord | undefined): void {
    const isNoted = !configuration || !record || record.failing || headerOn(disk.medium)?.failed !== false;
    const hides = disk.forgotten.hide((sector) => {
      if (isNoted) return false;
      const place = placeOfSector(configuration, record.id, sector);
      const volume = place && this.#volumes.get(place.plex.volumeId);
      if (!volume || volume.flushFailedAt >= disk.forgotten.failedAt) return false;
      return place.plex.state === 'ACTIVE' || place.plex.state === 'CLEAN';
    });
    if (hides) this.windows += 1;
  }

  #excuse(disk: SimulatedDisk, configuration: GroupConfiguration, record: DiskRecord): void {
    const bytes = new Uint8Array(sectorBytes);
    for (const sector of disk.forgotten.takeLost()) {
      const place = placeOfSector(configuration, record.id, sector);
      const volume = place && this.#volumes.get(place.plex.volumeId);
      if (!volume) continue;
      disk.medium.read(bytes, 0, sector * sectorBytes, sectorBytes);
      const stamp = readStamp(new Uint32Array(bytes.buffer), 0, volume.number, place.volumeSector);
      if (typeof stamp === 'number' && volume.excuse(place.volumeSector, stamp)) this.losses += 1;
    }
  }
}
