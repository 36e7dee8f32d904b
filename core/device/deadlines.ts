import { CallAges } from './call-ages.ts';
import type { AgedCall } from './call-ages.ts';
import type { Clock, Done } from './ports.ts';

/** With calls outstanding longer than this a disk counts as blocked. */
export const blockedMilliseconds = 5000;
/** And with calls outstanding longer than this the next one may hang too. */
export const stuckMilliseconds = 1000;

interface Guarded extends AgedCall {
  readonly end: Done;
}

export interface DeadlineWatcher {
  /** A call has outlived the limit; hears of it before the call does. */
  expired(): void;
  /** Calls are outstanding for longer than `blockedMilliseconds`, or no longer are. */
  blocked(isBlocked: boolean): void;
}

/**
 * Gives up operations that take too long: each gets its one completion, from its late result or from here, whichever
 * is first; what comes after is ignored.
 */
export class Deadlines {
  /** Some call has been outstanding for more than a second. */
  stuck = false;
  private readonly limitMilliseconds: () => number;
  private readonly watcher: DeadlineWatcher;
  private readonly ages: CallAges<Guarded>;
  private isBlocked = false;

  /** The limit is asked for each second, so that it may change meanwhile. */
  constructor(clock: Clock, limitMilliseconds: () => number, watcher: DeadlineWatcher) {
    this.limitMilliseconds = limitMilliseconds;
    this.watcher = watcher;
    this.ages = new CallAges(clock, () => { this.check(); });
  }

  get count(): number {
    return this.ages.count;
  }

  /** To be called in place of `done`; the first call counts. */
  guard(done: Done): Done {
    const guarded: Guarded = {
      beganAtCheck: 0,
      end: (error) => { if (this.ages.remove(guarded)) done(error); },
    };
    this.ages.add(guarded);
    return guarded.end;
  }

  private check(): void {
    const limit = this.limitMilliseconds();
    for (const guarded of this.ages.olderThan(limit)) {
      this.watcher.expired();
      guarded.end({ code: 'ETIMEDOUT', message: `no answer within ${limit / 1000} s` });
    }
    this.stuck = this.ages.olderThan(stuckMilliseconds).length > 0;
    const blocked = this.ages.olderThan(blockedMilliseconds).length > 0;
    if (blocked === this.isBlocked) return;
    this.isBlocked = blocked;
    this.watcher.blocked(blocked);
  }
}
