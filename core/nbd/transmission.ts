/**
 * The commands that carry no data: FLUSH, TRIM, WRITE_ZEROES, CACHE, BLOCK_STATUS. Each has been judged before. They may
 * take long and others go on meanwhile, so all of them count as in flight until they are answered.
 */
import type { Done, IoError } from '../device/ports.ts';
import { BlockStatus } from './block-status.ts';
import { hintPieceBytes } from './limits.ts';
import { command, commandFlag, nbdError, nbdErrorOf } from './protocol.ts';
import type { RequestHeader } from './request-rules.ts';
import type { Session } from './session.ts';

export class Transmission {
  private readonly session: Session;
  /** Each block status needs a buffer, so they run one after the other. Bounded with everything else in flight. */
  private readonly statusQueue: RequestHeader[] = [];
  private statusRuns = false;

  constructor(session: Session) {
    this.session = session;
  }

  execute(request: RequestHeader): void {
    this.session.begin();
    switch (request.type) {
      case command.flush: this.flush(request); break;
      case command.trim: this.trim(request); break;
      case command.writeZeroes: this.writeZeroes(request); break;
      case command.blockStatus: this.blockStatus(request); break;
      default: this.answer(request, nbdError.none);
    }
  }

  private flush(request: RequestHeader): void {
    const done = (error: IoError | null): void => this.finish(request, error);
    if (this.session.target.layer.flush(done)) done(null);
  }

  private trim(request: RequestHeader): void {
    this.inPieces(request, (offsetBytes, lengthBytes, done) => this.session.target.layer.trim(offsetBytes, lengthBytes, done));
  }

  private writeZeroes(request: RequestHeader): void {
    const fast = (request.flags & commandFlag.fastZero) !== 0;
    if (fast && !this.session.target.layer.abilities.fastZero) {
      this.answer(request, nbdError.ENOTSUP);
      return;
    }
    const keepAllocated = (request.flags & commandFlag.noHole) !== 0;
    const { target } = this.session;
    this.inPieces(request, (offsetBytes, lengthBytes, done) => target.layer.zero(offsetBytes, lengthBytes, keepAllocated, done));
  }

  /** A long range goes to the layer piece by piece, with a turn of the event loop in between for everyone else. */
  private inPieces(request: RequestHeader, call: (offsetBytes: number, lengthBytes: number, done: Done) => boolean): void {
    const endBytes = request.offsetBytes + request.lengthBytes;
    let nextBytes = request.offsetBytes;
    const ended = (error: IoError | null): void => {
      if (error !== null || this.session.closed || nextBytes === endBytes) this.finishDurably(request, error);
      else setImmediate(piece);
    };
    const piece = (): void => {
      const offsetBytes = nextBytes;
      const lengthBytes = Math.min(endBytes - offsetBytes, hintPieceBytes);
      nextBytes += lengthBytes;
      if (call(offsetBytes, lengthBytes, ended)) ended(null);
    };
    piece();
  }

  private finishDurably(request: RequestHeader, error: IoError | null): void {
    if (error === null && (request.flags & commandFlag.forceUnitAccess) !== 0) this.flush(request);
    else this.finish(request, error);
  }

  private blockStatus(request: RequestHeader): void {
    this.statusQueue.push(request);
    this.nextStatus();
  }

  private nextStatus(): void {
    if (this.statusRuns) return;
    const request = this.statusQueue.shift();
    if (request === undefined) return;
    this.statusRuns = true;
    new BlockStatus(this.session, request, () => {
      this.statusRuns = false;
      this.session.settle();
      this.nextStatus();
    }).advance();
  }

  private finish(request: RequestHeader, error: IoError | null): void {
    this.answer(request, error === null ? nbdError.none : nbdErrorOf[error.code]);
  }

  private answer(request: RequestHeader, error: number): void {
    this.session.replies.simple(error, request.cookieHigh, request.cookieLow);
    this.session.settle();
  }
}
