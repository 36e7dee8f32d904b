import type { Clock, Done, Timer } from './ports.ts';

const checkMilliseconds = 1000;

interface Guarded {
  readonly sinceMilliseconds: number;
  readonly end: Done;
}

/**
 * Gives up operations that take too long: each gets its one completion, from its late result or from here, whichever
 * is first; what comes after is ignored. One timer for all, only while any is outstanding.
 */
export class Deadlines {
  private readonly clock: Clock;
  private readonly limitMilliseconds: number;
  private readonly expired: () => void;
  /** In the order of their beginning. */
  private readonly outstanding = new Set<Guarded>();
  private timer: Timer | null = null;

  /** `expired` hears of it before the operation does. */
  constructor(clock: Clock, limitMilliseconds: number, expired: () => void) {
    this.clock = clock;
    this.limitMilliseconds = limitMilliseconds;
    this.expired = expired;
  }

  get count(): number {
    return this.outstanding.size;
  }

  /** To be called in place of `done`; the first call counts. */
  guard(done: Done): Done {
    const guarded: Guarded = {
      sinceMilliseconds: this.clock.nowMilliseconds(),
      end: (error) => { if (this.outstanding.delete(guarded)) done(error); },
    };
    this.outstanding.add(guarded);
    this.timer ??= this.clock.after(checkMilliseconds, () => { this.check(); });
    return guarded.end;
  }

  private check(): void {
    this.timer = null;
    const now = this.clock.nowMilliseconds();
    for (const guarded of [...this.outstanding]) {
      if (now - guarded.sinceMilliseconds < this.limitMilliseconds) break;
      this.expired();
      guarded.end({ code: 'ETIMEDOUT', message: `no answer within ${this.limitMilliseconds / 1000} s` });
    }
    if (this.outstanding.size > 0) this.timer ??= this.clock.after(checkMilliseconds, () => { this.check(); });
  }
}
