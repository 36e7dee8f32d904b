/** Checkpoints of a catch-up: what its map says at each instant is too much, never too little. */
import { describe, expect, it } from 'vitest';
import { checkpointMilliseconds } from './catch-up.ts';
import { MappedVolume, regionBytes } from './mapped-volume.test-double.ts';
import type { DiskOperation } from '../device/memory-disk.test-double.ts';

/** Longer than a mark stays. */
const longMilliseconds = 20_000;
const missed = [3, 5, 7, 9];

/** The last plex misses these regions, one at a time so that each is a copy of its own; nothing is marked any more. */
function behind(plexes = 2): MappedVolume {
  const volume = new MappedVolume({ plexes });
  const mend = volume.breaks(plexes - 1, 'write');
  volume.writeRegion(3, 99);
  mend();
  for (const region of missed) volume.writeRegion(region, region);
  return volume;
}

/** Each write of the copy takes long enough for a checkpoint. Answers with what the map said at each of them. */
function watchCopies(volume: MappedVolume, plex = 1, at: (operation: DiskOperation, count: number) => void = () => undefined) {
  const maps: (readonly number[] | null)[] = [];
  const counts = new Map<DiskOperation, number>();
  const disk = volume.disk(plex);
  const before = disk.fault;
  disk.fault = (operation, offsetBytes, lengthBytes) => {
    const count = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, count);
    if (operation === 'write' && lengthBytes === regionBytes) {
      volume.clock.now += checkpointMilliseconds;
      maps.push(volume.missedOn(0, plex));
    }
    at(operation, count);
    return before(operation, offsetBytes, lengthBytes);
  };
  return maps;
}

/** A client's write that nobody waits for. */
function writeMeanwhile(volume: MappedVolume, region: number): void {
  volume.stack.layer.write(new Uint8Array(200).fill(77), 0, region * regionBytes, 200, () => undefined);
}

describe('a catch-up that takes long', () => {
  it('takes from the map what is copied and flushed, and nothing else', () => {
    const volume = behind();
    volume.pass(longMilliseconds);
    const maps = watchCopies(volume);
    expect(volume.attach(1)).toBe(missed.length * regionBytes);
    expect(maps).toEqual([missed, [5, 7, 9], [7, 9], [9]]);
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(true);
  });

  it('keeps a region that was changed during the flush', () => {
    const volume = behind();
    volume.pass(longMilliseconds);
    volume.disk(1).completesLater = (operation) => operation === 'flush';
    let atSecondFlush: readonly number[] | null = [];
    watchCopies(volume, 1, (operation, count) => {
      if (operation === 'flush' && count === 1) writeMeanwhile(volume, 3);
      if (operation === 'flush' && count === 2) atSecondFlush = volume.missedOn(0, 1);
    });
    volume.attach(1);
    expect(atSecondFlush).toEqual(missed);
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(true);
  });

  it('keeps a region that a client is changing', () => {
    const volume = behind();
    volume.pass(longMilliseconds);
    const maps = watchCopies(volume, 1, (operation, count) => {
      if (operation !== 'write' || count !== 2) return;
      volume.disk(0).hangs = (kind) => kind === 'write';
      writeMeanwhile(volume, 3);
      volume.disk(0).hangs = () => false;
    });
    const attach = volume.beginAttach(1);
    volume.clock.runUntil(() => attach.ended !== null);
    expect(attach.ended?.kind).toBe('done');
    expect(maps.at(-1)).toContain(3);
    volume.disk(0).resume();
  });

  it('fails when the flush does, and the map is what it was', () => {
    const volume = behind();
    volume.pass(longMilliseconds);
    const maps = watchCopies(volume);
    const mend = volume.breaks(1, 'flush');
    const attach = volume.beginAttach(1);
    volume.clock.runUntil(() => attach.ended !== null);
    expect(attach.ended?.kind).toBe('failed');
    expect(maps[0]).toEqual(missed);
    expect(volume.missedOn(0, 1)).toEqual(missed);
    mend();
    volume.attach(1);
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(true);
  });

  it('clears nothing when the plex fails during the flush', () => {
    const volume = behind();
    volume.pass(longMilliseconds);
    volume.disk(1).completesLater = (operation) => operation === 'flush';
    let mend = (): void => undefined;
    watchCopies(volume, 1, (operation, count) => {
      if (operation !== 'flush' || count !== 1) return;
      mend = volume.breaks(1, 'write');
      writeMeanwhile(volume, 12);
    });
    const attach = volume.beginAttach(1);
    volume.clock.runUntil(() => attach.ended !== null);
    expect(attach.ended?.kind).toBe('failed');
    expect(volume.missedOn(0, 1)).toEqual(expect.arrayContaining([...missed]));
    mend();
    volume.attach(1);
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(true);
  });

  it('begins no second flush beside the first', () => {
    const volume = behind();
    volume.pass(longMilliseconds);
    let flushes = 0;
    watchCopies(volume, 1, (operation) => { if (operation === 'flush') flushes += 1; });
    volume.disk(1).hangs = (operation) => operation === 'flush';
    const attach = volume.beginAttach(1);
    volume.clock.runUntil(() => attach.job.doneBytes === missed.length * regionBytes);
    expect(flushes).toBeLessThanOrEqual(2);
    volume.disk(1).resume();
    volume.clock.runUntil(() => attach.ended !== null);
    expect(attach.ended?.kind).toBe('done');
  });

  it('keeps what the other plexes themselves may not hold alike, after a crash', () => {
    const volume = MappedVolume.afterCrash(behind(3).remains());
    const maps = watchCopies(volume, 2);
    const attach = volume.beginAttach(2);
    volume.clock.runUntil(() => attach.ended !== null);
    expect(attach.ended?.kind).toBe('done');
    expect(maps.at(-1)).toEqual(expect.arrayContaining([...missed]));
  });
});
