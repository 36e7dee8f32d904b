/**
 * A disk in memory, for tests: failures and late completion are switched on from outside. What a late operation does
 * to the content happens when it completes, so that a caller who reuses its buffer too early is found out.
 */
import type { BlockDevice, Done, IoError } from './ports.ts';

export type DiskOperation = 'read' | 'write' | 'zero' | 'flush' | 'writeDurable';

export interface MemoryDiskOptions {
  readonly sizeBytes: number;
  readonly readOnly?: boolean | undefined;
  readonly punchesHoles?: boolean | undefined;
  /** How a late completion is scheduled; the event loop's next turn unless told. */
  readonly soon?: ((run: () => void) => void) | undefined;
}

const chunkBytes = 64 * 1024;
const zeros = new Uint8Array(chunkBytes);

export class MemoryDisk implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly punchesHoles: boolean;
  readonly counts: Record<DiskOperation, number> = { read: 0, write: 0, zero: 0, flush: 0, writeDurable: 0 };
  /** Completed writes and zeros that no flush, begun after them, has covered. */
  unflushedWrites = 0;
  closed = false;
  /** Decides at issue whether an operation fails; a failed operation changes nothing. */
  fault: (operation: DiskOperation, offsetBytes: number, lengthBytes: number) => IoError | null = () => null;
  /** Decides at issue whether an operation completes later. A failed one always does. */
  completesLater: (operation: DiskOperation) => boolean = () => false;
  /** Operations that hang: begun now, they return when `resume` is called, given up or not. */
  hangs: (operation: DiskOperation) => boolean = () => false;
  lateCalls = 0;
  /** Those that were ever anything but zeros: most of a disk is never used, and memory costs most at its first touch. */
  private readonly chunks = new Map<number, Uint8Array>();
  /** In place of the chunks, once somebody wanted the bytes in hand. */
  private whole: Uint8Array | null = null;
  private hanging: (() => void)[] = [];
  private readonly waiting = new Map<Done, { isGivenUp: boolean }>();
  private readonly soon: (run: () => void) => void;

  constructor(options: MemoryDiskOptions) {
    this.sizeBytes = options.sizeBytes;
    this.readOnly = options.readOnly ?? false;
    this.punchesHoles = options.punchesHoles ?? true;
    this.soon = options.soon ?? ((run) => { setImmediate(run); });
  }

  /** To look at and to change. */
  get content(): Uint8Array {
    if (this.whole !== null) return this.whole;
    const whole = new Uint8Array(this.sizeBytes);
    for (const [chunk, bytes] of this.chunks) whole.set(bytes.subarray(0, this.sizeBytes - chunk * chunkBytes), chunk * chunkBytes);
    this.whole = whole;
    this.chunks.clear();
    return whole;
  }

  /** A copy, to look at; what is asked of the disk meanwhile stands in no way. */
  look(offsetBytes: number, lengthBytes: number): Uint8Array {
    const copy = new Uint8Array(lengthBytes);
    this.get(copy, 0, offsetBytes, lengthBytes);
    return copy;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.perform('read', offsetBytes, lengthBytes, done, () => { this.get(buffer, bufferStart, offsetBytes, lengthBytes); });
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.perform('write', offsetBytes, lengthBytes, done, () => {
      this.set(buffer, bufferStart, offsetBytes, lengthBytes);
      this.unflushedWrites += 1;
    });
  }

  zero(offsetBytes: number, lengthBytes: number, _keepAllocated: boolean, done: Done): boolean {
    return this.perform('zero', offsetBytes, lengthBytes, done, () => {
      this.eachPart(offsetBytes, lengthBytes, (bytes, start, length) => { bytes?.fill(0, start, start + length); });
      this.unflushedWrites += 1;
    });
  }

  flush(done: Done): boolean {
    const covered = this.unflushedWrites;
    return this.perform('flush', 0, 0, done, () => { this.unflushedWrites -= Math.min(covered, this.unflushedWrites); });
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.perform('writeDurable', offsetBytes, lengthBytes, done, () => {
      this.set(buffer, bufferStart, offsetBytes, lengthBytes);
    });
  }

  close(): void {
    this.closed = true;
  }

  /** Only calls that hang. */
  giveUp(done: Done): boolean {
    const call = this.waiting.get(done);
    if (call === undefined) return false;
    call.isGivenUp = true;
    this.waiting.delete(done);
    this.lateCalls += 1;
    return true;
  }

  /** What hung returns now; changes that were given up land. */
  resume(): void {
    this.hangs = () => false;
    for (const end of this.hanging.splice(0)) end();
  }

  private get(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number): void {
    this.eachPart(offsetBytes, lengthBytes, (bytes, start, length, at) => {
      if (bytes === null) buffer.fill(0, bufferStart + at, bufferStart + at + length);
      else buffer.set(bytes.subarray(start, start + length), bufferStart + at);
    });
  }

  private set(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number): void {
    this.eachPart(offsetBytes, lengthBytes, (bytes, start, length, at) => {
      const part = buffer.subarray(bufferStart + at, bufferStart + at + length);
      if (bytes === null && Buffer.compare(part, zeros.subarray(0, length)) === 0) return;
      (bytes ?? this.newChunk(Math.floor((offsetBytes + at) / chunkBytes))).set(part, start);
    });
  }

  private newChunk(chunk: number): Uint8Array {
    const bytes = new Uint8Array(chunkBytes);
    this.chunks.set(chunk, bytes);
    return bytes;
  }

  /** The range, cut at the borders of chunks: where each part lies, `bytes` null in one of zeros; `at` counts from its beginning. */
  private eachPart(
    offsetBytes: number, lengthBytes: number, visit: (bytes: Uint8Array | null, start: number, length: number, at: number) => void,
  ): void {
    if (this.whole !== null) {
      visit(this.whole, offsetBytes, lengthBytes, 0);
      return;
    }
    for (let at = 0; at < lengthBytes;) {
      const start = (offsetBytes + at) % chunkBytes;
      const length = Math.min(lengthBytes - at, chunkBytes - start);
      visit(this.chunks.get(Math.floor((offsetBytes + at) / chunkBytes)) ?? null, start, length, at);
      at += length;
    }
  }

  private perform(operation: DiskOperation, offsetBytes: number, lengthBytes: number, done: Done, effect: () => void): boolean {
    this.counts[operation] += 1;
    const error = this.refuse(operation, offsetBytes, lengthBytes) ?? this.fault(operation, offsetBytes, lengthBytes);
    if (error !== null) {
      this.soon(() => { done(error); });
      return false;
    }
    if (this.hangs(operation)) {
      this.hang(operation, effect, done);
      return false;
    }
    if (!this.completesLater(operation)) {
      effect();
      return true;
    }
    this.soon(() => {
      effect();
      done(null);
    });
    return false;
  }

  private hang(operation: DiskOperation, effect: () => void, done: Done): void {
    const call = { isGivenUp: false };
    this.waiting.set(done, call);
    this.hanging.push(() => {
      if (!call.isGivenUp || operation !== 'read') effect();
      if (call.isGivenUp) {
        this.lateCalls -= 1;
        return;
      }
      this.waiting.delete(done);
      done(null);
    });
  }

  private refuse(operation: DiskOperation, offsetBytes: number, lengthBytes: number): IoError | null {
    if (this.closed) return { code: 'EIO', message: 'the disk is closed' };
    if (offsetBytes < 0 || lengthBytes < 0 || offsetBytes + lengthBytes > this.sizeBytes) {
      return { code: 'EINVAL', message: `${operation} of ${lengthBytes} bytes at ${offsetBytes} is outside the disk` };
    }
    const changes = operation !== 'read' && operation !== 'flush';
    return changes && this.readOnly ? { code: 'EROFS', message: 'the disk is read-only' } : null;
  }
}
