import { mebibyte } from '../model/limits.ts';

/** The unit of recovery: locked, made equal and remembered as one. */
export const recoveryRegionBytes = mebibyte;

/** The regions of a volume in which its plexes may differ though none of them is marked stale. In memory only. */
export class UnequalRegions {
  /** Number of marked regions; 0 is the fast path. */
  count = 0;
  private bits = new Uint8Array(0);
  private sizeBytes = 0;

  /** New space is equal on all plexes from the start; marks beyond a new end are dropped. */
  resize(sizeBytes: number): void {
    for (let region = regionsOf(sizeBytes); region < regionsOf(this.sizeBytes); region += 1) this.clear(region);
    this.sizeBytes = sizeBytes;
    if (this.bits.length > 0) this.allocate();
  }

  markAll(): void {
    this.markRange(0, this.sizeBytes);
  }

  markRange(offsetBytes: number, lengthBytes: number): void {
    this.allocate();
    for (let region = first(offsetBytes); region < regionsOf(offsetBytes + lengthBytes); region += 1) {
      if (this.isMarked(region)) continue;
      this.bits[region >>> 3] = (this.bits[region >>> 3] as number) | (1 << (region & 7));
      this.count += 1;
    }
  }

  isMarked(region: number): boolean {
    return (((this.bits[region >>> 3] ?? 0) >>> (region & 7)) & 1) === 1;
  }

  clear(region: number): void {
    if (!this.isMarked(region)) return;
    this.bits[region >>> 3] = (this.bits[region >>> 3] as number) & ~(1 << (region & 7));
    this.count -= 1;
  }

  /** Only what the range covers whole. */
  clearCovered(offsetBytes: number, lengthBytes: number): void {
    const endBytes = offsetBytes + lengthBytes;
    for (let region = first(offsetBytes); region < regionsOf(endBytes); region += 1) {
      const { startBytes, lengthBytes: regionBytes } = this.range(region);
      if (startBytes >= offsetBytes && startBytes + regionBytes <= endBytes) this.clear(region);
    }
  }

  /** The first marked region that touches the range, or -1. */
  firstIn(offsetBytes: number, lengthBytes: number): number {
    for (let region = first(offsetBytes); region < regionsOf(offsetBytes + lengthBytes); region += 1) {
      if (this.isMarked(region)) return region;
    }
    return -1;
  }

  range(region: number): { readonly startBytes: number; readonly lengthBytes: number } {
    const startBytes = region * recoveryRegionBytes;
    return { startBytes, lengthBytes: Math.min(recoveryRegionBytes, this.sizeBytes - startBytes) };
  }

  private allocate(): void {
    const needed = Math.ceil(regionsOf(this.sizeBytes) / 8);
    if (needed <= this.bits.length) return;
    const grown = new Uint8Array(needed);
    grown.set(this.bits);
    this.bits = grown;
  }
}

function first(offsetBytes: number): number {
  return Math.floor(offsetBytes / recoveryRegionBytes);
}

function regionsOf(endBytes: number): number {
  return Math.ceil(endBytes / recoveryRegionBytes);
}
