/**
 * What one object has read, written and zeroed. Stands in the way of every call, so it costs a few additions and no
 * allocation: of the calls that complete at once, which take a few microseconds, only one in `callsPerTiming` is timed, and
 * counts for as many; those that complete later are all timed.
 *
 * Invariant: whatever a part counts, its whole counts too, in the same call.
 */
import { invariant } from '../model/invariant.ts';
import { latencyBucketOf, latencyBuckets } from '../model/io-statistics.ts';
import type { CountedKind, IoSample, OperationCounts } from '../model/io-statistics.ts';
import type { Clock, IoError } from './ports.ts';

export const callsPerTiming = 16;

/** Places in `values`. */
const completedAt = 0;
const failedAt = 1;
const bytesAt = 2;
const millisecondsAt = 3;

export class OperationCounters {
  /** What it is a part of, and counts there too; a subdisk of its disk. */
  whole: OperationCounters | null = null;
  private readonly values = new Float64Array(4);
  /** Made at the first latency: most subdisks of a large group see no call. */
  private latency: Float64Array | null = null;
  private untimed = 0;

  get isUntouched(): boolean {
    return this.values[completedAt] === 0 && this.values[failedAt] === 0;
  }

  /** Whether this call is the one in `callsPerTiming`. */
  takesTime(): boolean {
    this.untimed += 1;
    if (this.untimed < callsPerTiming) return false;
    this.untimed = 0;
    return true;
  }

  completed(lengthBytes: number): void {
    const { values } = this;
    values[completedAt]! += 1;
    values[bytesAt]! += lengthBytes;
    if (this.whole !== null) this.whole.completed(lengthBytes);
  }

  failed(): void {
    this.values[failedAt]! += 1;
    this.whole?.failed();
  }

  /** `calls` took so long, each. */
  took(milliseconds: number, calls: number): void {
    this.values[millisecondsAt]! += milliseconds * calls;
    this.latency ??= new Float64Array(latencyBuckets);
    this.latency[latencyBucketOf(milliseconds)]! += calls;
    this.whole?.took(milliseconds, calls);
  }

  setBack(): void {
    this.values.fill(0);
    this.latency = null;
  }

  counts(): OperationCounts {
    const { values, latency } = this;
    const used = latency === null ? 0 : latency.findLastIndex((calls) => calls > 0) + 1;
    return {
      completed: values[completedAt]!, failed: values[failedAt]!, bytes: values[bytesAt]!,
      totalMilliseconds: values[millisecondsAt]!, latency: latency === null ? [] : [...latency.subarray(0, used)],
    };
  }
}

export class IoCounters {
  readonly kind: CountedKind;
  readonly id: string;
  readonly read: OperationCounters;
  readonly write: OperationCounters;
  readonly zero: OperationCounters;

  constructor(kind: CountedKind, id: string) {
    this.kind = kind;
    this.id = id;
    this.read = new OperationCounters();
    this.write = new OperationCounters();
    this.zero = new OperationCounters();
  }

  /** From now on it is a part of that. */
  belongsTo(whole: IoCounters): void {
    this.read.whole = whole.read;
    this.write.whole = whole.write;
    this.zero.whole = whole.zero;
  }

  get isUntouched(): boolean {
    return this.read.isUntouched && this.write.isUntouched && this.zero.isUntouched;
  }

  setBack(): void {
    this.read.setBack();
    this.write.setBack();
    this.zero.setBack();
  }

  sample(): IoSample {
    return { kind: this.kind, id: this.id, read: this.read.counts(), write: this.write.counts(), zero: this.zero.counts() };
  }
}

/** A call that is not timed yet. */
const unknownBeginning = -1;

/** A call on its way through one layer, as it is counted; the layer's own pooled calls extend it. */
export class CountedCall {
  private counters: OperationCounters | null = null;
  private lengthBytes = 0;
  private beganMilliseconds = unknownBeginning;
  private standsFor = 1;

  /** `sinceMilliseconds`: when it came, where that was before now; else negative. */
  countFrom(counters: OperationCounters, lengthBytes: number, clock: Clock, sinceMilliseconds: number): void {
    this.counters = counters;
    this.lengthBytes = lengthBytes;
    this.beganMilliseconds = sinceMilliseconds;
    this.standsFor = 1;
    if (counters.takesTime() && sinceMilliseconds < 0) {
      this.beganMilliseconds = clock.nowMilliseconds();
      this.standsFor = callsPerTiming;
    }
  }

  countNothing(): void {
    this.counters = null;
  }

  countAtOnce(clock: Clock): void {
    const { counters } = this;
    invariant(counters !== null, 'what completes at once was begun');
    counters.completed(this.lengthBytes);
    if (this.beganMilliseconds >= 0) counters.took(clock.nowMilliseconds() - this.beganMilliseconds, this.standsFor);
  }

  /** It did not complete at once: from here on it is timed. */
  countLater(clock: Clock): void {
    this.standsFor = 1;
    if (this.beganMilliseconds < 0) this.beganMilliseconds = clock.nowMilliseconds();
  }

  countEnd(error: IoError | null, clock: Clock): void {
    const { counters } = this;
    if (counters === null) return;
    this.counters = null;
    if (error !== null) {
      counters.failed();
      return;
    }
    counters.completed(this.lengthBytes);
    counters.took(clock.nowMilliseconds() - this.beganMilliseconds, 1);
  }
}
