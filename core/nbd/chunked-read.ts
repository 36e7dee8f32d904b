/**
 * A read longer than one chunk, answered by chunks of a structured reply in whatever order they are ready. The last chunk
 * to be sent says that the reply is done, because only then no error can follow.
 */
import type { IoError } from '../device/ports.ts';
import type { Call, CallEnd, CallStore } from './call.ts';
import { readChunkBytes } from './limits.ts';
import { chunkFlagDone, dataChunkBytes, writeDataChunk } from './protocol.ts';
import type { RequestHeader } from './request-rules.ts';
import { abandoned, type Session } from './session.ts';
import type { Slab } from './slab-pool.ts';

export class ChunkedRead implements CallEnd {
  private readonly session: Session;
  private readonly calls: CallStore;
  private readonly request: RequestHeader;
  private readonly endBytes: number;
  private nextBytes: number;
  private pending = 0;
  private error: IoError | null = null;

  constructor(session: Session, calls: CallStore, request: RequestHeader) {
    this.session = session;
    this.calls = calls;
    this.request = request;
    this.nextBytes = request.offsetBytes;
    this.endBytes = request.offsetBytes + request.lengthBytes;
    session.begin();
  }

  /** Issues one piece if the session is ready. `issued`: there is nothing more to issue. */
  advance(): 'issued' | 'going' | 'waiting' {
    if (this.nextBytes === this.endBytes) return 'issued';
    if (!this.session.ready()) return 'waiting';
    const lengthBytes = Math.min(this.endBytes - this.nextBytes, readChunkBytes);
    const offsetBytes = this.nextBytes;
    this.nextBytes += lengthBytes;
    const { replies, target } = this.session;
    const slab = replies.reserve(dataChunkBytes + lengthBytes);
    const start = replies.end;
    const call = this.calls.take();
    call.end = this;
    if (target.layer.read(slab.bytes, start + dataChunkBytes, offsetBytes, lengthBytes, call.done)) {
      this.calls.giveBack(call);
      this.writeHeader(slab, start, offsetBytes, lengthBytes);
      replies.end = start + dataChunkBytes + lengthBytes;
      replies.send();
      this.settleIfLast();
    } else {
      call.offsetBytes = offsetBytes;
      call.lengthBytes = lengthBytes;
      call.slab = slab;
      call.at = start;
      replies.detach(slab, dataChunkBytes + lengthBytes);
      this.pending += 1;
    }
    return this.nextBytes === this.endBytes ? 'issued' : 'going';
  }

  /** What was not issued yet never will be. */
  abandon(): void {
    this.error ??= abandoned;
    this.nextBytes = this.endBytes;
    this.settleIfLast();
  }

  ended(call: Call, error: IoError | null): void {
    const slab = call.slab as Slab;
    this.pending -= 1;
    if (error !== null) {
      this.error ??= error;
      this.nextBytes = this.endBytes;
    } else {
      this.writeHeader(slab, call.at, call.offsetBytes, call.lengthBytes);
      this.session.replies.attach(slab, call.at, call.at + dataChunkBytes + call.lengthBytes);
    }
    slab.unpin();
    this.calls.giveBack(call);
    this.settleIfLast();
    this.session.wake();
  }

  private last(): boolean {
    return this.pending === 0 && this.nextBytes === this.endBytes;
  }

  private writeHeader(slab: Slab, start: number, offsetBytes: number, lengthBytes: number): void {
    const flags = this.last() && this.error === null ? chunkFlagDone : 0;
    writeDataChunk(slab.view, start, flags, this.request.cookieHigh, this.request.cookieLow, offsetBytes, lengthBytes);
  }

  private settleIfLast(): void {
    if (!this.last()) return;
    if (this.error !== null) this.session.readFailed(this.error, this.request.cookieHigh, this.request.cookieLow);
    this.session.settle();
  }
}
