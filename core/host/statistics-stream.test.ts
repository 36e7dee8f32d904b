import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { noCounts } from '../model/io-statistics.ts';
import type { GroupStatistics, IoSample } from '../model/io-statistics.ts';
import { success } from '../model/result.ts';
import type { HostFrame } from './contract.ts';
import { clientBufferBytesMaximum } from './event-stream.ts';
import { StatisticsStream } from './statistics-stream.ts';

function sample(id: string, completed: number): IoSample {
  return { kind: 'volume', id, read: noCounts, write: { ...noCounts, completed, bytes: completed * 512 }, zero: noCounts };
}

function streaming() {
  const frames: HostFrame[] = [];
  const send = (frame: HostFrame): void => { frames.push(frame); };
  const transport = { send, bufferedBytes: 0, whenDrained: () => undefined, close: () => undefined };
  const groups = new Map<string, { since: string; samples: readonly IoSample[]; blocked: boolean }>();
  let reads = 0;
  const stream = new StatisticsStream(async ({ group }) => {
    reads += 1;
    const found = groups.get(group);
    if (found === undefined) return null;
    if (found.blocked) return new Promise(() => undefined);
    return success({ groupId: group, groupName: group, at: '', since: found.since, elapsedMilliseconds: 0, samples: found.samples });
  }, transport);
  const sent = (): readonly GroupStatistics[] => frames.flatMap((frame) => ('statistics' in frame ? [frame.statistics] : []));
  const named = (): readonly (readonly string[])[] => sent().map(({ groupId, samples }) => [groupId, ...samples.map(({ id }) => id)]);
  return { frames, transport, groups, stream, sent, named, reads: () => reads };
}

const wish = (...groups: string[]) => groups.map((group) => ({ group, objects: [] }));

describe('counters that a client watches', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  test('come at its interval, each time those that have changed', async () => {
    const { stream, groups, named } = streaming();
    groups.set('G', { since: '1', samples: [sample('a', 1), sample('b', 1)], blocked: false });
    stream.watch({ wanted: wish('G'), intervalMilliseconds: 1000 });
    await vi.advanceTimersByTimeAsync(0);
    groups.set('G', { since: '1', samples: [sample('a', 1), sample('b', 2)], blocked: false });
    await vi.advanceTimersByTimeAsync(2000);
    expect(named()).toEqual([['G', 'a', 'b'], ['G', 'b'], ['G']]);
    stream.end();
  });

  test('after they were set back all that are not zero are named again', async () => {
    const { stream, groups, named } = streaming();
    groups.set('G', { since: '1', samples: [sample('a', 1)], blocked: false });
    stream.watch({ wanted: wish('G'), intervalMilliseconds: 1000 });
    await vi.advanceTimersByTimeAsync(0);
    groups.set('G', { since: '2', samples: [sample('a', 1)], blocked: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(named()).toEqual([['G', 'a'], ['G', 'a']]);
    stream.end();
  });

  test('a blocked group holds up no other, and is not asked again meanwhile', async () => {
    const { stream, groups, named, reads } = streaming();
    groups.set('Blocked', { since: '1', samples: [], blocked: true });
    groups.set('G', { since: '1', samples: [], blocked: false });
    stream.watch({ wanted: wish('Blocked', 'G', 'Gone'), intervalMilliseconds: 1000 });
    await vi.advanceTimersByTimeAsync(2000);
    expect(named()).toEqual([['G'], ['G'], ['G']]);
    expect(reads()).toBe(1 + 3 + 3);
    stream.end();
  });

  test('a client that does not take its frames gets no more until it does', async () => {
    const { stream, groups, transport, named } = streaming();
    groups.set('G', { since: '1', samples: [sample('a', 1)], blocked: false });
    transport.bufferedBytes = clientBufferBytesMaximum + 1;
    stream.watch({ wanted: wish('G'), intervalMilliseconds: 1000 });
    await vi.advanceTimersByTimeAsync(3000);
    expect(named()).toEqual([]);
    transport.bufferedBytes = 0;
    await vi.advanceTimersByTimeAsync(1000);
    expect(named()).toEqual([['G', 'a']]);
    stream.end();
  });

  test('nothing is asked once the client is gone or wants nothing, and no timer is left', async () => {
    const { stream, groups, sent, reads } = streaming();
    groups.set('G', { since: '1', samples: [], blocked: false });
    stream.watch({ wanted: wish('G'), intervalMilliseconds: 1000 });
    await vi.advanceTimersByTimeAsync(0);
    stream.watch({ wanted: [], intervalMilliseconds: 1000 });
    expect(vi.getTimerCount()).toBe(0);
    stream.watch({ wanted: wish('G'), intervalMilliseconds: 1000 });
    stream.end();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(reads()).toBe(2);
    expect(sent()).toHaveLength(1);
  });
});
