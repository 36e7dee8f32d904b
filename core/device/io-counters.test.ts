import { describe, expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { callsPerTiming, CountedCall, IoCounters } from './io-counters.ts';

const error = { code: 'EIO', message: '' } as const;

function counting() {
  const clock = new FakeClock();
  const counters = new IoCounters('volume', 'v');
  const call = new CountedCall();
  const atOnce = (milliseconds: number): void => {
    call.countFrom(counters.write, 512, clock, -1);
    clock.now += milliseconds;
    call.countAtOnce(clock);
  };
  const later = (milliseconds: number, sinceMilliseconds = -1): void => {
    call.countFrom(counters.write, 512, clock, sinceMilliseconds);
    call.countLater(clock);
    clock.now += milliseconds;
    call.countEnd(null, clock);
  };
  return { clock, counters, call, atOnce, later };
}

describe('what is counted', () => {
  test('all calls and bytes; of those that complete at once one in several is timed for all of them', () => {
    const { counters, atOnce } = counting();
    for (let call = 0; call < 10 * callsPerTiming; call += 1) atOnce(1);
    const { completed, bytes, totalMilliseconds, latency } = counters.write.counts();
    expect({ completed, bytes, totalMilliseconds }).toEqual({ completed: 160, bytes: 160 * 512, totalMilliseconds: 160 });
    expect(latency.reduce((sum, calls) => sum + calls, 0)).toBe(160);
  });

  test('each call that completes later is timed, for itself', () => {
    const { counters, later } = counting();
    for (let call = 0; call < 2 * callsPerTiming; call += 1) later(2);
    expect(counters.write.counts()).toMatchObject({ completed: 32, totalMilliseconds: 64 });
  });

  test('a call that was held took as long as it was held', () => {
    const { clock, counters, later } = counting();
    clock.now = 100;
    later(2, 40);
    expect(counters.write.counts().totalMilliseconds).toBe(62);
  });

  test('one that failed is counted as failed and has no bytes and no time', () => {
    const { clock, counters, call } = counting();
    call.countFrom(counters.read, 512, clock, -1);
    call.countLater(clock);
    clock.now += 5;
    call.countEnd(error, clock);
    expect(counters.sample()).toMatchObject({ read: { completed: 0, failed: 1, bytes: 0, totalMilliseconds: 0 } });
    expect(counters.isUntouched).toBe(false);
  });

  test('a part counts for its whole, until it belongs to another', () => {
    const [first, second] = [new IoCounters('disk', '1'), new IoCounters('disk', '2')];
    const part = new IoCounters('subdisk', 's');
    part.belongsTo(first);
    part.zero.completed(10);
    part.belongsTo(second);
    part.zero.completed(5);
    part.zero.took(3, 1);
    expect([part, first, second].map((counters) => counters.zero.counts().bytes)).toEqual([15, 10, 5]);
    expect(second.zero.counts().totalMilliseconds).toBe(3);
  });

  test('what is set back is as if nothing had been', () => {
    const { counters, later } = counting();
    later(1);
    counters.setBack();
    expect(counters.isUntouched).toBe(true);
    expect(counters.write.counts()).toEqual({ completed: 0, failed: 0, bytes: 0, totalMilliseconds: 0, latency: [] });
  });
});
