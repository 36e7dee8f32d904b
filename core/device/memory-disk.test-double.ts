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

export class MemoryDisk implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly punchesHoles: boolean;
  readonly content: Uint8Array;
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
  private hanging: (() => void)[] = [];
  private readonly waiting = new Map<Done, { isGivenUp: boolean }>();
  private readonly soon: (run: () => void) => void;

  constructor(options: MemoryDiskOptions) {
    this.sizeBytes = options.sizeBytes;
    this.readOnly = options.readOnly ?? false;
    this.punchesHoles = options.punchesHoles ?? true;
    this.content = new Uint8Array(options.sizeBytes);
    this.soon = options.soon ?? ((run) => { setImmediate(run); });
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.perform('read', offsetBytes, lengthBytes, done, () => {
      buffer.set(this.content.subarray(offsetBytes, offsetBytes + lengthBytes), bufferStart);
    });
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.perform('write', offsetBytes, lengthBytes, done, () => {
      this.content.set(buffer.subarray(bufferStart, bufferStart + lengthBytes), offsetBytes);
      this.unflushedWrites += 1;
    });
  }

  zero(offsetBytes: number, lengthBytes: number, _keepAllocated: boolean, done: Done): boolean {
    return this.perform('zero', offsetBytes, lengthBytes, done, () => {
      this.content.fill(0, offsetBytes, offsetBytes + lengthBytes);
      this.unflushedWrites += 1;
    });
  }

  flush(done: Done): boolean {
    const covered = this.unflushedWrites;
    return this.perform('flush', 0, 0, done, () => { this.unflushedWrites -= Math.min(covered, this.unflushedWrites); });
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.perform('writeDurable', offsetBytes, lengthBytes, done, () => {
      this.content.set(buffer.subarray(bufferStart, bufferStart + lengthBytes), offsetBytes);
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
