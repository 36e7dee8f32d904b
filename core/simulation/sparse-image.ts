/**
 * The bytes of a disk in memory. Chunks that were never written read as zeros; copies share chunks until one of them
 * writes. Small chunks, since a copy that is written a little is what simulated power cuts and forked worlds make most.
 */
const chunkBytes = 16 * 1024;

export class SparseImage {
  #chunks = new Map<number, Uint8Array>();
  /** Chunks that no other image shares. */
  readonly #own = new Set<number>();

  read(target: Uint8Array, targetStart: number, offsetBytes: number, lengthBytes: number): void {
    let at = offsetBytes;
    let to = targetStart;
    const end = offsetBytes + lengthBytes;
    while (at < end) {
      const index = Math.floor(at / chunkBytes);
      const within = at - index * chunkBytes;
      const count = Math.min(chunkBytes - within, end - at);
      const chunk = this.#chunks.get(index);
      if (chunk) target.set(chunk.subarray(within, within + count), to);
      else target.fill(0, to, to + count);
      at += count;
      to += count;
    }
  }

  /** `source` null writes zeros. */
  write(source: Uint8Array | null, sourceStart: number, offsetBytes: number, lengthBytes: number): void {
    let at = offsetBytes;
    let from = sourceStart;
    const end = offsetBytes + lengthBytes;
    while (at < end) {
      const index = Math.floor(at / chunkBytes);
      const within = at - index * chunkBytes;
      const count = Math.min(chunkBytes - within, end - at);
      if (!source && count === chunkBytes) {
        this.#chunks.delete(index);
      } else {
        const chunk = source || this.#chunks.has(index) ? this.#writable(index) : null;
        if (chunk && source) chunk.set(source.subarray(from, from + count), within);
        else if (chunk) chunk.fill(0, within, within + count);
      }
      at += count;
      from += count;
    }
  }

  /** The range holds afterwards what it holds in `other`. */
  copyRange(other: SparseImage, offsetBytes: number, lengthBytes: number): void {
    const end = offsetBytes + lengthBytes;
    for (let at = offsetBytes; at < end;) {
      const index = Math.floor(at / chunkBytes);
      const within = at - index * chunkBytes;
      const count = Math.min(chunkBytes - within, end - at);
      this.write(other.#chunks.get(index) ?? null, within, at, count);
      at += count;
    }
  }

  /** Another image with the same bytes, for the price of one entry a chunk. */
  fork(): SparseImage {
    const copy = new SparseImage();
    copy.#chunks = new Map(this.#chunks);
    this.#own.clear();
    return copy;
  }

  #writable(index: number): Uint8Array {
    const present = this.#chunks.get(index);
    if (present && this.#own.has(index)) return present;
    const chunk = present ? present.slice() : new Uint8Array(chunkBytes);
    this.#chunks.set(index, chunk);
    this.#own.add(index);
    return chunk;
  }
}
