/** What a plex missed (docs/decisions/0007): where its map begins, what is on the logs when, and what a catch-up copies. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { setSabotages, type Sabotage } from '../model/sabotage.ts';
import { MappedVolume, mappedVolumeBytes, regionBytes } from './mapped-volume.test-double.ts';

afterEach(() => { setSabotages([]); });

/** Longer than a mark stays. */
const longMilliseconds = 20_000;
const regions = mappedVolumeBytes / regionBytes;

function areEqual(volume: MappedVolume): boolean {
  return volume.plexBytes(0).equals(volume.plexBytes(1));
}

/** The second plex fails at a write to this region, and its disk is good again afterwards. */
function failSecond(volume: MappedVolume, region: number): void {
  const mend = volume.breaks(1, 'write');
  expect(volume.writeRegion(region, 99)).toBeNull();
  mend();
}

describe('a map', () => {
  it('names what was written while the plex was away, and a catch-up copies that alone', () => {
    const volume = new MappedVolume();
    volume.writeRegion(9, 1);
    volume.pass(longMilliseconds);
    failSecond(volume, 3);
    volume.writeRegion(5, 2);
    expect(volume.states()).toEqual(['ACTIVE', 'STALE']);
    expect(volume.attach(1)).toBe(2 * regionBytes);
    expect(areEqual(volume)).toBe(true);
  });

  it.each<readonly [readonly Sabotage[], boolean]>([[[], true], [['missed-map-starts-at-zero'], false]])(
    'begins with what was written and not yet flushed: the disk may lose it (sabotage %j)', (sabotages, equal) => {
      setSabotages(sabotages);
      const volume = new MappedVolume();
      volume.writeRegion(2, 1);
      failSecond(volume, 3);
      volume.losesCache(1);
      volume.attach(1);
      expect(areEqual(volume)).toBe(equal);
    });

  it.each<readonly [readonly Sabotage[], boolean]>([[[], true], [['clear-before-missed-map'], false]])(
    'is on the logs before an intent mark clears (sabotage %j)', (sabotages, equal) => {
      setSabotages(sabotages);
      const volume = new MappedVolume();
      failSecond(volume, 3);
      volume.pass(longMilliseconds);
      expect([volume.markedOn(0), volume.missedOn(0, 1)]).toEqual([[], equal ? [3] : []]);
      const again = MappedVolume.afterCrash(volume.remains());
      again.attach(1);
      expect(areEqual(again)).toBe(equal);
    });

  it('is what the log said or what the intent map said, after a crash', () => {
    const volume = new MappedVolume();
    failSecond(volume, 3);
    volume.pass(longMilliseconds);
    volume.writeRegion(7, 1);
    expect([volume.markedOn(0), volume.missedOn(0, 1)]).toEqual([[7], [3]]);
    const again = MappedVolume.afterCrash(volume.remains());
    expect(again.attach(1)).toBe(2 * regionBytes);
    expect(areEqual(again)).toBe(true);
  });
});

describe('a catch-up', () => {
  it.each<readonly [readonly Sabotage[], boolean]>([[[], true], [['attach-clears-on-copy'], false]])(
    'keeps its map until the plex was flushed: a crash before that loses the copy (sabotage %j)', (sabotages, equal) => {
      setSabotages(sabotages);
      const volume = new MappedVolume();
      failSecond(volume, 3);
      volume.pass(longMilliseconds);
      const attach = volume.beginAttach(1);
      volume.clock.runUntil(() => attach.job.doneBytes > 0);
      expect([attach.ended, areEqual(volume)]).toEqual([null, true]);
      const again = MappedVolume.afterCrash(volume.remains());
      again.attach(1);
      expect(areEqual(again)).toBe(equal);
    });
});

type Step =
  | { readonly kind: 'write'; readonly region: number; readonly value: number }
  | { readonly kind: 'pass'; readonly milliseconds: number }
  | { readonly kind: 'fail'; readonly region: number }
  | { readonly kind: 'flush' | 'lose cache' | 'catch up' | 'crash' };

const region = fc.nat(regions - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), region, value: fc.integer({ min: 1, max: 98 }) }) },
  { weight: 2, arbitrary: fc.constantFrom(1_000, 7_000, longMilliseconds).map((milliseconds): Step => ({ kind: 'pass', milliseconds })) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fail' as const), region }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'flush' }, { kind: 'lose cache' }, { kind: 'catch up' }, { kind: 'crash' }) },
);

function isStale(volume: MappedVolume): boolean {
  return volume.states()[1] === 'STALE';
}

/** The volume afterwards: another one when it crashed. */
function take(volume: MappedVolume, one: Step): MappedVolume {
  switch (one.kind) {
    case 'write': expect(volume.writeRegion(one.region, one.value)).toBeNull(); break;
    case 'pass': volume.pass(one.milliseconds); break;
    case 'flush': expect(volume.finish((done) => volume.stack.layer.flush(done))).toBeNull(); break;
    case 'fail': failSecond(volume, one.region); break;
    case 'lose cache': if (isStale(volume)) volume.losesCache(1); break;
    case 'catch up': if (isStale(volume)) volume.attach(1); break;
    case 'crash': {
      const again = MappedVolume.afterCrash(volume.remains());
      again.recover();
      return again;
    }
  }
  return volume;
}

it('whatever happens to it, a plex that has caught up is equal to the other', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 24 }), (steps) => {
    let volume = new MappedVolume();
    for (const one of steps) volume = take(volume, one);
    if (isStale(volume)) volume.attach(1);
    expect(areEqual(volume)).toBe(true);
  }), { numRuns: 60 });
});
