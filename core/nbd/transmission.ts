/**
 * The commands that carry no data: FLUSH, TRIM, WRITE_ZEROES, CACHE, BLOCK_STATUS. Each has been judged before. They may
 * take long and others go on meanwhile, so all of them count as in flight until they are answered.
 */
import type { Done, IoError } from '../device/ports.ts';
import { BlockStatus } from './block-status.ts';
import { hintPieceBytes } from './limits.ts';
import { command, commandFlag, nbdError, nbdErrorOf } from './protocol.ts';
import type { Session } from './session.ts';

/** A command that is under way. */
export interface Errand {
  readonly flags: number;
  readonly cookieHigh: number;
  readonly cookieLow: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export class Transmission {
  private readonly session: Session;
  /** Each block status needs a buffer, so they run one after the other. Bounded with everything else in flight. */
  private readonly statusQueue: Errand[] = [];
  private statusRuns = false;

  constructor(session: Session) {
    this.session = session;
  }

  execute(type: number, flags: number, cookieHigh: number, cookieLow: number, offsetBytes: number, lengthBytes: number): void {
    const errand: Errand = { flags, cookieHigh, cookieLow, offsetBytes, lengthBytes };
    this.session.begin();
    switch (type) {
      case command.flush: this.flush(errand); break;
      case command.trim: this.trim(errand); break;
      case command.writeZeroes: this.writeZeroes(errand); break;
      case command.blockStatus: this.blockStatus(errand); break;
      default: this.answer(errand, nbdError.none);
    }
  }

  private flush(errand: Errand): void {
    const done = (error: IoError | null): void => this.finish(errand, error);
    if (this.session.target.layer.flush(done)) done(null);
  }

  private trim(errand: Errand): void {
    this.inPieces(errand, (offsetBytes, lengthBytes, done) => this.session.target.layer.trim(offsetBytes, lengthBytes, done));
  }

  private writeZeroes(errand: Errand): void {
    const fast = (errand.flags & commandFlag.fastZero) !== 0;
    if (fast && !this.session.target.layer.abilities.fastZero) {
      this.answer(errand, nbdError.ENOTSUP);
      return;
    }
    const keepAllocated = (errand.flags & commandFlag.noHole) !== 0;
    this.inPieces(errand, (offsetBytes, lengthBytes, done) => this.session.target.layer.zero(offsetBytes, lengthBytes, keepAllocated, done));
  }

  /** A long range goes to the layer piece by piece, with a turn of the event loop in between for everyone else. */
  private inPieces(errand: Errand, call: (offsetBytes: number, lengthBytes: number, done: Done) => boolean): void {
    const endBytes = errand.offsetBytes + errand.lengthBytes;
    let nextBytes = errand.offsetBytes;
    const ended = (error: IoError | null): void => {
      if (error !== null || this.session.closed || nextBytes === endBytes) this.finishDurably(errand, error);
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

  private finishDurably(errand: Errand, error: IoError | null): void {
    if (error === null && (errand.flags & commandFlag.forceUnitAccess) !== 0) this.flush(errand);
    else this.finish(errand, error);
  }

  private blockStatus(errand: Errand): void {
    this.statusQueue.push(errand);
    this.nextStatus();
  }

  private nextStatus(): void {
    if (this.statusRuns) return;
    const errand = this.statusQueue.shift();
    if (errand === undefined) return;
    this.statusRuns = true;
    new BlockStatus(this.session, errand, () => {
      this.statusRuns = false;
      this.session.settle();
      this.nextStatus();
    }).advance();
  }

  private finish(errand: Errand, error: IoError | null): void {
    this.answer(errand, error === null ? nbdError.none : nbdErrorOf[error.code]);
  }

  private answer(errand: Errand, error: number): void {
    this.session.replies.simple(error, errand.cookieHigh, errand.cookieLow);
    this.session.settle();
  }
}
