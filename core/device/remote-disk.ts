/**
 * A disk behind an NBD server. How a lost connection is survived, and when it is not, stands in `remote-session.ts`; here:
 *
 * - No call is synchronous. A call that outlives the deadline fails the disk: nothing is tried on it any more.
 * - A flush that failed fails the disk for everyone until it is opened anew, as on a file. Durable writes go on.
 * - Payloads are copied when they are sent, so that a call that was given up never touches its owner's memory again.
 */
import { command, commandFlag, nbdError, transmissionFlag } from '../format/nbd-wire.ts';
import { kibibyte, mebibyte } from '../model/limits.ts';
import { Deadlines } from './deadlines.ts';
import { FlushJoiner } from './flush-joiner.ts';
import { closedDisk, readOnlyDisk } from './io-error.ts';
import { requestPayloadBytesMaximum } from './nbd-client.ts';
import { OutstandingCalls } from './outstanding-calls.ts';
import { issueInPieces } from './piecewise.ts';
import type { BlockDevice, Clock, Done, IoError } from './ports.ts';
import { RemoteCall } from './remote-call.ts';
import { RemoteSession } from './remote-session.ts';
import type { RemoteSessionParts } from './remote-session.ts';

/** The longest range that one request zeroes. */
export const zeroPieceBytes = 32 * mebibyte;

const zeros: Uint8Array = new Uint8Array(256 * kibibyte);
const nowhere: Pick<RangeOfMemory, 'buffer' | 'bufferStart'> = { buffer: null, bufferStart: 0 };

interface RangeOfMemory {
  readonly buffer: Uint8Array | null;
  readonly bufferStart: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export interface RemoteDiskParts extends RemoteSessionParts {
  /** Calls have been outstanding for 5 s, or no longer are. */
  readonly blocked?: ((isBlocked: boolean) => void) | undefined;
}

export class RemoteDisk implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  private readonly flags: number;
  private readonly payloadBytesMaximum: number;
  private readonly clock: Clock;
  private readonly session: RemoteSession;
  private readonly deadlines: Deadlines;
  private readonly joiner: FlushJoiner;
  private readonly underWay = new Set<RemoteCall>();
  private readonly flushes = new OutstandingCalls();
  /** Why nothing is read or written any more. */
  private failure: IoError | null = null;
  private failed: (error: IoError) => void = () => undefined;
  /** Durable writes are not tried any more either. */
  private gone = false;
  private closed = false;
  private fastZero: boolean;
  private writesCompleted = 1;
  private writesCovered = 0;

  constructor(parts: RemoteDiskParts) {
    const { offer, clock } = parts;
    this.clock = clock;
    this.sizeBytes = offer.sizeBytes;
    this.readOnly = parts.readOnly;
    this.flags = offer.flags;
    this.payloadBytesMaximum = offer.payloadBytesMaximum;
    this.fastZero = this.offers(transmissionFlag.fastZero) && this.offers(transmissionFlag.writeZeroes);
    this.session = new RemoteSession(parts, {
      owesFlush: () => this.writesCompleted !== this.writesCovered,
      lost: (error) => { this.fail(error, true); },
    });
    this.deadlines = new Deadlines(clock, parts.limitMilliseconds, {
      expired: () => { this.hang(); },
      blocked: (isBlocked) => { parts.blocked?.(isBlocked); },
    });
    this.joiner = new FlushJoiner((done) => { this.synchronize(done); }, (error) => { this.fail(error, false); });
  }

  get punchesHoles(): boolean {
    return this.fastZero && !this.readOnly;
  }

  get lateCalls(): number {
    return this.session.lateChanges + (this.joiner.isLate ? 1 : 0);
  }

  /** Reads the beginning of the disk, by which it is known again. To be called once, before the disk is used. */
  learnBeginning(learnt: (known: boolean) => void): void {
    const { firstBlock } = this.session;
    const block = new Uint8Array(firstBlock.lengthBytes);
    this.read(block, 0, 0, block.length, (error) => {
      if (error === null) firstBlock.learn(block);
      learnt(error === null);
    });
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.closed || this.failure !== null) return this.refuse(this.closed ? closedDisk : this.failure ?? closedDisk, done);
    return this.begin(command.read, 0, { buffer, bufferStart, offsetBytes, lengthBytes }, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.readOnly || this.closed || this.failure !== null) return this.refuseChange(done);
    return this.begin(command.write, 0, { buffer, bufferStart, offsetBytes, lengthBytes }, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (this.readOnly || this.closed || this.failure !== null) return this.refuseChange(done);
    if (!this.offers(transmissionFlag.writeZeroes)) {
      const piece = (at: number, bytes: number, ended: Done): boolean => this.write(zeros, 0, at, bytes, ended);
      return issueInPieces(offsetBytes, lengthBytes, zeros.length, piece, done);
    }
    const range = { ...nowhere, offsetBytes, lengthBytes };
    if (keepAllocated) return this.begin(command.writeZeroes, commandFlag.noHole, range, done);
    if (!this.fastZero) return this.begin(command.writeZeroes, 0, range, done);
    return this.begin(command.writeZeroes, commandFlag.fastZero, range, done, (call) => {
      if (call.errorNumber !== nbdError.ENOTSUP || call.isAbandoned) return false;
      this.fastZero = false;
      return !this.zero(offsetBytes, lengthBytes, keepAllocated, done);
    });
  }

