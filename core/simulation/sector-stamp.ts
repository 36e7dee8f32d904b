/** Each sector says which write of which volume it belongs to and where, so that a wrong byte names its fault. */
import { sectorBytes } from '../model/limits.ts';

const words = sectorBytes / 4;

export function writeStamps(target: Uint8Array, volumeNumber: number, firstSector: number, count: number, stamp: number): void {
  const view = new Uint32Array(target.buffer, target.byteOffset, (count * sectorBytes) / 4);
  for (let index = 0; index < count; index += 1) {
    const base = index * words;
    if (stamp === 0) {
      view.fill(0, base, base + words);
      continue;
    }
    view[base] = stamp;
    view[base + 1] = volumeNumber;
    view[base + 2] = firstSector + index;
    view.fill((stamp * 2654435761) >>> 0, base + 3, base + words - 1);
    view[base + words - 1] = stamp;
  }
}

/** The stamp of the sector at `index` of a buffer of sectors, or a sentence on what is wrong with it. */
export function readStamp(source: Uint32Array, index: number, volumeNumber: number, sector: number): number | string {
  const base = index * words;
  const stamp = source[base] ?? 0;
  const last = source[base + words - 1] ?? 0;
  const middle = source[base + words / 2] ?? 0;
  if (stamp === 0 && last === 0 && middle === 0) return 0;
  if (stamp !== last || middle !== (stamp * 2654435761) >>> 0)
    return `is torn inside a sector: begins as write ${stamp}, ends as write ${last}`;
  const volume = source[base + 1] ?? 0;
  const place = source[base + 2] ?? 0;
  if (volume !== volumeNumber) return `holds bytes of volume ${volume}`;
  if (place !== sector) return `holds the bytes of sector ${place}`;
  return stamp;
}
