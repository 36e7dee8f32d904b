import { invariant } from '../model/invariant.ts';
import type { Clock, Timer } from './ports.ts';

const eventsMaximum = 1_000_000;

/** A clock for tests. Runs what is due, in any order; when nothing is, time goes on to the next timer. */
export class FakeClock implements Clock {
  now = 0;
  private readonly due: (() => void)[] = [];
  private readonly timers = new Set<{ readonly at: number; readonly run: () => void }>();
  private readonly choose: (count: number) => number;

  constructor(choose: (count: number) => number = () => 0) {
    this.choose = choose;
  }

  nowMilliseconds(): number {
    return this.now;
  }

  timestamp(): string {
    return new Date(this.now).toISOString();
  }

  after(delayMilliseconds: number, run: () => void): Timer {
    const timer = { at: this.now + delayMilliseconds, run };
    this.timers.add(timer);
    return { cancel: () => { this.timers.delete(timer); } };
  }

  readonly soon = (run: () => void): void => {
    this.due.push(run);
  };

  /** False when nothing is left to happen. */
  step(): boolean {
    const [run] = this.due.length > 0 ? this.due.splice(this.choose(this.due.length), 1) : [];
    if (run !== undefined) {
      run();
      return true;
    }
    let next: { readonly at: number; readonly run: () => void } | null = null;
    for (const timer of this.timers) if (next === null || timer.at < next.at) next = timer;
    if (next === null) return false;
    this.timers.delete(next);
    this.now = Math.max(this.now, next.at);
    next.run();
    return true;
  }

  runUntil(condition: () => boolean): void {
    for (let events = 0; !condition(); events += 1) {
      invariant(events < eventsMaximum && this.step(), 'the awaited condition never came true');
    }
  }

  runAll(): void {
    for (let events = 0; this.step(); events += 1) invariant(events < eventsMaximum, 'the world never comes to rest');
  }
}
