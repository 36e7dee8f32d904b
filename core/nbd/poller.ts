/**
 * Looks for the next request for a moment before the thread goes to sleep. To be put to sleep and woken costs more than a
 * short request does, so a client that waits for each answer is served in half the time; and whoever sends rarely is not
 * waited for, because looking stops paying and is then tried ever more seldom. Where other programs want the processor,
 * looking only uses up our share of it: a turn that took long was one of waiting, and it stops at once for long.
 *
 * Invariant: after the last answer it looks for at most `pollMillisecondsMaximum`; an idle server uses no time at all.
 */
import { crowdedMilliseconds, pollMillisecondsMaximum, pollPauseBatchesMaximum } from './limits.ts';

export class Poller {
  private readonly now: () => number;
  private readonly soon: (run: () => void) => void;
  private running = false;
  private deadline = 0;
  private lastTurn = 0;
  /** Batches that are still to pass before looking is tried again, and how many it will be after the next miss. */
  private pause = 0;
  private nextPause = 1;

  constructor(now: () => number = () => performance.now(), soon: (run: () => void) => void = setImmediate) {
    this.now = now;
    this.soon = soon;
  }

  /** A batch of requests came and is answered; the next may be close behind. */
  answered(): void {
    if (this.running) {
      this.nextPause = 1;
    } else if (this.pause > 0) {
      this.pause -= 1;
      return;
    } else {
      this.running = true;
      this.soon(this.turn);
    }
    this.lastTurn = this.now();
    this.deadline = this.lastTurn + pollMillisecondsMaximum;
  }

  private readonly turn = (): void => {
    const now = this.now();
    const crowded = now - this.lastTurn > crowdedMilliseconds;
    this.lastTurn = now;
    if (now < this.deadline && !crowded) {
      this.soon(this.turn);
      return;
    }
    this.running = false;
    if (crowded) this.nextPause = pollPauseBatchesMaximum;
    this.pause = this.nextPause;
    this.nextPause = Math.min(this.nextPause * 2, pollPauseBatchesMaximum);
  };
}
