/**
 * The hot loop: takes requests out of the receive buffer in place, executes short reads and writes without an allocation,
 * and hands everything else on.
 *
 * Invariants: requests begin in the order in which they came. The loop goes on only while the session is ready; what it
 * leaves stays in the receive buffer, and no more is read from the socket until it has been taken.
 */
import type { IoError } from '../device/ports.ts';
import { CallStore, type Call, type CallEnd } from './call.ts';
import { ChunkedRead } from './chunked-read.ts';
import { droppedPayloadBytesMaximum, pieceBytes, readChunkBytes, sendBytes, slabsPerWholeReadMaximum, wholeWriteBytes } from './limits.ts';
import { LongWrite } from './long-write.ts';
import {
  chunkFlagDone, command, commandFlag, dataChunkBytes, nbdError, nbdErrorOf, readLong, requestBytes, requestMagic, simpleReplyBytes,
  writeDataChunk, writeSimpleReply,
} from './protocol.ts';
import type { ReplyBatch } from './reply-batch.ts';
import { judge, type RequestHeader } from './request-rules.ts';
import type { Session } from './session.ts';
import type { Slab } from './slab-pool.ts';
import { Transmission } from './transmission.ts';
import { WholeRead } from './whole-read.ts';

/** `starved`: needs more bytes. `stalled`: needs a completion or an emptier socket. */
export type LoopState = 'starved' | 'stalled';

export class ReceiveLoop {
  private readonly session: Session;
  private readonly replies: ReplyBatch;
  private readonly violated: (meaning: string) => void;
  private readonly calls = new CallStore();
  private readonly transmission: Transmission;
  private readonly structured: boolean;
  private readonly headBytes: number;
  /** Up to here a read is answered in one part. */
  private readonly wholeReadBytes: number;
  private next: Call = this.calls.take();
  private write: LongWrite | null = null;
  private read: ChunkedRead | WholeRead | null = null;

  /** `violated` must end the connection at once. */
  constructor(session: Session, violated: (meaning: string) => void) {
    this.session = session;
    this.replies = session.replies;
    this.violated = violated;
    this.transmission = new Transmission(session);
    this.structured = session.negotiated.structuredReplies;
    this.headBytes = this.structured ? dataChunkBytes : simpleReplyBytes;
    this.wholeReadBytes = this.structured ? readChunkBytes : pieceBytes;
  }

  /** Executes what has been received, and sends the replies that are there. */
  run(): LoopState {
    let state: LoopState | null = null;
    while (state === null) {
      if (this.read !== null) state = this.advanceRead(this.read);
      else if (!this.session.ready()) state = 'stalled';
      else if (this.write !== null) state = this.takePayload(this.write);
      else state = this.takeRequests();
    }
    this.replies.send();
    return state;
  }

  /** No more will be taken or sent, because the client leaves or has left; what a layer still works on ends by itself. */
  abandon(): void {
    const { read, write } = this;
    this.read = null;
    this.write = null;
    read?.abandon();
    write?.abandon();
  }

  /** Null: look again, a long request has begun or the session is no longer ready. */
  private takeRequests(): LoopState | null {
    const { session } = this;
    const { input, asked } = session;
    const { slab, filled } = input;
    const { view, bytes } = slab;
    const { layer, readOnly } = session.target;
    const sizeBytes = session.negotiated.sizeBytes;
    while (filled - input.parsed >= requestBytes) {
      if (!session.ready()) return null;
      const at = input.parsed;
      if (view.getUint32(at) !== requestMagic) {
        this.violated('a request does not begin with its magic number');
        return 'stalled';
      }
      const kind = view.getUint32(at + 4);
      const offsetBytes = readLong(view, at + 16);
      const lengthBytes = view.getUint32(at + 24);
      const simple = lengthBytes > 0 && lengthBytes <= pieceBytes && offsetBytes + lengthBytes <= sizeBytes;
      if (simple && kind === command.read && lengthBytes <= this.wholeReadBytes) {
        input.parsed = at + requestBytes;
        asked.reads += 1;
        asked.readBytes += lengthBytes;
        const call = this.prepare(view, at, offsetBytes, lengthBytes);
        const out = this.replies.reserve(this.headBytes + lengthBytes);
        const start = this.replies.end;
        if (layer.read(out.bytes, start + this.headBytes, offsetBytes, lengthBytes, call.done)) this.readDone(call, out, start);
        else this.readLater(call, out, start);
      } else if (simple && kind === command.write && !readOnly && filled - at - requestBytes >= lengthBytes) {
        input.parsed = at + requestBytes + lengthBytes;
        asked.writes += 1;
        asked.writtenBytes += lengthBytes;
        const call = this.prepare(view, at, offsetBytes, lengthBytes);
        const complete = layer.write(bytes, at + requestBytes, offsetBytes, lengthBytes, call.done);
        if (complete) this.replies.acknowledge(call.cookieHigh, call.cookieLow);
        else this.writeLater(call, slab);
      } else {
        const state = this.begin(view, at, kind, offsetBytes, lengthBytes);
        if (state !== 'next') return state;
      }
    }
    return 'starved';
  }

