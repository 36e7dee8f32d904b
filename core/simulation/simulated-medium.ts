/**
 * What a simulated disk holds. Two images of the same bytes: the one that reads see (page cache and drive cache
 * together), and the one that survives a power cut. Between them lie the writes that no flush has covered yet.
 *
 * Invariants:
 * - `visible` = `durable` with every pending write applied in order, but for the ranges of writes that a failed flush forgot:
 *   there `visible` keeps what `durable` never gets.
 * - The two share no bytes, and differ in those ranges only: a power cut costs what was pending, not what the disk holds.
 * - A power cut keeps each pending write whole, or some of its sectors, or none; never a third value of a sector.
 */
import { sectorBytes } from '../model/limits.ts';
import type { SeededRandom } from './seeded-random.ts';
import { SparseImage } from './sparse-image.ts';

interface Range {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

interface PendingWrite extends Range {
  /** Null is zeros. */
  readonly bytes: Uint8Array | null;
}

export class SimulatedMedium {
  readonly sizeBytes: number;
  readonly #visible = new SparseImage();
  readonly #durable = new SparseImage();
  #pending: PendingWrite[] = [];
  #forgotten: Range[] = [];
  /** Number of the oldest pending write; numbers only grow. */
  #firstPending = 0;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }

  read(target: Uint8Array, targetStart: number, offsetBytes: number, lengthBytes: number): void {
    this.#visible.read(target, targetStart, offsetBytes, lengthBytes);
  }

  write(bytes: Uint8Array | null, start: number, offsetBytes: number, lengthBytes: number): void {
    const copy = bytes ? bytes.slice(start, start + lengthBytes) : null;
    this.#visible.write(copy, 0, offsetBytes, lengthBytes);
    this.#pending.push({ offsetBytes, lengthBytes, bytes: copy });
  }

  /** Written through: durable at once, and so is everything pending that it overlaps, since they share one page. */
  writeDurable(bytes: Uint8Array, start: number, offsetBytes: number, lengthBytes: number): void {
    const end = offsetBytes + lengthBytes;
    const overlaps = this.#pending.some((write) => write.offsetBytes < end && offsetBytes < write.offsetBytes + write.lengthBytes);
    if (overlaps) this.settleThrough(this.writeCount);
    this.#visible.write(bytes, start, offsetBytes, lengthBytes);
    this.#durable.write(bytes, start, offsetBytes, lengthBytes);
  }

  /** Writes so far; a flush that begins now covers exactly these. */
  get writeCount(): number {
    return this.#firstPending + this.#pending.length;
  }

  /** All writes up to that number reach the medium. */
  settleThrough(writeCount: number): void {
    for (const write of this.#take(writeCount)) this.#durable.write(write.bytes, 0, write.offsetBytes, write.lengthBytes);
  }

  /** A flush failed: what it should have covered stays visible, but counts as clean and will never be durable. Answers with that. */
  forgetThrough(writeCount: number): readonly Range[] {
    const forgotten = this.#take(writeCount).map(({ offsetBytes, lengthBytes }) => ({ offsetBytes, lengthBytes }));
    this.#forgotten.push(...forgotten);
    return forgotten;
  }

  #take(writeCount: number): readonly PendingWrite[] {
    const taken = this.#pending.splice(0, Math.max(0, writeCount - this.#firstPending));
    this.#firstPending += taken.length;
    return taken;
  }

  /** Part of a write reaches the disk and the rest never does: what a failing or cut write leaves. */
  writeTorn(bytes: Uint8Array | null, start: number, offsetBytes: number, lengthBytes: number, random: SeededRandom): void {
    for (let at = 0; at < lengthBytes; at += sectorBytes) {
      const count = Math.min(sectorBytes, lengthBytes - at);
      if (random.chance(0.5)) this.write(bytes, start + at, offsetBytes + at, count);
    }
  }

  powerCut(random: SeededRandom): void {
    for (const write of this.#pending) {
      const fate = random.below(3);
      if (fate === 0) continue;
      for (let at = 0; at < write.lengthBytes; at += sectorBytes) {
        const count = Math.min(sectorBytes, write.lengthBytes - at);
        if (fate === 1 || random.chance(0.5)) this.#durable.write(write.bytes, at, write.offsetBytes + at, count);
      }
    }
    const lost = [...this.#take(this.writeCount), ...this.#forgotten];
    this.#forgotten = [];
    for (const { offsetBytes, lengthBytes } of lost) this.#visible.copyRange(this.#durable, offsetBytes, lengthBytes);
  }
}