  flush(done: Done): boolean {
    if (this.readOnly) return true;
    if (this.closed || this.failure !== null) return this.refuseChange(done);
    if (!this.joiner.isRunning && this.writesCompleted === this.writesCovered) return true;
    this.joinFlush(done);
    return false;
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.readOnly || this.closed || this.gone) return this.refuseChange(done);
    const range = { buffer, bufferStart, offsetBytes, lengthBytes };
    if (this.offers(transmissionFlag.forceUnitAccess)) return this.begin(command.write, commandFlag.forceUnitAccess, range, done);
    return this.begin(command.write, 0, range, (error) => {
      if (error !== null) done(error);
      else this.joinFlush(done);
    });
  }

  giveUp(done: Done): boolean {
    if (this.flushes.giveUp(done)) return true;
    for (const call of this.underWay) {
      if (call.parts.done !== done || call.isAbandoned) continue;
      call.abandon();
      return true;
    }
    return false;
  }

  watchFailure(failed: (error: IoError) => void): void {
    this.failed = failed;
    const { failure } = this;
    if (failure !== null) this.clock.soon(() => { failed(failure); });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.session.end();
  }

  private offers(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  /** `redo` is asked at the end: true, when it has begun the call in another way. */
  private begin(
    type: number, flags: number, range: RangeOfMemory, done: Done, redo: (call: RemoteCall) => boolean = () => false,
  ): boolean {
    const pieceBytes = Math.min(type === command.writeZeroes ? zeroPieceBytes : requestPayloadBytesMaximum, this.payloadBytesMaximum);
    const submit = this.session.submit.bind(this.session);
    const call = new RemoteCall({ ...range, type, flags, pieceBytes, done }, submit, (_call, error) => {
      this.underWay.delete(call);
      if (type === command.write || type === command.writeZeroes) this.changed(call, error);
      if (redo(call)) call.abandon();
      // A read that was under way while a flush failed may have met what is lost.
      call.answer(type === command.read ? error ?? this.failure : error);
    });
    call.answer = this.deadlines.guard((error) => {
      if (call.isAbandoned) return;
      call.abandon();
      done(error);
    });
    this.underWay.add(call);
    call.begin();
    return false;
  }

  /** A durable write owes nothing, unless nobody knows what became of it. */
  private changed({ parts, isAbandoned }: RemoteCall, error: IoError | null): void {
    if (error !== null || (parts.flags & commandFlag.forceUnitAccess) === 0 || parts.type !== command.write) this.writesCompleted += 1;
    this.session.firstBlock.changed(parts, error === null && !isAbandoned);
  }

  private joinFlush(done: Done): void {
    const waiter = this.flushes.begin(done);
    waiter.abandon = () => { this.joiner.giveUp(waiter.finish); };
    this.joiner.flush(waiter.finish);
  }

  private synchronize(done: Done): void {
    const covered = this.writesCompleted;
    this.begin(command.flush, 0, { ...nowhere, offsetBytes: 0, lengthBytes: 0 }, (error) => {
      if (error === null) this.writesCovered = covered;
      done(error);
    });
  }

  private hang(): void {
    const message = 'the server of the disk did not answer in time, and the disk is out of use until it is opened anew';
    this.fail({ code: 'EIO', message }, true);
  }

  private fail(error: IoError, gone: boolean): void {
    if (this.failure === null) {
      this.failure = error;
      if (!this.closed) this.failed(error);
    }
    if (!gone || this.gone) return;
    this.gone = true;
    for (const call of [...this.underWay]) call.answer(error);
    this.session.end(error);
  }

  private refuseChange(done: Done): boolean {
    if (this.readOnly) return this.refuse(readOnlyDisk, done);
    return this.refuse(this.closed ? closedDisk : this.failure ?? closedDisk, done);
  }

  private refuse(error: IoError, done: Done): boolean {
    this.clock.soon(() => { done(error); });
    return false;
  }
}
