/**
 * A full file system under a sparse image is no disk failure (design section 4): the write is held, somebody is told, and
 * it is tried again every second for a minute before the client hears ENOSPC. The engine's own records are not held:
 * their space is allocated beforehand.
 */
import type { BlockDevice, Clock, Done, IoError } from './ports.ts';

export const holdMilliseconds = 60_000;
export const retryMilliseconds = 1000;
const spareObjectsMaximum = 1024;
const nothing: Uint8Array = new Uint8Array(0);

export interface SpaceAlert {
  /** The first write is held. */
  full(): void;
  /** Nothing is held any more: space was found, or the writes have failed. */
  ended(): void;
}

export class SpaceHold implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  private readonly inner: BlockDevice;
  private readonly clock: Clock;
  private readonly alert: SpaceAlert;
  private readonly spare: HeldChange[] = [];
  /** Changes under way, by the `done` that each was given; those that were complete at once were never in it. */
  private readonly underWay = new Map<Done, HeldChange>();
  private held = 0;

  constructor(inner: BlockDevice, clock: Clock, alert: SpaceAlert) {
    this.inner = inner;
    this.clock = clock;
    this.alert = alert;
    this.sizeBytes = inner.sizeBytes;
    this.readOnly = inner.readOnly;
  }

  get punchesHoles(): boolean {
    return this.inner.punchesHoles;
  }

  get lateCalls(): number {
    return this.inner.lateCalls ?? 0;
  }

  mediumMark(): string {
    return this.inner.mediumMark?.() ?? '';
  }

  /** A change that is held for want of space is not given up: its disk has not failed. */
  giveUp(done: Done): boolean {
    const change = this.underWay.get(done);
    if (change === undefined) return this.inner.giveUp?.(done) ?? false;
    if (change.heldUntil > 0 || this.inner.giveUp?.(change.finish) !== true) return false;
    this.recycle(change);
    return true;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.change('write', buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.change(keepAllocated ? 'zero keeping space' : 'zero', nothing, 0, offsetBytes, lengthBytes, done);
  }

  flush(done: Done): boolean {
    return this.inner.flush(done);
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.inner.writeDurable(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  watchFailure(failed: (error: IoError) => void): void {
    this.inner.watchFailure?.(failed);
  }

  close(): void {
    this.inner.close();
  }

  private change(
    operation: HeldChange['operation'], buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done,
  ): boolean {
    const change = this.spare.pop() ?? new HeldChange(this);
    change.operation = operation;
    change.buffer = buffer;
    change.bufferStart = bufferStart;
    change.offsetBytes = offsetBytes;
    change.lengthBytes = lengthBytes;
    change.done = done;
    change.heldUntil = 0;
    const complete = change.issue(this.inner);
    if (complete) this.recycle(change);
    else this.underWay.set(done, change);
    return complete;
  }

  ended(change: HeldChange, error: IoError | null): void {
    if (error !== null && error.code === 'ENOSPC' && this.holds(change)) return;
    const { done } = change;
    const wasHeld = change.heldUntil > 0;
    this.recycle(change);
    done(error);
    if (!wasHeld) return;
    this.held -= 1;
    if (this.held === 0) this.alert.ended();
  }

  private holds(change: HeldChange): boolean {
    const now = this.clock.nowMilliseconds();
    if (change.heldUntil === 0) {
      change.heldUntil = now + holdMilliseconds;
      this.held += 1;
      if (this.held === 1) this.alert.full();
    } else if (now >= change.heldUntil) {
      return false;
    }
    this.clock.after(retryMilliseconds, () => { if (change.issue(this.inner)) this.ended(change, null); });
    return true;
  }

  private recycle(change: HeldChange): void {
    if (this.underWay.get(change.done) === change) this.underWay.delete(change.done);
    change.buffer = nothing;
    if (this.spare.length < spareObjectsMaximum) this.spare.push(change);
  }
}

class HeldChange {
  operation: 'write' | 'zero' | 'zero keeping space' = 'write';
  buffer = nothing;
  bufferStart = 0;
  offsetBytes = 0;
  lengthBytes = 0;
  /** 0 while it was never held. */
  heldUntil = 0;
  done: Done = () => undefined;
  readonly finish: Done;

  constructor(owner: SpaceHold) {
    this.finish = (error) => { owner.ended(this, error); };
  }

  issue(device: BlockDevice): boolean {
    if (this.operation === 'write') return device.write(this.buffer, this.bufferStart, this.offsetBytes, this.lengthBytes, this.finish);
    return device.zero(this.offsetBytes, this.lengthBytes, this.operation === 'zero keeping space', this.finish);
  }
}
