/**
 * The outgoing side of a connection. Replies gather in a slab and go to the socket in one call for each batch of requests.
 *
 * Invariants: bytes [start, end) of `slab` are replies that wait to be sent, in order. A part of a slab that was detached
 * belongs to the read that fills it. While the socket holds bytes of a slab, `held` has a pin on it.
 */
import { copiedReplyBytesMaximum, slabBytes } from './limits.ts';
import { nbdError, simpleReplyBytes, writeSimpleReply } from './protocol.ts';
import type { Slab, SlabAccount } from './slab-pool.ts';
import type { Transport } from './transport.ts';

export class ReplyBatch {
  /** True while the socket has not taken all that it was given. */
  full = false;
  end = 0;
  private start = 0;
  private current: Slab | null = null;
  private readonly held: Slab[] = [];
  private readonly account: SlabAccount;
  private readonly transport: Transport;

  constructor(account: SlabAccount, transport: Transport) {
    this.account = account;
    this.transport = transport;
  }

  /** The slab that has room for `lengthBytes` at `end`. */
  reserve(lengthBytes: number): Slab {
    if (this.current !== null && this.end + lengthBytes > slabBytes) {
      this.send();
      this.drop();
    }
    this.current ??= this.account.take();
    return this.current;
  }

  simple(error: number, cookieHigh: number, cookieLow: number): void {
    const slab = this.reserve(simpleReplyBytes);
    writeSimpleReply(slab.view, this.end, error, cookieHigh, cookieLow);
    this.end += simpleReplyBytes;
  }

  acknowledge(cookieHigh: number, cookieLow: number): void {
    this.simple(nbdError.none, cookieHigh, cookieLow);
  }

  /** Takes [end, end + lengthBytes) out of the batch for a read that completes later; the slab is pinned for it. */
  detach(slab: Slab, lengthBytes: number): void {
    if (this.end > this.start) this.sendRange(slab, this.start, this.end);
    slab.pin();
    this.end += lengthBytes;
    this.start = this.end;
  }

  /** A detached part is filled: it goes out behind what is in the batch. The pin stays with the caller. */
  attach(slab: Slab, start: number, end: number): void {
    if (end - start <= copiedReplyBytesMaximum) {
      const target = this.reserve(end - start);
      target.bytes.set(slab.bytes.subarray(start, end), this.end);
      this.end += end - start;
      return;
    }
    this.sendWhole(slab, start, end);
  }

  /** Sends bytes of a slab that is not the batch's own, behind what is in the batch. The pin stays with the caller. */
  sendWhole(slab: Slab, start: number, end: number): void {
    this.send();
    this.sendRange(slab, start, end);
  }

  /** Sends the batch. Afterwards, if the socket took it, the slab is back in the pool. */
  send(): void {
    const slab = this.current;
    if (slab === null) return;
    if (this.end > this.start) this.sendRange(slab, this.start, this.end);
    this.start = this.end;
    if (slab.pins === 1) this.drop();
  }

  drained(): void {
    this.full = false;
    for (const slab of this.held.splice(0)) slab.unpin();
  }

  release(): void {
    this.drained();
    this.drop();
  }

  private drop(): void {
    this.current?.unpin();
    this.current = null;
    this.start = 0;
    this.end = 0;
  }

  private sendRange(slab: Slab, start: number, end: number): void {
    if (this.transport.send(slab.bytes, start, end)) return;
    this.full = true;
    slab.pin();
    this.held.push(slab);
  }
}
