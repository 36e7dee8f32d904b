import { describe, expect, it } from 'vitest';
import { crowdedMilliseconds, pollMillisecondsMaximum, pollPauseBatchesMaximum } from './limits.ts';
import { Poller } from './poller.ts';

/** A poller on a clock that advances by one microsecond with each turn of the event loop. */
function stage(): { poller: Poller; turns: () => number; run: (count: number, turnMilliseconds?: number) => void } {
  let now = 0;
  let waiting: (() => void)[] = [];
  let turns = 0;
  const poller = new Poller(() => now, (run) => waiting.push(run));
  const run = (count: number, turnMilliseconds = 0.001): void => {
    for (let index = 0; index < count; index += 1) {
      now += turnMilliseconds;
      const due = waiting;
      waiting = [];
      turns += due.length;
      for (const next of due) next();
    }
  };
  return { poller, turns: () => turns, run };
}

describe('the poller', () => {
  it('stops a short time after the last answer', () => {
    const { poller, turns, run } = stage();
    poller.answered();
    run(10_000);
    expect(turns() * 0.001).toBeLessThanOrEqual(pollMillisecondsMaximum + 0.002);
  });

  it('goes on while answers follow each other closely, without a second loop', () => {
    const { poller, turns, run } = stage();
    for (let index = 0; index < 1000; index += 1) {
      poller.answered();
      run(10);
    }
    expect(turns()).toBe(10_000);
  });

  it('stops at once, and for long, where others want the processor', () => {
    const { poller, turns, run } = stage();
    for (let index = 0; index < pollPauseBatchesMaximum; index += 1) {
      poller.answered();
      run(10, 2 * crowdedMilliseconds);
    }
    expect(turns()).toBe(1);
  });

  it('costs a client that sends rarely next to nothing', () => {
    const { poller, turns, run } = stage();
    const batches = 10_000;
    for (let index = 0; index < batches; index += 1) {
      poller.answered();
      run(1000);
    }
    expect(turns() / batches).toBeLessThan((pollMillisecondsMaximum / 0.001) * 3 / pollPauseBatchesMaximum);
  });
});
