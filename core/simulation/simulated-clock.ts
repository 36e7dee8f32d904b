/**
 * Virtual time. Nothing happens but by events from this heap, in order of time and then of arrival, so one seed is one
 * history. A crash forgets every event of the life that ended: `beginLife` makes later calls of an older life inert.
 */
import type { Clock, Timer } from '../device/ports.ts';
import { drainPromises } from './drain.ts';

interface ScheduledEvent {
  readonly at: number;
  readonly order: number;
  readonly life: number;
  run: (() => void) | null;
}

const epochMilliseconds = Date.UTC(2030, 0, 1);

export class SimulatedClock {
  #now = 0;
  #order = 0;
  #life = 0;
  readonly #heap: ScheduledEvent[] = [];

  get nowMilliseconds(): number {
    return this.#now;
  }

  /** A clock for one life of the host; its timers die with that life. */
  beginLife(): Clock {
    this.#life += 1;
    const life = this.#life;
    return {
      nowMilliseconds: () => this.#now,
      timestamp: () => new Date(epochMilliseconds + Math.floor(this.#now)).toISOString(),
      after: (delayMilliseconds, run) => this.#schedule(delayMilliseconds, run, life),
      soon: (run) => {
        this.#schedule(0, run, life);
      },
    };
  }

  /** For the world itself (disks, the workload): outlives every life. */
  schedule(delayMilliseconds: number, run: () => void): Timer {
    return this.#schedule(delayMilliseconds, run, 0);
  }

  endLife(): void {
    this.#life += 1;
  }

  /** Runs events until `until` holds; false when nothing is left to happen or `limitMilliseconds` of virtual time passed. */
  async runUntil(until: () => boolean, limitMilliseconds: number): Promise<boolean> {
    const deadline = this.#now + limitMilliseconds;
    await drainPromises();
    while (!until()) {
      const event = this.#pop();
      if (!event || event.at > deadline) {
        if (event) this.#push(event);
        this.#now = Math.max(this.#now, Math.min(deadline, event?.at ?? this.#now));
        return false;
      }
      this.#now = event.at;
      if (event.run && (event.life === 0 || event.life === this.#life)) {
        event.run();
        await drainPromises();
      }
    }
    return true;
  }

  #schedule(delayMilliseconds: number, run: () => void, life: number): Timer {
    const event: ScheduledEvent = { at: this.#now + Math.max(0, delayMilliseconds), order: this.#order, life, run };
    this.#order += 1;
    this.#push(event);
    return {
      cancel: () => {
        event.run = null;
      },
    };
  }

  #push(event: ScheduledEvent): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || before(above, event)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): ScheduledEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const left = heap[child];
      if (!left) break;
      const right = heap[child + 1];
      if (right && before(right, left)) child += 1;
      const smaller = heap[child];
      if (!smaller || before(last, smaller)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function before(one: ScheduledEvent, other: ScheduledEvent): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
