/**
 * A disk in an image file or a block device. Synchronous while the page cache answers and the disk is healthy,
 * asynchronous otherwise.
 *
 * - Two descriptors: clients' data; and, opened O_DSYNC, the engine's own records, whose durability must not wait for
 *   clients' dirty data. Of a disk attached read-only both are O_RDONLY, and no call changes anything.
 * - A failed fdatasync fails the disk, whoever asked for it: every later read, write and flush is an error until it is
 *   opened anew, for the kernel may have dropped the dirty pages, and what would be read be old. The owner hears of it at
 *   once. Durable writes go on, since they tell the truth and one of them is to note the failure.
 * - A call that outlives the deadline fails the disk altogether: nothing is tried on it any more. A caller may give its call
 *   up before (`giveUp`); the call counts until it returns, and while it may still land nothing else changes its range.
 * - While a call has been outstanding for a second, none is synchronous: the next may hang as well, and with it the thread.
 * - A file that became shorter has lost data, and a write behind its end would stretch it again over zeros: it fails the disk. Its
 *   length is looked at before each flush and durable write, before other writes at most every 100 ms, and told by a read that
 *   meets the end. No call stretches a file.
 * - Descriptors are closed after the last call on them has returned, lest their numbers come to mean another file; until
 *   then nobody opens the disk again, lest a late write land over newer ones.
 */
import type { FileCalls } from './file-calls.ts';
import { Deadlines } from './deadlines.ts';
import { FlushJoiner } from './flush-joiner.ts';
import { HolePuncher, punchBytesMaximum } from './hole-punch.ts';
import type { LateRange } from './late-ranges.ts';
import { OutstandingCalls } from './outstanding-calls.ts';
import type { OutstandingCall } from './outstanding-calls.ts';
import { closedDisk, endOfFile, ioErrorOf, outsideDisk, readOnlyDisk } from './io-error.ts';
import { Pace } from './pace.ts';
import { issueInPieces } from './piecewise.ts';
import { PoolQueue, poolPieceBytes } from './pool-queue.ts';
import type { PoolJob } from './pool-queue.ts';
import type { BlockDevice, Clock, Done, IoError } from './ports.ts';
import { noteUnreturnedCalls } from './unreturned-calls.ts';
import { kibibyte, mebibyte } from '../model/limits.ts';

/** Written and not yet flushed; beyond it writes are asynchronous, so that the kernel's throttling blocks nobody. */
export const unflushedBytesMaximum = 256 * mebibyte;
export const backgroundFlushBytes = unflushedBytesMaximum / 2;
/** Zeros up to this length are simply written: a child process costs more. */
export const writtenZerosBytes = 64 * kibibyte;
export const deadlineMilliseconds = 30_000;
/** Between two looks at the length of the file before writes that are not durable. */
export const lengthLookMilliseconds = 100;

const zeros: Uint8Array = new Uint8Array(poolPieceBytes);

export interface FileDiskParts {
  readonly calls: FileCalls;
  readonly clock: Clock;
  readonly dataDescriptor: number;
  readonly durableDescriptor: number;
  /** As `diskIdentity` gives it. */
  readonly identity: string;
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly punchesHoles: boolean;
  /** Its file system is served by a program or a machine that may stop answering: never accessed synchronously. */
  readonly mayHang?: boolean | undefined;
  /** Asked each second while calls are outstanding. */
  readonly deadlineMilliseconds?: (() => number) | undefined;
  /** Calls have been outstanding for 5 s, or no longer are. */
  readonly blocked?: ((isBlocked: boolean) => void) | undefined;
}

