/**
 * Where a socket receives into, and from where requests are taken in place.
 *
 * Invariants: bytes [parsed, filled) of `slab` are received and not yet taken, and lie in one piece. The next bytes of
 * the socket go to the region last given by `nextRegion`: behind `filled`, or, where there is too little room, into a
 * fresh slab, with a reserve in front of it into which the unfinished request moves. So a request of up to the reserve is
 * always seen whole, and data that a layer still writes from are never overwritten: the layer's pin keeps the slab.
 */
import { invariant } from '../model/invariant.ts';
import { receiveRoomBytesMinimum, slabBytes, slabReserveBytes } from './limits.ts';
import type { Slab, SlabAccount } from './slab-pool.ts';

export class ReceiveBuffer {
  slab: Slab;
  parsed = slabReserveBytes;
  filled = slabReserveBytes;
  private next: Slab | null = null;
  private readonly account: SlabAccount;

  constructor(account: SlabAccount) {
    this.account = account;
    this.slab = account.take();
  }

  /** The socket has put `count` bytes into the region. What was left untaken is at most the reserve if the slab changes. */
  received(count: number): void {
    if (this.next !== null) this.turn(this.next);
    this.filled += count;
  }

  /** Where the next bytes shall go; null while that is right behind the last ones. */
  nextRegion(): Uint8Array | null {
    if (this.next !== null) return null;
    const rest = this.filled - this.parsed;
    if (this.slab.pins === 1 && rest <= slabReserveBytes) {
      if (rest === 0 && this.filled === slabReserveBytes) return null;
      this.slab.bytes.copyWithin(slabReserveBytes - rest, this.parsed, this.filled);
      this.parsed = slabReserveBytes - rest;
      this.filled = slabReserveBytes;
    } else if (slabBytes - this.filled < receiveRoomBytesMinimum) {
      this.next = this.account.take();
      return this.next.bytes.subarray(slabReserveBytes);
    }
    return this.slab.bytes.subarray(this.filled);
  }

  /** The whole region of the first receive. */
  firstRegion(): Uint8Array {
    return this.slab.bytes.subarray(this.filled);
  }

  release(): void {
    this.slab.unpin();
    this.next?.unpin();
    this.next = null;
  }

  private turn(next: Slab): void {
    const rest = this.filled - this.parsed;
    invariant(rest <= slabReserveBytes, 'the unfinished request fits in front of the next slab');
    next.bytes.set(this.slab.bytes.subarray(this.parsed, this.filled), slabReserveBytes - rest);
    this.slab.unpin();
    this.slab = next;
    this.next = null;
    this.parsed = slabReserveBytes - rest;
    this.filled = slabReserveBytes;
  }
}