  /** The present call object, filled; it stays the present one when the layer completes it at once. */
  private prepare(view: DataView, at: number, offsetBytes: number, lengthBytes: number): Call {
    const call = this.next;
    call.cookieHigh = view.getInt32(at + 8);
    call.cookieLow = view.getInt32(at + 12);
    call.offsetBytes = offsetBytes;
    call.lengthBytes = lengthBytes;
    return call;
  }

  private readDone(call: Call, out: Slab, start: number): void {
    this.writeReadHeader(call, out, start);
    this.replies.end = start + this.headBytes + call.lengthBytes;
    if (this.replies.end >= sendBytes) this.replies.send();
  }

  private writeReadHeader(call: Call, out: Slab, start: number): void {
    if (this.structured) {
      writeDataChunk(out.view, start, chunkFlagDone, call.cookieHigh, call.cookieLow, call.offsetBytes, call.lengthBytes);
    } else {
      writeSimpleReply(out.view, start, nbdError.none, call.cookieHigh, call.cookieLow);
    }
  }

  private readLater(call: Call, out: Slab, start: number): void {
    call.slab = out;
    call.at = start;
    call.end = this.lateRead;
    this.replies.detach(out, this.headBytes + call.lengthBytes);
    this.session.begin();
    this.next = this.calls.take();
  }

  private writeLater(call: Call, slab: Slab): void {
    slab.pin();
    call.slab = slab;
    call.end = this.lateWrite;
    this.session.begin();
    this.next = this.calls.take();
  }

  private readonly lateRead: CallEnd = {
    ended: (call: Call, error: IoError | null): void => {
      const slab = call.slab as Slab;
      if (error === null) {
        this.writeReadHeader(call, slab, call.at);
        this.replies.attach(slab, call.at, call.at + this.headBytes + call.lengthBytes);
      } else {
        this.session.readFailed(error, call.cookieHigh, call.cookieLow);
      }
      slab.unpin();
      this.calls.giveBack(call);
      this.session.settle();
    },
  };

  private readonly lateWrite: CallEnd = {
    ended: (call: Call, error: IoError | null): void => {
      (call.slab as Slab).unpin();
      this.replies.simple(error === null ? nbdError.none : nbdErrorOf[error.code], call.cookieHigh, call.cookieLow);
      this.calls.giveBack(call);
      this.session.settle();
    },
  };

  /** Everything but the short and simple. `next`: it is under way and the loop may take another. */
  private begin(view: DataView, at: number, kind: number, offsetBytes: number, lengthBytes: number): LoopState | 'next' | null {
    const { session } = this;
    const cookieHigh = view.getInt32(at + 8);
    const cookieLow = view.getInt32(at + 12);
    const request: RequestHeader = { type: kind & 0xffff, flags: kind >>> 16, cookieHigh, cookieLow, offsetBytes, lengthBytes };
    const error = judge(request, session.negotiated, session.target.readOnly);
    if (request.type === command.write) {
      const availableBytes = session.input.filled - at - requestBytes;
      if (error === 0 && lengthBytes <= wholeWriteBytes && availableBytes < lengthBytes) return 'starved';
    }
    session.input.parsed = at + requestBytes;
    if (error === 0) session.asked.add(request.type, lengthBytes);
    switch (request.type) {
      case command.write: return this.beginWrite(request, error);
      case command.disconnect:
        session.leaving = true;
        session.wake();
        return 'stalled';
      case command.read: return error === 0 ? this.beginRead(request) : this.refuseRead(request, error);
      case command.blockStatus:
        if (error !== 0) return this.refuseRead(request, error);
        break;
      default:
        if (error === 0) break;
        this.replies.simple(error, cookieHigh, cookieLow);
        return 'next';
    }
    this.transmission.execute(request);
    return 'next';
  }

  private refuseRead(request: RequestHeader, error: number, message = 'the request is not valid'): 'next' {
    this.session.readError(error, message, request.cookieHigh, request.cookieLow);
    return 'next';
  }

  private beginWrite(request: RequestHeader, error: number): LoopState | null {
    if (request.lengthBytes > droppedPayloadBytesMaximum) {
      this.violated('a write is longer than any that is read to its end');
      return 'stalled';
    }
    if (error !== 0 && request.lengthBytes === 0) {
      this.replies.simple(error, request.cookieHigh, request.cookieLow);
      return null;
    }
    this.write = new LongWrite(this.session, this.calls, request, error);
    return null;
  }

  private beginRead(request: RequestHeader): 'next' | null {
    const whole = !this.structured || (request.flags & commandFlag.doNotFragment) !== 0;
    if (whole && this.structured && request.lengthBytes > pieceBytes * slabsPerWholeReadMaximum) {
      return this.refuseRead(request, nbdError.EOVERFLOW, 'too long to be sent in one part');
    }
    this.read = whole ? new WholeRead(this.session, request, this.violated) : new ChunkedRead(this.session, this.calls, request);
    return null;
  }

  /** A long read knows itself whether it can go on: it may hold the very slabs that keep the session from being ready. */
  private advanceRead(read: ChunkedRead | WholeRead): LoopState | null {
    const progress = read.advance();
    if (progress === 'issued') this.read = null;
    return progress === 'waiting' ? 'stalled' : null;
  }

  private takePayload(write: LongWrite): LoopState | null {
    const taken = write.take();
    if (write.complete) this.write = null;
    return taken ? null : 'starved';
  }
}
