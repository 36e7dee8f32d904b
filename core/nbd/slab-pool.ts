/**
 * The buffers of all connections: slabs of one size, kept for reuse because a fresh one costs page faults.
 *
 * Invariants: whoever needs the bytes of a slab to stay as they are holds a pin: the connection that fills it, each call
 * to a layer that reads or writes in it, the socket that has yet to send from it. Without pins it belongs to the pool.
 */
import { invariant } from '../model/invariant.ts';
import { slabBytes, slabsSpareMaximum } from './limits.ts';

export class Slab {
  readonly bytes: Uint8Array = Buffer.allocUnsafeSlow(slabBytes);
  readonly view = new DataView(this.bytes.buffer);
  pins = 0;
  account: SlabAccount | null = null;

  pin(): void {
    this.pins += 1;
  }

  unpin(): void {
    this.pins -= 1;
    if (this.pins > 0) return;
    invariant(this.pins === 0 && this.account !== null, 'a slab is unpinned as often as it is pinned');
    this.account.giveBack(this);
  }
}

export class SlabPool {
  readonly spare: Slab[] = [];
}

/** The slabs that one connection holds, for its bound of memory. */
export class SlabAccount {
  taken = 0;
  private readonly pool: SlabPool;

  constructor(pool: SlabPool) {
    this.pool = pool;
  }

  /** A slab with one pin: the caller's. */
  take(): Slab {
    const slab = this.pool.spare.pop() ?? new Slab();
    slab.pins = 1;
    slab.account = this;
    this.taken += 1;
    return slab;
  }

  giveBack(slab: Slab): void {
    this.taken -= 1;
    slab.account = null;
    if (this.pool.spare.length < slabsSpareMaximum) this.pool.spare.push(slab);
  }
}
