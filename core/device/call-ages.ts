/**
 * How long calls have been outstanding, counted by a timer that runs only while there are any. A thread or a machine that
 * stood still for a while has counted one period, not all of them: what came in meanwhile is heard before anybody is given
 * up for it.
 */
import type { Clock, Timer } from './ports.ts';

export const checkMilliseconds = 1000;

export interface AgedCall {
  /** Kept by `CallAges`: the check at which it had been outstanding for no time. */
  beganAtCheck: number;
}

export class CallAges<Call extends AgedCall> {
  private readonly clock: Clock;
  private readonly checked: () => void;
  private readonly periodMilliseconds: number;
  /** In the order of their beginning. */
  private readonly calls = new Set<Call>();
  private checks = 0;
  private timer: Timer | null = null;

  /** `checked` is called once in a period while calls are outstanding, and once after the last has ended. */
  constructor(clock: Clock, checked: () => void, periodMilliseconds = checkMilliseconds) {
    this.clock = clock;
    this.checked = checked;
    this.periodMilliseconds = periodMilliseconds;
  }

  get count(): number {
    return this.calls.size;
  }

  add(call: Call): void {
    // Within a period that is under way already: it counts from the next one.
    call.beganAtCheck = this.timer === null ? this.checks : this.checks + 1;
    this.calls.add(call);
    this.timer ??= this.clock.after(this.periodMilliseconds, () => { this.check(); });
  }

  /** False when it had ended before. */
  remove(call: Call): boolean {
    return this.calls.delete(call);
  }

  /** Outstanding for this time or longer, the oldest first. Counted short by less than a period. */
  olderThan(milliseconds: number): readonly Call[] {
    const old: Call[] = [];
    for (const call of this.calls) {
      if ((this.checks - call.beganAtCheck) * this.periodMilliseconds < milliseconds) break;
      old.push(call);
    }
    return old;
  }

  private check(): void {
    this.timer = null;
    this.checks += 1;
    this.checked();
    if (this.calls.size > 0) this.timer ??= this.clock.after(this.periodMilliseconds, () => { this.check(); });
  }
}
