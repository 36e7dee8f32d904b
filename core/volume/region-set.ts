/** A set of regions of a volume. Takes no memory before it holds something. */
const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
});

export class RegionSet {
  count = 0;
  /** Regions that there are. */
  regions: number;
  private bits = new Uint8Array(0);

  constructor(regions: number) {
    this.regions = regions;
  }

  has(region: number): boolean {
    return (((this.bits[region >>> 3] ?? 0) >>> (region & 7)) & 1) === 1;
  }

  /** True when it was not in the set before. */
  add(region: number): boolean {
    if (this.has(region)) return false;
    this.allocate();
    this.bits[region >>> 3] = (this.bits[region >>> 3] as number) | (1 << (region & 7));
    this.count += 1;
    return true;
  }

  /** True when it was in the set. */
  remove(region: number): boolean {
    if (!this.has(region)) return false;
    this.bits[region >>> 3] = (this.bits[region >>> 3] as number) & ~(1 << (region & 7));
    this.count -= 1;
    return true;
  }

  clear(): void {
    this.bits.fill(0);
    this.count = 0;
  }

  fill(): void {
    this.allocate();
    this.bits.fill(0xff);
    this.trim();
  }

  addAll(other: RegionSet): void {
    this.addBits(0, other.bits);
  }

  /** ORs bits into those from byte `at` on; what lies beyond the last region is left out. */
  addBits(at: number, bits: Uint8Array): void {
    if (bits.length === 0) return;
    this.allocate();
    const bytes = Math.min(bits.length, this.bits.length - at);
    for (let index = 0; index < bytes; index += 1) this.bits[at + index] = (this.bits[at + index] as number) | (bits[index] as number);
    this.trim();
  }

  /** Bytes `[at, at + length)` of the bits, fewer at the end; a view, or nothing while the set takes no memory. */
  bytes(at: number, length: number): Uint8Array {
    return this.bits.subarray(at, at + length);
  }

  /** The first region of `[from, end)` that is in the set, or -1. */
  next(from: number, end = this.regions): number {
    if (this.count === 0) return -1;
    const last = Math.min(end, this.regions);
    for (let region = from; region < last; region += 1) {
      if ((region & 7) === 0 && this.bits[region >>> 3] === 0) region += 7;
      else if (this.has(region)) return region;
    }
    return -1;
  }

  /** New regions are not in the set; regions that are gone leave it. */
  resize(regions: number): void {
    this.regions = regions;
    if (this.bits.length === 0) return;
    const bits = new Uint8Array(Math.ceil(regions / 8));
    bits.set(this.bits.subarray(0, bits.length));
    this.bits = bits;
    this.trim();
  }

  private allocate(): void {
    if (this.bits.length === 0) this.bits = new Uint8Array(Math.ceil(this.regions / 8));
  }

  /** Takes out what lies beyond the last region, and counts anew. */
  private trim(): void {
    const { bits } = this;
    const odd = this.regions & 7;
    if (odd !== 0 && bits.length > 0) bits[bits.length - 1] = (bits[bits.length - 1] as number) & ((1 << odd) - 1);
    this.count = 0;
    for (const byte of bits) this.count += bitCounts[byte] as number;
  }
}
