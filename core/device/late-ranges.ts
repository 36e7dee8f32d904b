/**
 * Changes that were given up while they were in the kernel: they may land at any time until they return. Whatever would
 * change the same bytes waits for that, so that no late write ever lands over a newer one.
 */
export interface LateRange {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export class LateRanges {
  private readonly ranges = new Set<LateRange>();

  get count(): number {
    return this.ranges.size;
  }

  add(range: LateRange): void {
    this.ranges.add(range);
  }

  remove(range: LateRange): void {
    this.ranges.delete(range);
  }

  touch({ offsetBytes, lengthBytes }: LateRange): boolean {
    for (const range of this.ranges) {
      if (offsetBytes < range.offsetBytes + range.lengthBytes && range.offsetBytes < offsetBytes + lengthBytes) return true;
    }
    return false;
  }
}
