/**
 * One opening of a disk that may stop answering. While it hangs, nothing is answered: of what was asked before, some has
 * reached the medium and some has not; of what is asked meanwhile, some lies in the kernel and some in the host's queue.
 * When it goes on, what lies in the kernel lands late, or never; what was given up is answered to nobody.
 *
 * It keeps what `BlockDevice.giveUp` promises, and fails for good when a call is older than the deadline of a disk.
 */
import { Deadlines } from '../device/deadlines.ts';
import { LateRanges } from '../device/late-ranges.ts';
import type { LateRange } from '../device/late-ranges.ts';
import type { BlockDevice, Clock, Done, IoError } from '../device/ports.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { SeededRandom } from './seeded-random.ts';

export const diskDeadlineMilliseconds = 30_000;

type Place = 'queue' | 'kernel' | 'medium';

interface Call {
  readonly done: Done;
  readonly range: LateRange | null;
  readonly begin: (done: Done) => boolean;
  /** After success: what a read brought goes to its caller. */
  readonly deliver: () => void;
  place: Place;
  isGivenUp: boolean;
  /** What the medium answered while the disk hung. */
  answer: IoError | null | undefined;
  end: Done;
}

export class HangingDevice implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly punchesHoles: boolean;
  private readonly inner: BlockDevice;
  private readonly clock: Clock;
  private readonly random: SeededRandom;
  private readonly deadlines: Deadlines;
  private readonly calls = new Set<Call>();
  private readonly lateRanges = new LateRanges();
  private failure: IoError | null = null;
  private failed: (error: IoError) => void = () => undefined;
  private hangs: boolean;
  private isOver = false;
  private isClosed = false;
  lateCalls = 0;

  constructor(inner: BlockDevice, clock: Clock, random: SeededRandom, hangs: boolean) {
    this.inner = inner;
    this.clock = clock;
    this.random = random;
    this.hangs = hangs;
    this.sizeBytes = inner.sizeBytes;
    this.readOnly = inner.readOnly;
    this.punchesHoles = inner.punchesHoles;
    this.deadlines = new Deadlines(clock, () => diskDeadlineMilliseconds, { expired: () => { this.fail(); }, blocked: () => undefined });
  }

  hang(): void {
    this.hangs = true;
  }

  resume(): void {
    if (!this.hangs || this.isOver) return;
    this.hangs = false;
    for (const call of [...this.calls]) this.goOn(call);
  }

  /** The host died; what lies in the kernel is the kernel's, and may have begun. */
  crash(): void {
    this.isOver = true;
    for (const call of this.calls) if (call.place === 'kernel' && this.random.chance(0.5)) call.begin(() => undefined);
    this.calls.clear();
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const own = new Uint8Array(lengthBytes);
    const deliver = (): void => { buffer.set(own, bufferStart); };
    return this.issue(null, done, (ended) => this.inner.read(own, 0, offsetBytes, lengthBytes, ended), deliver);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const own = buffer.slice(bufferStart, bufferStart + lengthBytes);
    return this.issue({ offsetBytes, lengthBytes }, done, (ended) => this.inner.write(own, 0, offsetBytes, lengthBytes, ended));
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.issue({ offsetBytes, lengthBytes }, done, (ended) => this.inner.zero(offsetBytes, lengthBytes, keepAllocated, ended));
  }

  flush(done: Done): boolean {
    return this.issue(null, done, (ended) => this.inner.flush(ended));
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const own = buffer.slice(bufferStart, bufferStart + lengthBytes);
    return this.issue({ offsetBytes, lengthBytes }, done, (ended) => this.inner.writeDurable(own, 0, offsetBytes, lengthBytes, ended));
  }

  watchFailure(failed: (error: IoError) => void): void {
    this.failed = failed;
  }

  giveUp(done: Done): boolean {
    const call = [...this.calls].find((other) => other.done === done && !other.isGivenUp);
    if (call === undefined) return false;
    call.isGivenUp = true;
    if (call.place === 'queue') {
      this.leave(call, null);
      return true;
    }
    this.lateCalls += 1;
    if (call.range !== null) this.lateRanges.add(call.range);
    return true;
  }

  close(): void {
    this.isClosed = true;
    this.inner.close();
  }

  /** Closed with calls outstanding: a host opens the disk again only when they have returned. */
  get owesAnswers(): boolean {
    return this.isClosed && this.calls.size > 0;
  }

  private issue(range: LateRange | null, done: Done, begin: (done: Done) => boolean, deliver: () => void = () => undefined): boolean {
    const { failure } = this;
    if (failure !== null) {
      this.clock.soon(() => { done(failure); });
      return false;
    }
    const waits = range !== null && this.lateRanges.touch(range);
    const call: Call = { done, range, begin, deliver, place: 'queue', isGivenUp: false, answer: undefined, end: () => undefined };
    if (!this.hangs && !waits) {
      call.place = 'medium';
      if (begin((error) => { this.answered(call, error); })) {
        deliver();
        return true;
      }
    } else if (!waits && this.random.chance(0.7)) {
      call.place = 'kernel';
    }
    call.end = this.deadlines.guard((error) => { if (!this.isOver && !call.isGivenUp) done(error); });
    this.calls.add(call);
    return false;
  }

  private answered(call: Call, error: IoError | null): void {
    if (this.isOver) return;
    if (this.hangs) call.answer = error;
    else this.leave(call, error);
  }

  private goOn(call: Call): void {
    if (call.place === 'medium') {
      if (call.answer !== undefined) this.leave(call, call.answer);
    } else if (call.isGivenUp && this.random.chance(0.5)) {
      this.leave(call, null);
    } else if (call.range === null || !this.lateRanges.touch(call.range) || call.isGivenUp) {
      call.place = 'medium';
      if (call.begin((error) => { this.answered(call, error); })) this.clock.soon(() => { this.answered(call, null); });
    }
  }

  private leave(call: Call, error: IoError | null): void {
    if (!this.calls.delete(call)) return;
    if (call.isGivenUp && call.place !== 'queue') {
      this.lateCalls -= 1;
      if (call.range !== null) this.lateRanges.remove(call.range);
    }
    if (error === null && (!call.isGivenUp || sabotaged('late-read-touches-buffer'))) call.deliver();
    call.end(this.failure ?? error);
    // Those that waited for the range.
    if (!this.hangs) for (const other of [...this.calls]) if (other.place !== 'medium') this.goOn(other);
  }

  private fail(): void {
    if (this.failure !== null || this.isOver) return;
    this.failure = { code: 'EIO', message: 'the disk did not answer in time' };
    this.failed(this.failure);
  }
}
