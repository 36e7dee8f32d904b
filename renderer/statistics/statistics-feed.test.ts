import { describe, expect, it } from 'vitest';
import { noCounts } from '../../core/model/io-statistics.ts';
import type { GroupStatistics, IoSample } from '../../core/model/io-statistics.ts';
import type { Bridge } from '../link/bridge.ts';
import { heatStep } from './rates.ts';
import { pointsMaximum, StatisticsFeed } from './statistics-feed.ts';

function sample(id: string, bytes: number): IoSample {
  return { kind: 'volume', id, read: noCounts, write: { ...noCounts, completed: bytes / 512, bytes }, zero: noCounts };
}

function reading(second: number, samples: readonly IoSample[], since = 'import'): GroupStatistics {
  return { groupId: 'G', groupName: 'G', at: new Date(second * 1000).toISOString(), since, elapsedMilliseconds: second * 1000, samples };
}

function feeding() {
  const asked: unknown[] = [];
  const call = ((_name: string, input: { wanted: unknown }) => {
    asked.push(input.wanted);
    return Promise.resolve({ ok: true, value: { watching: 0 } });
  }) as unknown as Bridge['call'];
  const feed = new StatisticsFeed(call);
  const written = (id: string): readonly number[] => feed.pointsOf('G', id).map(({ write }) => write.bytesPerSecond);
  const turn = (): Promise<void> => new Promise((resolve) => { queueMicrotask(resolve); });
  return { feed, asked, written, turn };
}

describe('the feed of counters', () => {
  it('asks for all that is shown together, and for nothing when nothing is', async () => {
    const { feed, asked, turn } = feeding();
    const ends = [['b'], ['a', 'b']].map((objects) => feed.watch({ group: 'G', objects }, () => undefined));
    await turn();
    const all = feed.watch({ group: 'G', objects: [] }, () => undefined);
    await turn();
    for (const end of [...ends, all]) end();
    await turn();
    expect(asked).toEqual([[{ group: 'G', objects: ['a', 'b'] }], [{ group: 'G', objects: [] }], []]);
  });

  it('asks again after the connection was lost', async () => {
    const { feed, asked, turn } = feeding();
    feed.watch({ group: 'G', objects: ['a'] }, () => undefined);
    await turn();
    feed.connected();
    await turn();
    expect(asked).toHaveLength(2);
  });

  it('asks for nothing while nothing is watched', async () => {
    const { feed, asked, turn } = feeding();
    feed.connected();
    await turn();
    expect(asked).toHaveLength(0);
  });

  it('makes a point of each second reading: what came since, also of what a reading leaves out', async () => {
    const { feed, written, turn } = feeding();
    let heard = 0;
    feed.watch({ group: 'G', objects: ['a', 'b'] }, () => { heard += 1; });
    await turn();
    feed.take(reading(10, [sample('a', 1024)]));
    feed.take(reading(11, [sample('a', 5120), sample('b', 512)]));
    feed.take(reading(13, []));
    expect(written('a')).toEqual([4096, 0]);
    expect(written('b')).toEqual([512, 0]);
    expect(heard).toBe(3);
  });

  it('what is counted since before it was watched makes no peak, nor do counters that were set back', async () => {
    const { feed, written, turn } = feeding();
    feed.watch({ group: 'G', objects: ['a'] }, () => undefined);
    await turn();
    feed.take(reading(10, [sample('a', 1024)]));
    feed.watch({ group: 'G', objects: ['b'] }, () => undefined);
    await turn();
    feed.take(reading(11, [sample('a', 2048), sample('b', 1024 * 1024)]));
    feed.take(reading(12, [sample('b', 1024 * 1024 + 512)]));
    feed.take(reading(1, [sample('b', 99 * 512)], 'reset'));
    feed.take(reading(2, [sample('b', 100 * 512)], 'reset'));
    expect(written('b')).toEqual([512, 512]);
  });

  it('two readings close to each other make one point, and lose nothing', async () => {
    const { feed, written, turn } = feeding();
    feed.watch({ group: 'G', objects: ['a'] }, () => undefined);
    await turn();
    feed.take(reading(10, []));
    feed.take(reading(10.2, [sample('a', 512)]));
    feed.take(reading(11, []));
    expect(written('a')).toEqual([512]);
  });

  it('keeps five minutes', async () => {
    const { feed, written, turn } = feeding();
    feed.watch({ group: 'G', objects: ['a'] }, () => undefined);
    await turn();
    for (let second = 0; second <= pointsMaximum + 20; second += 1) feed.take(reading(second, []));
    expect(written('a')).toHaveLength(pointsMaximum);
  });
});

describe('heat', () => {
  it('has five steps below the busiest, and none for what does nothing', () => {
    expect([0, 1, 20, 21, 60, 99, 100].map((rate) => heatStep(rate, 100))).toEqual([0, 1, 1, 2, 3, 5, 5]);
    expect(heatStep(0, 0)).toBe(0);
  });
});