export class FileDisk implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  private readonly parts: FileDiskParts;
  private readonly calls: FileCalls;
  private readonly clock: Clock;
  private readonly data: number;
  private readonly pace: Pace;
  private readonly queue: PoolQueue;
  private readonly deadlines: Deadlines;
  private readonly outstanding = new OutstandingCalls();
  private readonly joiner: FlushJoiner;
  private readonly puncher: HolePuncher;
  /** Why nothing is read or written any more. */
  private failure: IoError | null = null;
  private failed: (error: IoError) => void = () => undefined;
  private hangs = false;
  private closed = false;
  private descriptorsOpen = true;
  private callsReturned: () => void = () => undefined;
  /** Calls in the pool and children that are not under `queue`. */
  private otherCalls = 0;
  private lateZeros = 0;
  private unflushedBytes = 0;
  private writesCompleted = 1;
  private writesCovered = 0;
  /** How far the disk reaches: its size at opening, or more once it was told of a larger one. */
  private reachBytes: number;
  private lookedAtMilliseconds = -Infinity;

  constructor(parts: FileDiskParts) {
    this.parts = parts;
    this.sizeBytes = parts.sizeBytes;
    this.reachBytes = parts.sizeBytes;
    this.readOnly = parts.readOnly;
    this.calls = parts.calls;
    this.clock = parts.clock;
    this.data = parts.dataDescriptor;
    this.pace = new Pace(parts.clock, parts.mayHang ?? false);
    this.queue = new PoolQueue(parts.calls, parts.clock, {
      // Durable writes and cold reads are slow by nature.
      served: (job, milliseconds) => { if (job.kind === 'write' && job.descriptor === this.data) this.pace.callTook(milliseconds); },
      idle: () => { this.closeWhenIdle(); },
    });
    this.deadlines = new Deadlines(parts.clock, parts.deadlineMilliseconds ?? (() => deadlineMilliseconds), {
      expired: () => { this.hang(); },
      blocked: (isBlocked) => {
        this.puncher.blocked(isBlocked);
        parts.blocked?.(isBlocked);
      },
    });
    this.joiner = new FlushJoiner((done) => { this.synchronize(done); }, (error) => { this.fail(error); });
    this.puncher = new HolePuncher(parts.calls, parts.dataDescriptor, parts.punchesHoles && !parts.readOnly);
  }

  get punchesHoles(): boolean {
    return this.puncher.works;
  }

  get lateCalls(): number {
    return this.queue.lateJobs + this.lateZeros + (this.joiner.isLate ? 1 : 0);
  }

  giveUp(done: Done): boolean {
    return this.outstanding.giveUp(done);
  }

  /** A device node bears no time of change; and a disk that failed is not asked: it may hang. */
  mediumMark(): string {
    if (this.closed || this.failure !== null) return '';
    const mark = this.calls.changeMark(this.data);
    return mark === '' ? '' : `${this.parts.identity} ${mark}`;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.closed || this.failure !== null) return this.refuse(this.closed ? closedDisk : this.failure ?? closedDisk, done);
    if (this.deadlines.stuck || !this.pace.readsNow()) {
      return this.submit('read', this.data, buffer, bufferStart, offsetBytes, lengthBytes, false, done);
    }
    const timed = this.pace.timesRead(lengthBytes);
    const before = timed ? this.clock.nowMilliseconds() : 0;
    try {
      let moved = this.calls.readSync(this.data, buffer, bufferStart, lengthBytes, offsetBytes);
      if (moved !== lengthBytes) {
        while (moved < lengthBytes) {
          const more = this.calls.readSync(this.data, buffer, bufferStart + moved, lengthBytes - moved, offsetBytes + moved);
          if (more === 0) return this.refuse(this.foundShort(), done);
          moved += more;
        }
      }
    } catch (error) {
      return this.refuse(ioErrorOf(error as NodeJS.ErrnoException), done);
    }
    if (timed) this.pace.readTook(this.clock.nowMilliseconds() - before, lengthBytes);
    return true;
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.readOnly || this.closed || this.failure !== null) return this.refuseChange(done);
    if (this.leaves(offsetBytes + lengthBytes)) return this.refuse(outsideDisk, done);
    if (this.isShort(lengthLookMilliseconds)) return this.refuseChange(done);
    const late = this.deadlines.stuck || this.queue.lateRanges.count > 0;
    if (late || !this.pace.writesNow() || this.unflushedBytes >= unflushedBytesMaximum) {
      return this.submit('write', this.data, buffer, bufferStart, offsetBytes, lengthBytes, false, done);
    }
    const timed = this.pace.timesWrite(lengthBytes);
    const before = timed ? this.clock.nowMilliseconds() : 0;
    try {
      let moved = this.calls.writeSync(this.data, buffer, bufferStart, lengthBytes, offsetBytes);
      while (moved < lengthBytes) {
        moved += this.calls.writeSync(this.data, buffer, bufferStart + moved, lengthBytes - moved, offsetBytes + moved);
      }
    } catch (error) {
      this.written(lengthBytes);
      return this.refuse(ioErrorOf(error as NodeJS.ErrnoException), done);
    }
    if (timed) this.pace.callTook(this.clock.nowMilliseconds() - before);
    this.written(lengthBytes);
    return true;
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (this.readOnly || this.closed || this.failure !== null) return this.refuseChange(done);
    if (this.leaves(offsetBytes + lengthBytes)) return this.refuse(outsideDisk, done);
    if (lengthBytes <= writtenZerosBytes) return this.write(zeros, 0, offsetBytes, lengthBytes, done);
    const call = this.outstanding.begin(done);
    const piece = (at: number, bytes: number, ended: Done): boolean => this.zeroPiece(call, at, bytes, keepAllocated, ended);
    const complete = issueInPieces(offsetBytes, lengthBytes, punchBytesMaximum, piece, call.finish);
    if (complete) this.outstanding.forget(call);
    return complete;
  }

  flush(done: Done): boolean {
    if (this.readOnly) return true;
    if (this.closed || this.failure !== null) return this.refuseChange(done);
    if (this.isShort(0)) return this.refuseChange(done);
    if (!this.joiner.isRunning && this.writesCompleted === this.writesCovered) return true;
    const call = this.outstanding.begin(done);
    call.abandon = () => { this.joiner.giveUp(call.finish); };
    this.joiner.flush(call.finish);
    return false;
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.readOnly || this.closed || this.hangs) return this.refuseChange(done);
    if (this.leaves(offsetBytes + lengthBytes)) return this.refuse(outsideDisk, done);
    // Of a file that was cut only what is left is written: its header can still be told that it failed.
    if (this.isShort(0) && offsetBytes + lengthBytes > this.calls.fileBytes(this.data)) return this.refuse(endOfFile, done);
    return this.submit('write', this.parts.durableDescriptor, buffer, bufferStart, offsetBytes, lengthBytes, true, done);
  }

  watchFailure(failed: (error: IoError) => void): void {
    this.failed = failed;
    const { failure } = this;
    if (failure !== null) this.clock.soon(() => { failed(failure); });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.closeWhenIdle();
    if (this.descriptorsOpen) this.callsReturned = noteUnreturnedCalls(this.parts.identity);
  }

  private submit(
    kind: PoolJob['kind'], descriptor: number, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number,
    urgent: boolean, done: Done,
  ): boolean {
    const call = this.outstanding.begin(done);
    const guarded = this.deadlines.guard((error) => {
      this.queue.abandon(job);
      if (error?.cutShort === true && kind === 'read') this.foundShort();
      if (kind === 'write' && descriptor === this.data) this.written(lengthBytes);
      // A read that was under way while a flush failed may have met a page that had just been dropped.
      call.finish(kind === 'read' ? error ?? this.failure : error);
    });
    const job: PoolJob = {
      kind, descriptor, buffer, bufferStart, offsetBytes, lengthBytes, abandoned: false, running: false, done: guarded,
    };
    call.abandon = () => { this.queue.abandon(job); };
    if (!this.queue.submit(job, urgent)) this.clock.soon(() => { guarded({ code: 'EIO', message: 'the queue of the disk is full' }); });
    return false;
  }

  /** Never complete at once, but where zeros are written. */
  private zeroPiece(call: OutstandingCall, offsetBytes: number, lengthBytes: number, keepAllocated: boolean, ended: Done): boolean {
    if (this.closed || this.failure !== null) return this.refuseChange(ended);
    const range: LateRange = { offsetBytes, lengthBytes };
    if (!this.puncher.works || this.queue.lateRanges.touch(range)) return this.writeZeros(call, offsetBytes, lengthBytes, ended);
    const { lateRanges } = this.queue;
    let mustWrite = false;
    let late = false;
    const guarded = this.deadlines.guard((error) => {
      if (error !== null || !mustWrite) ended(error);
      // Later in any case: a puncher that does not work says so at once.
      else this.clock.soon(() => { if (!call.isOver && this.writeZeros(call, offsetBytes, lengthBytes, ended)) ended(null); });
    });
    this.otherCalls += 1;
    call.abandon = () => {
      late = true;
      this.lateZeros += 1;
      lateRanges.add(range);
    };
    this.puncher.zero(offsetBytes, lengthBytes, keepAllocated, () => call.isOver, (outcome) => {
      call.abandon = () => undefined;
      this.otherCalls -= 1;
      this.written(0);
      if (late) {
        this.lateZeros -= 1;
        lateRanges.remove(range);
        this.queue.startJobs();
      }
      mustWrite = outcome !== 'done' && !late;
      guarded(null);
      this.closeWhenIdle();
    });
    return false;
  }

  private writeZeros(call: OutstandingCall, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const piece = (at: number, bytes: number, ended: Done): boolean => {
      if (this.failure !== null || this.closed) return this.refuseChange(ended);
      call.abandon = () => { this.outstanding.giveUp(ended); };
      return this.submit('write', this.data, zeros, 0, at, bytes, false, ended);
    };
    return issueInPieces(offsetBytes, lengthBytes, poolPieceBytes, piece, done);
  }

  private written(lengthBytes: number): void {
    this.writesCompleted += 1;
    this.unflushedBytes += lengthBytes;
    if (this.unflushedBytes >= backgroundFlushBytes && !this.joiner.isRunning && this.failure === null && !this.closed) {
      this.joiner.flush(() => undefined);
    }
  }

  private synchronize(done: Done): void {
    const covered = this.writesCompleted;
    const coveredBytes = this.unflushedBytes;
    const guarded = this.deadlines.guard((error) => {
      if (error === null) {
        this.writesCovered = covered;
        this.unflushedBytes -= coveredBytes;
      }
      done(error);
    });
    this.otherCalls += 1;
    this.calls.synchronize(this.data, (error) => {
      this.otherCalls -= 1;
      guarded(error === null ? null : ioErrorOf(error));
      this.closeWhenIdle();
    });
  }

  /** Looks at the length of the file, unless it did so a moment ago; one that may hang is not asked. */
  private isShort(sinceMilliseconds: number): boolean {
    if (this.failure?.cutShort === true) return true;
    if (this.failure !== null || this.deadlines.stuck || this.parts.mayHang === true) return false;
    const now = this.clock.nowMilliseconds();
    if (now - this.lookedAtMilliseconds < sinceMilliseconds) return false;
    this.lookedAtMilliseconds = now;
    if (this.calls.fileBytes(this.data) >= this.reachBytes) return false;
    this.foundShort();
    return true;
  }

  /** A file that has grown since it was opened may be written as far as it reaches now; none is stretched. */
  private leaves(endBytes: number): boolean {
    if (endBytes <= this.reachBytes) return false;
    this.reachBytes = Math.max(this.reachBytes, this.calls.fileBytes(this.data));
    return endBytes > this.reachBytes;
  }

  private foundShort(): IoError {
    this.fail(endOfFile);
    return endOfFile;
  }

  private hang(): void {
    this.hangs = true;
    this.fail({ code: 'EIO', message: 'the disk did not answer in time and is out of use until it is opened anew' });
  }

  private fail(error: IoError): void {
    if (this.failure !== null) return;
    this.failure = error;
    if (!this.closed) this.failed(error);
  }

  private refuseChange(done: Done): boolean {
    if (this.readOnly) return this.refuse(readOnlyDisk, done);
    return this.refuse(this.closed ? closedDisk : this.failure ?? closedDisk, done);
  }

  private refuse(error: IoError, done: Done): boolean {
    this.clock.soon(() => { done(error); });
    return false;
  }

  private closeWhenIdle(): void {
    if (!this.closed || !this.descriptorsOpen || this.queue.running > 0 || this.otherCalls > 0) return;
    this.descriptorsOpen = false;
    this.calls.close(this.data);
    this.calls.close(this.parts.durableDescriptor);
    this.callsReturned();
  }
}
