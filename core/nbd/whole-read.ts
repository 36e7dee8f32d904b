/**
 * A read longer than one piece whose reply must be one part: for clients without structured replies, or with the flag DF.
 *
 * It runs alone, since its parts must not be mixed with other replies. Up to `slabsPerWholeReadMaximum` slabs are read
 * before the first byte goes out, so that an error there is reported as one. Beyond, an error can only end the connection:
 * the protocol has no other way once a simple reply has begun.
 */
import type { IoError } from '../device/ports.ts';
import { pieceBytes, slabsPerWholeReadMaximum } from './limits.ts';
import {
  chunkFlagDone, dataChunkBytes, nbdError, simpleReplyBytes, writeDataChunk, writeSimpleReply,
} from './protocol.ts';
import type { RequestHeader } from './request-rules.ts';
import { abandoned, type Session } from './session.ts';
import type { Slab } from './slab-pool.ts';

interface Part { readonly slab: Slab; readonly lengthBytes: number }

export class WholeRead {
  private readonly session: Session;
  private readonly request: RequestHeader;
  private readonly endBytes: number;
  private readonly violated: (meaning: string) => void;
  private nextBytes: number;
  private parts: Part[] = [];
  private pending = 0;
  private error: IoError | null = null;

  /** `violated` ends the connection. */
  constructor(session: Session, request: RequestHeader, violated: (meaning: string) => void) {
    this.session = session;
    this.request = request;
    this.nextBytes = request.offsetBytes;
    this.endBytes = request.offsetBytes + request.lengthBytes;
    this.violated = violated;
    session.begin();
  }

  /** Reads or sends one group of parts, if everything before it is out of the way. */
  advance(): 'issued' | 'going' | 'waiting' {
    if (this.pending > 0 || this.session.inFlight > 1 || this.session.replies.full || this.session.closed) return 'waiting';
    if (this.parts.length > 0) return this.sendGroup();
    this.readGroup();
    return this.pending > 0 ? 'waiting' : 'going';
  }

  /** What was not sent yet never will be. */
  abandon(): void {
    this.error = abandoned;
    if (this.pending === 0) this.sendGroup();
  }

  private readGroup(): void {
    const { account, target } = this.session;
    while (this.parts.length < slabsPerWholeReadMaximum && this.nextBytes < this.endBytes) {
      const lengthBytes = Math.min(this.endBytes - this.nextBytes, pieceBytes);
      const slab = account.take();
      this.parts.push({ slab, lengthBytes });
      if (!target.layer.read(slab.bytes, dataChunkBytes, this.nextBytes, lengthBytes, this.ended)) this.pending += 1;
      this.nextBytes += lengthBytes;
    }
  }

  private readonly ended = (error: IoError | null): void => {
    this.error ??= error;
    this.pending -= 1;
    if (this.pending > 0) return;
    if (this.error === abandoned) this.sendGroup();
    else this.session.wake();
  };

  private sendGroup(): 'issued' | 'going' {
    const parts = this.parts;
    this.parts = [];
    const sentBytes = this.nextBytes - this.request.offsetBytes - parts.reduce((sum, part) => sum + part.lengthBytes, 0);
    if (this.error !== null) this.fail(this.error, sentBytes > 0);
    for (const [index, { slab, lengthBytes }] of parts.entries()) {
      const header = index === 0 && sentBytes === 0 ? this.writeHeader(slab) : 0;
      if (this.error === null) this.session.replies.sendWhole(slab, dataChunkBytes - header, dataChunkBytes + lengthBytes);
      slab.unpin();
    }
    if (this.error === null && this.nextBytes < this.endBytes) return 'going';
    this.session.settle();
    return 'issued';
  }

  private fail(error: IoError, begun: boolean): void {
    if (begun && !this.session.closed) this.violated(`a read failed in the middle of its reply: ${error.message}`);
    else this.session.readFailed(error, this.request.cookieHigh, this.request.cookieLow);
  }

  /** Right in front of the data; returns its length. */
  private writeHeader(slab: Slab): number {
    const { cookieHigh, cookieLow, offsetBytes, lengthBytes } = this.request;
    if (!this.session.negotiated.structuredReplies) {
      writeSimpleReply(slab.view, dataChunkBytes - simpleReplyBytes, nbdError.none, cookieHigh, cookieLow);
      return simpleReplyBytes;
    }
    writeDataChunk(slab.view, 0, chunkFlagDone, cookieHigh, cookieLow, offsetBytes, lengthBytes);
    return dataChunkBytes;
  }
}
