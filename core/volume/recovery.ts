/**
 * Read-writeback (docs/decisions/0001, "After a crash"). Stands between the overlap order and the plexes.
 *
 * - A read that touches a marked region makes the region equal first, so that bytes once read stay.
 * - A change that covers a marked region whole, and was taken, makes it equal; one that covers a part does not.
 * - A region is made equal under the lock of its range: read from one plex, written to all others.
 */
import type { Done, IoError } from '../device/ports.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { Abilities, Layer } from './layer.ts';
import type { RangeOrder } from './range-order.ts';
import { RangeLock } from './range-order.ts';
import type { Copied, RangeCopy } from './range-copy.ts';
import { UnequalRegions } from './unequal-regions.ts';

export class RecoveryLayer implements Layer {
  inner: Layer;
  readonly regions = new UnequalRegions();
  private readonly order: RangeOrder;
  private readonly copy: RangeCopy;
  private readonly running = new Map<number, Copied[]>();

  constructor(inner: Layer, order: RangeOrder, copy: RangeCopy) {
    this.inner = inner;
    this.order = order;
    this.copy = copy;
  }

  get abilities(): Abilities {
    return this.inner.abilities;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.regions.count === 0 || this.regions.firstIn(offsetBytes, lengthBytes) < 0) {
      return this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
    }
    let within = true;
    let completeAtOnce = false;
    this.equalize(offsetBytes, lengthBytes, (error) => {
      if (error !== null) {
        this.later(within, () => { done(error); });
      } else if (within) {
        completeAtOnce = this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
      } else if (this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done)) {
        done(null);
      }
    });
    within = false;
    return completeAtOnce;
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.regions.count === 0) return this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, done);
    const covered = this.covering(offsetBytes, lengthBytes, done);
    return this.noted(offsetBytes, lengthBytes, this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, covered));
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (this.regions.count === 0) return this.inner.zero(offsetBytes, lengthBytes, keepAllocated, done);
    const covered = this.covering(offsetBytes, lengthBytes, done);
    return this.noted(offsetBytes, lengthBytes, this.inner.zero(offsetBytes, lengthBytes, keepAllocated, covered));
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.regions.count === 0) return this.inner.trim(offsetBytes, lengthBytes, done);
    return this.noted(offsetBytes, lengthBytes, this.inner.trim(offsetBytes, lengthBytes, this.covering(offsetBytes, lengthBytes, done)));
  }

  flush(done: Done): boolean {
    return this.inner.flush(done);
  }

  /** Makes one region equal unless it is so already; a region that is being made equal is waited for. */
  equalizeRegion(region: number, done: Copied): void {
    const waiting = this.running.get(region);
    if (waiting !== undefined) {
      waiting.push(done);
      return;
    }
    const waiters: Copied[] = [done];
    this.running.set(region, waiters);
    const { startBytes, lengthBytes } = this.regions.range(region);
    const end: Copied = (failure) => {
      this.running.delete(region);
      for (const waiter of waiters) waiter(failure);
    };
    const locked = (release: () => void): void => {
      if (!this.regions.isMarked(region)) {
        release();
        end(null);
        return;
      }
      this.copy.equalize(startBytes, lengthBytes, (failure) => {
        if (failure === null) this.regions.clear(region);
        release();
        end(failure);
      });
    };
    if (sabotaged('recovery-without-lock')) {
      locked(() => undefined);
      return;
    }
    const lock = new RangeLock(this.order, startBytes, lengthBytes, () => { locked(() => { lock.release(); }); });
    lock.acquire();
  }

  private equalize(offsetBytes: number, lengthBytes: number, done: Done): void {
    const proceed: Copied = (failure) => {
      const region = failure === null ? this.regions.firstIn(offsetBytes, lengthBytes) : -1;
      if (region < 0) done(failure === null ? null : failure.error);
      else this.equalizeRegion(region, proceed);
    };
    proceed(null);
  }

  private covering(offsetBytes: number, lengthBytes: number, done: Done): Done {
    return (error: IoError | null) => {
      if (error === null) this.regions.clearCovered(offsetBytes, lengthBytes);
      done(error);
    };
  }

  private noted(offsetBytes: number, lengthBytes: number, complete: boolean): boolean {
    if (complete) this.regions.clearCovered(offsetBytes, lengthBytes);
    return complete;
  }

  private later(within: boolean, run: () => void): void {
    if (within) this.copy.clock.soon(run);
    else run();
  }
}
