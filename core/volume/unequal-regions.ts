import { mebibyte } from '../model/limits.ts';
import { RegionSet } from './region-set.ts';

/** The unit of recovery, locked, made equal and remembered as one, unless the regions of the volume's map are smaller. */
export const recoveryRegionBytes = mebibyte;

/** The regions of a volume in which its plexes may differ though none of them is marked stale. In memory only. */
export class UnequalRegions {
  regionBytes = recoveryRegionBytes;
  private readonly set = new RegionSet(0);
  private sizeBytes = 0;

  /** Number of marked regions; 0 is the fast path. */
  get count(): number {
    return this.set.count;
  }

  /** New space is equal on all plexes from the start; marks beyond a new end are dropped. */
  resize(sizeBytes: number, regionBytes = recoveryRegionBytes): void {
    const marked = regionBytes === this.regionBytes ? [] : this.ranges();
    this.sizeBytes = sizeBytes;
    if (regionBytes !== this.regionBytes) {
      this.set.clear();
      this.regionBytes = regionBytes;
    }
    this.set.resize(this.regionsOf(sizeBytes));
    for (const { startBytes, lengthBytes } of marked) {
      this.markRange(startBytes, Math.max(0, Math.min(lengthBytes, sizeBytes - startBytes)));
    }
  }

  markAll(): void {
    this.markRange(0, this.sizeBytes);
  }

  markRange(offsetBytes: number, lengthBytes: number): void {
    for (let region = this.first(offsetBytes); region < this.regionsOf(offsetBytes + lengthBytes); region += 1) this.set.add(region);
  }

  clearAll(): void {
    this.set.clear();
  }

  isMarked(region: number): boolean {
    return this.set.has(region);
  }

  clear(region: number): void {
    this.set.remove(region);
  }

  /** Only what the range covers whole. */
  clearCovered(offsetBytes: number, lengthBytes: number): void {
    const endBytes = offsetBytes + lengthBytes;
    for (let region = this.first(offsetBytes); region < this.regionsOf(endBytes); region += 1) {
      const { startBytes, lengthBytes: regionBytes } = this.range(region);
      if (startBytes >= offsetBytes && startBytes + regionBytes <= endBytes) this.clear(region);
    }
  }

  /** The first marked region that touches the range, or -1. */
  firstIn(offsetBytes: number, lengthBytes: number): number {
    return this.set.next(this.first(offsetBytes), this.regionsOf(offsetBytes + lengthBytes));
  }

  range(region: number): { readonly startBytes: number; readonly lengthBytes: number } {
    const startBytes = region * this.regionBytes;
    return { startBytes, lengthBytes: Math.min(this.regionBytes, this.sizeBytes - startBytes) };
  }

  /** Of the marked regions from the offset on. */
  markedBytes(fromBytes: number): number {
    let bytes = 0;
    for (let region = this.set.next(this.first(fromBytes)); region >= 0; region = this.set.next(region + 1)) {
      bytes += this.range(region).lengthBytes;
    }
    return bytes;
  }

  private ranges(): { readonly startBytes: number; readonly lengthBytes: number }[] {
    const found = [];
    for (let region = this.set.next(0); region >= 0; region = this.set.next(region + 1)) found.push(this.range(region));
    return found;
  }

  private first(offsetBytes: number): number {
    return Math.floor(offsetBytes / this.regionBytes);
  }

  private regionsOf(endBytes: number): number {
    return Math.ceil(endBytes / this.regionBytes);
  }
}
