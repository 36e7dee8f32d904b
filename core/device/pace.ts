/**
 * Whether a disk is fast enough for synchronous calls, which block the whole thread but cost a third of asynchronous
 * ones while the page cache answers (performance.md 9.5). Reading the clock twice costs a tenth of a cached 4 KiB read,
 * so only some calls are timed; after a slow one, all are until it proves to be the only one.
 */
import type { Clock } from './ports.ts';
import { kibibyte } from '../model/limits.ts';

/** A cached read takes 1 to 2 us and a microsecond per KiB at the very worst; a medium takes 100 us and more. */
export const coldReadMilliseconds = 0.1;
export const coldReadMillisecondsPerByte = 1e-6;
export const probeMilliseconds = 100;
/** A call that took as long as this was throttled by the kernel or waited for a medium: all goes asynchronous for a while. */
export const slowCallMilliseconds = 50;
export const slowForMilliseconds = 1000;
const timedAlwaysBytes = 64 * kibibyte;
/** One call of this many is timed; a power of two. */
const readsPerSample = 4;
const writesPerSample = 8;

export class Pace {
  private readonly clock: Clock;
  private readsCold = false;
  private probeAt = 0;
  private slow = false;
  private slowUntil = 0;
  /** The sample before the last one was slow too: one slow read alone may be the scheduler's doing. */
  private lastReadSlow = false;
  private reads = 0;
  private writes = 0;

  /** `mayHang`: a call may never return, whatever the last one took, so that none is synchronous. */
  constructor(clock: Clock, mayHang: boolean) {
    this.clock = clock;
    this.slow = mayHang;
    this.slowUntil = mayHang ? Infinity : 0;
  }

  /** Whether the next read may be synchronous. A cold disk is probed so, now and then. */
  readsNow(): boolean {
    if (this.slow && !this.recovered()) return false;
    return !this.readsCold || this.probes();
  }

  writesNow(): boolean {
    return !this.slow || this.recovered();
  }

  timesRead(lengthBytes: number): boolean {
    this.reads += 1;
    return this.reads % readsPerSample === 0 || this.lastReadSlow || this.readsCold || lengthBytes >= timedAlwaysBytes;
  }

  timesWrite(lengthBytes: number): boolean {
    this.writes += 1;
    return this.writes % writesPerSample === 0 || lengthBytes >= timedAlwaysBytes;
  }

  readTook(milliseconds: number, lengthBytes: number): void {
    this.callTook(milliseconds);
    const slow = milliseconds > coldReadMilliseconds + lengthBytes * coldReadMillisecondsPerByte;
    if (!slow) this.readsCold = false;
    else if (this.lastReadSlow || milliseconds > slowCallMilliseconds) this.markCold();
    this.lastReadSlow = slow;
  }

  callTook(milliseconds: number): void {
    if (milliseconds <= slowCallMilliseconds) return;
    this.slow = true;
    this.slowUntil = Math.max(this.slowUntil, this.clock.nowMilliseconds() + slowForMilliseconds);
  }

  private markCold(): void {
    this.readsCold = true;
    this.probeAt = this.clock.nowMilliseconds() + probeMilliseconds;
  }

  private probes(): boolean {
    const now = this.clock.nowMilliseconds();
    if (now < this.probeAt) return false;
    this.probeAt = now + probeMilliseconds;
    return true;
  }

  private recovered(): boolean {
    if (this.clock.nowMilliseconds() < this.slowUntil) return false;
    this.slow = false;
    return true;
  }
}
