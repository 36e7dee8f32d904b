/**
 * The sectors of one disk that a failed flush left visible and not durable. The system counts them as clean, so every later
 * flush reports them as kept, and a power cut loses them.
 *
 * Invariants:
 * - A sector leaves when a later write of it has reached the medium, or at a power cut.
 * - `hidden` sectors have outlived a death of the host that left nobody who knows of them; they stay hidden.
 */
import { sectorBytes } from '../model/limits.ts';

export interface ByteRange {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

interface ForgottenSector {
  /** Number of the last write over it since; infinite while there is none. */
  rewrittenBy: number;
  isHidden: boolean;
}

function* sectorsOf({ offsetBytes, lengthBytes }: ByteRange): Generator<number> {
  for (let sector = Math.floor(offsetBytes / sectorBytes); sector * sectorBytes < offsetBytes + lengthBytes; sector += 1) yield sector;
}

export class ForgottenSectors {
  readonly #sectors = new Map<number, ForgottenSector>();
  /** When the last flush failed, in milliseconds of the world. */
  failedAt = -Infinity;

  /** The flush covered the writes up to that number. */
  forget(ranges: readonly ByteRange[], writeNumber: number, nowMilliseconds: number): void {
    this.failedAt = nowMilliseconds;
    for (const range of ranges) {
      for (const sector of sectorsOf(range)) {
        const { rewrittenBy = Infinity, isHidden = false } = this.#sectors.get(sector) ?? {};
        this.#sectors.set(sector, { rewrittenBy: rewrittenBy > writeNumber ? rewrittenBy : Infinity, isHidden });
      }
    }
  }

  written(range: ByteRange, writeNumber: number): void {
    if (this.#sectors.size === 0) return;
    for (const sector of sectorsOf(range)) {
      const forgotten = this.#sectors.get(sector);
      if (forgotten) forgotten.rewrittenBy = writeNumber;
    }
  }

  /** All writes up to that number are on the medium. */
  settled(writeNumber: number): void {
    for (const [sector, { rewrittenBy }] of this.#sectors) if (rewrittenBy <= writeNumber) this.#sectors.delete(sector);
  }

  /** The host died. Sectors of its life that `staysUnknown` are hidden from now on; of the others the next life knows. True: some are. */
  hide(staysUnknown: (sector: number) => boolean): boolean {
    let hides = false;
    for (const [sector, forgotten] of this.#sectors) {
      if (forgotten.isHidden) continue;
      forgotten.isHidden = staysUnknown(sector);
      hides ||= forgotten.isHidden;
      if (!forgotten.isHidden) this.#sectors.delete(sector);
    }
    return hides;
  }

  /** A power cut: what is visible is durable again, and these are the hidden sectors that it took. */
  takeLost(): readonly number[] {
    const lost = [...this.#sectors].filter(([, { isHidden }]) => isHidden).map(([sector]) => sector);
    this.#sectors.clear();
    return lost;
  }
}
