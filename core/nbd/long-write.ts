/**
 * A write that is longer than one piece, that is not all here yet, that must be durable, or that is refused and whose
 * payload must be dropped. Its pieces enter the gate as they arrive: NBD promises nothing about a request as a whole.
 */
import type { IoError } from '../device/ports.ts';
import type { Call, CallEnd, CallStore } from './call.ts';
import { pieceAlignmentBytes, pieceBytes, wholeWriteBytes } from './limits.ts';
import { commandFlag, nbdErrorOf } from './protocol.ts';
import type { RequestHeader } from './request-rules.ts';
import type { Session } from './session.ts';

export class LongWrite implements CallEnd {
  private readonly session: Session;
  private readonly calls: CallStore;
  private readonly request: RequestHeader;
  private takenBytes = 0;
  private pending = 0;
  private abandoned = false;
  private error: number;

  /** With an `error` other than 0 the payload is dropped and this is the answer. */
  constructor(session: Session, calls: CallStore, request: RequestHeader, error: number) {
    this.session = session;
    this.calls = calls;
    this.request = request;
    this.error = error;
    session.begin();
  }

  /** All of the payload has been taken; the answer may still be to come. */
  get complete(): boolean {
    return this.takenBytes === this.request.lengthBytes;
  }

  /** Takes one piece out of the receive buffer. False: too little is there. */
  take(): boolean {
    const { input } = this.session;
    const remainingBytes = this.request.lengthBytes - this.takenBytes;
    const availableBytes = Math.min(input.filled - input.parsed, remainingBytes);
    if (availableBytes === 0) return false;
    if (this.error === 0) {
      if (availableBytes < Math.min(remainingBytes, wholeWriteBytes)) return false;
      this.issue(this.pieceLength(availableBytes, remainingBytes));
    } else {
      input.parsed += availableBytes;
      this.takenBytes += availableBytes;
    }
    if (this.complete && this.pending === 0) this.finish();
    return true;
  }

  /** The rest of the payload will not be taken, and there is no answer: the client can tell nothing from half a write. */
  abandon(): void {
    this.abandoned = true;
    if (this.pending === 0) this.session.settle();
  }

  ended(call: Call, error: IoError | null): void {
    call.slab?.unpin();
    this.calls.giveBack(call);
    if (error !== null && this.error === 0) this.error = nbdErrorOf[error.code];
    this.pending -= 1;
    if (this.pending > 0) this.session.wake();
    else if (this.complete) this.finish();
    else if (this.abandoned) this.session.settle();
    else this.session.wake();
  }

  private pieceLength(availableBytes: number, remainingBytes: number): number {
    const lengthBytes = Math.min(availableBytes, pieceBytes);
    if (lengthBytes === remainingBytes) return lengthBytes;
    return lengthBytes - ((this.request.offsetBytes + this.takenBytes + lengthBytes) % pieceAlignmentBytes);
  }

  private issue(lengthBytes: number): void {
    const { input, target } = this.session;
    const call = this.calls.take();
    const at = input.parsed;
    const offsetBytes = this.request.offsetBytes + this.takenBytes;
    input.parsed += lengthBytes;
    this.takenBytes += lengthBytes;
    call.end = this;
    if (target.layer.write(input.slab.bytes, at, offsetBytes, lengthBytes, call.done)) {
      this.calls.giveBack(call);
      return;
    }
    input.slab.pin();
    call.slab = input.slab;
    this.pending += 1;
  }

  private finish(): void {
    if (this.error === 0 && (this.request.flags & commandFlag.forceUnitAccess) !== 0) {
      const flushed = (error: IoError | null): void => this.answer(error === null ? 0 : nbdErrorOf[error.code]);
      if (this.session.target.layer.flush(flushed)) flushed(null);
    } else {
      this.answer(this.error);
    }
  }

  private answer(error: number): void {
    this.session.replies.simple(error, this.request.cookieHigh, this.request.cookieLow);
    this.session.settle();
  }
}
