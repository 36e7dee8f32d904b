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

/** The stamp of one sector, or a sentence on what is wrong with it. */
export function readStamp(source: Uint8Array, start: number, volumeNumber: number, sector: number): number | string {
  const view = new DataView(source.buffer, source.byteOffset + start, sectorBytes);
  const stamp = view.getUint32(0, true);
  const last = view.getUint32(sectorBytes - 4, true);
  const middle = view.getUint32(sectorBytes / 2, true);
  if (stamp === 0 && last === 0 && middle === 0) return 0;
  if (stamp !== last || middle !== (stamp * 2654435761) >>> 0) return `is torn inside a sector: begins as write ${stamp}, ends as write ${last}`;
  const volume = view.getUint32(4, true);
  const place = view.getUint32(8, true);
  if (volume !== volumeNumber) return `holds bytes of volume ${volume}`;
  if (place !== sector) return `holds the bytes of sector ${place}`;
  return stamp;
}
