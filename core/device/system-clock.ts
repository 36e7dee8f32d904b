import type { Clock, Timer } from './ports.ts';

/** The machine's clock and this thread's event loop. */
export class SystemClock implements Clock {
  nowMilliseconds(): number {
    return performance.now();
  }

  timestamp(): string {
    return new Date().toISOString();
  }

  after(delayMilliseconds: number, run: () => void): Timer {
    const handle = setTimeout(run, delayMilliseconds);
    return { cancel: () => { clearTimeout(handle); } };
  }

  /** An immediate, not a microtask: sockets get their turn in between. */
  soon(run: () => void): void {
    setImmediate(run);
  }
}
