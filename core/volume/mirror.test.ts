import { afterEach, describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { setSabotages } from '../model/sabotage.ts';
import { diskStartBytes, failing, plexId, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 64 * 1024;
/** Where volume offset 0 lies on a disk of the fixture with one column. */
const firstByte = diskStartBytes + sizeBytes / 2;

function mirror(plexes: number, change: Parameters<VolumeFixture['definition']>[0] = {}): { fixture: VolumeFixture; stack: VolumeStack } {
  const fixture = new VolumeFixture({ sizeBytes, plexes });
  const stack = new VolumeStack(fixture.definition(change), fixture);
  stack.start();
  return { fixture, stack };
}

const subsets = (count: number): number[][] => Array.from({ length: 1 << count }, (_, bits) => (
  Array.from({ length: count }, (__, index) => index).filter((index) => (bits >> index) & 1)
));

afterEach(() => { setSabotages([]); });

describe.each(['write', 'zero', 'trim', 'flush'] as const)('%s with some plexes failing', (kind) => {
  it.each(subsets(3).flatMap((failed) => [[failed, false], [failed, true]] as const))('%j, late %s', (failed, late) => {
    const { fixture, stack } = mirror(3);
    fixture.write(stack.layer, 0, sizeBytes, 1);
    for (const disk of fixture.disks.values()) disk.completesLater = () => late;
    for (const plex of failed) fixture.disk(plex).fault = failing(kind === 'trim' ? 'zero' : kind);
    const error = fixture.finish((done) => {
      switch (kind) {
        case 'write': return stack.layer.write(new Uint8Array(100).fill(2), 0, 0, 100, done);
        case 'zero': return stack.layer.zero(0, 100, true, done);
        case 'trim': return stack.layer.trim(0, 100, done);
        case 'flush': return stack.layer.flush(done);
      }
    });
    // All failed: the client hears of it and nobody is marked. Else exactly the failed ones are, before the acknowledgement.
    expect(error?.code ?? null).toBe(failed.length === 3 ? 'EIO' : null);
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual(failed.length === 3 ? [] : failed.map(plexId));
    for (const failure of fixture.marked) expect(failure.diskId).toBe(failure.plexId.replace('plex', 'disk') + '-0');
  });
});

describe('read with some plexes failing', () => {
  it.each(subsets(3))('%j %j %j', (...failed) => {
    const { fixture, stack } = mirror(3);
    fixture.write(stack.layer, 0, sizeBytes, 7);
    for (const plex of failed) fixture.disk(plex).fault = failing('read');
    for (let turn = 0; turn < 3; turn += 1) {
      const answer = fixture.read(stack.layer, 20_000 * turn, 100);
      if (failed.length === 3) expect((answer as IoError).code).toBe('EIO');
      else expect(answer).toEqual(new Uint8Array(100).fill(7));
    }
    expect(fixture.marked).toEqual([]);
    expect(new Set(fixture.readFailures.map((failure) => failure.plexId)).size).toBe(failed.length === 3 ? 0 : failed.length);
  });

  it('writes the good bytes back to where they could not be read', () => {
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, sizeBytes, 7);
    fixture.disk(0).content.fill(99, firstByte, firstByte + 4096);
    fixture.disk(0).fault = failing('read');
    for (let turn = 0; turn < 2; turn += 1) fixture.read(stack.layer, 0, 4096);
    fixture.clock.runAll();
    expect(fixture.disk(0).content.subarray(firstByte, firstByte + 4096)).toEqual(new Uint8Array(4096).fill(7));
  });
});

describe('stale marks', () => {
  it('come before the acknowledgement, also for writes that miss a plex while its mark is being committed', () => {
    const { fixture, stack } = mirror(2);
    fixture.heldCommits = [];
    fixture.disk(1).fault = failing('write');
    const answers: (IoError | null)[] = [];
    const write = (): boolean => stack.layer.write(new Uint8Array(100), 0, 0, 100, (error) => { answers.push(error); });
    expect(write()).toBe(false);
    fixture.clock.runAll();
    expect(stack.layer.write(new Uint8Array(100), 0, 200, 100, (error) => { answers.push(error); })).toBe(false);
    fixture.clock.runAll();
    expect(answers).toEqual([]);
    expect(fixture.heldCommits).toHaveLength(1);
    fixture.heldCommits[0]?.();
    expect(answers).toEqual([null, null]);
    expect(write()).toBe(true);
    expect(fixture.disk(1).counts.write).toBe(1);
  });

  it('that cannot be committed give the error to the client, and the plex is neither read nor written', () => {
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, sizeBytes, 1);
    fixture.commitError = { code: 'EIO', message: 'no holder is left' };
    fixture.disk(1).fault = failing('write');
    expect(fixture.write(stack.layer, 0, 4096, 2)?.message).toBe('no holder is left');
    fixture.disk(1).fault = () => null;
    expect(fixture.write(stack.layer, 0, 4096, 3)?.message).toBe('no holder is left');
    for (let turn = 0; turn < 4; turn += 1) expect(fixture.read(stack.layer, 0, 4096)).toEqual(new Uint8Array(4096).fill(3));
    fixture.commitError = null;
    expect(fixture.write(stack.layer, 0, 4096, 4)).toBeNull();
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual([plexId(1)]);
  });

  it('never take the last good plex, even when two writes fail on different plexes', () => {
    const { fixture, stack } = mirror(2);
    for (const disk of fixture.disks.values()) disk.completesLater = () => true;
    fixture.disk(0).fault = (operation, offsetBytes) => (offsetBytes < firstByte + 4096 ? failing('write')(operation) : null);
    fixture.disk(1).fault = (operation, offsetBytes) => (offsetBytes >= firstByte + 4096 ? failing('write')(operation) : null);
    const answers: (IoError | null)[] = [];
    for (const offsetBytes of [0, 4096]) {
      stack.layer.write(new Uint8Array(100), 0, offsetBytes, 100, (error) => { answers.push(error); });
    }
    fixture.clock.runAll();
    expect(fixture.marked).toHaveLength(1);
    expect(answers.map((answer) => answer?.code ?? 'taken').sort()).toEqual(['EIO', 'taken']);
  });

  it.each([
    ['stale-mark-after-acknowledgement', 1], ['mark-stale-when-all-failed', 2], ['acknowledge-before-second-plex', 1],
  ] as const)('are seen to be missing with %s', (sabotage, failed) => {
    setSabotages([sabotage]);
    const { fixture, stack } = mirror(2);
    for (const disk of fixture.disks.values()) disk.completesLater = () => true;
    for (let plex = 2 - failed; plex < 2; plex += 1) fixture.disk(plex).fault = failing('write');
    const error = fixture.write(stack.layer, 0, 100, 1);
    const early = error === null && fixture.marked.length === 0;
    fixture.clock.runAll();
    expect(early || fixture.marked.length === 2).toBe(true);
  });
});

describe('bytes that may differ after an error on every plex', () => {
  it('are made equal before they are read', () => {
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, sizeBytes, 1);
    fixture.disk(0).fault = failing('write');
    fixture.disk(1).fault = failing('write');
    expect(fixture.write(stack.layer, 0, 4096, 2)?.code).toBe('EIO');
    fixture.disk(0).fault = () => null;
    fixture.disk(1).fault = () => null;
    // As if the failing disk had taken a part of it all the same.
    fixture.disk(1).content.fill(2, firstByte, firstByte + 512);
    const first = fixture.read(stack.layer, 0, 4096);
    for (let turn = 0; turn < 4; turn += 1) expect(fixture.read(stack.layer, 0, 4096)).toEqual(first);
  });

  it('keep the volume from being called clean', () => {
    const { fixture, stack } = mirror(2);
    for (const disk of fixture.disks.values()) disk.fault = failing('write');
    fixture.write(stack.layer, 0, 4096, 2);
    expect(fixture.finish((done) => { stack.stop(done); return false; })?.code).toBe('EIO');
  });
});

describe('missing disks', () => {
  it('are no read failures and need no mark until something is written', () => {
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, sizeBytes, 5);
    fixture.finish((done) => stack.layer.flush(done));
    fixture.missing.add('disk-0-0' as never);
    for (let turn = 0; turn < 4; turn += 1) expect(fixture.read(stack.layer, 0, 100)).toEqual(new Uint8Array(100).fill(5));
    expect(fixture.finish((done) => stack.layer.flush(done))).toBeNull();
    expect(fixture.readFailures).toEqual([]);
    expect(fixture.marked).toEqual([]);
    expect(fixture.write(stack.layer, 0, 100, 6)).toBeNull();
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual([plexId(0)]);
  });
});

describe('read policies', () => {
  const counts = (fixture: VolumeFixture): number[] => [0, 1].map((plex) => fixture.disk(plex).counts.read);

  it('round takes turns, and keeps a sequential run on one plex', () => {
    const { fixture, stack } = mirror(2);
    for (const offsetBytes of [0, 8192, 4096, 20_480]) fixture.read(stack.layer, offsetBytes, 512);
    expect(counts(fixture)).toEqual([2, 2]);
    const before = counts(fixture);
    for (let at = 24_576; at < 32_768; at += 1024) fixture.read(stack.layer, at, 1024);
    expect(counts(fixture).map((count, plex) => count - (before[plex] ?? 0)).sort()).toEqual([0, 8]);
  });

  it('prefer takes the named plex, and another when that is gone', () => {
    const { fixture, stack } = mirror(2, { volume: { readPolicy: { kind: 'prefer', plexId: plexId(1) } } });
    for (let turn = 0; turn < 4; turn += 1) fixture.read(stack.layer, turn * 8192, 512);
    expect(counts(fixture)).toEqual([0, 4]);
    fixture.missing.add('disk-1-0' as never);
    expect(fixture.read(stack.layer, 0, 512)).toEqual(new Uint8Array(512));
  });

  it('never reads a STALE plex, and reads one that is being attached only once it is ACTIVE', () => {
    const { fixture, stack } = mirror(2, { states: ['ACTIVE', 'STALE'] });
    fixture.disk(1).content.fill(99);
    for (let turn = 0; turn < 4; turn += 1) expect(fixture.read(stack.layer, 4096 * turn, 512)).toEqual(new Uint8Array(512));
    expect(fixture.disk(1).counts.read).toBe(0);
    setSabotages(['read-from-stale-plex']);
    const bad = new VolumeStack(fixture.definition({ states: ['ACTIVE', 'STALE'] }), fixture);
    bad.start();
    const answers = [0, 1, 2, 3].map((turn) => (fixture.read(bad.layer, 4096 * turn, 1) as Uint8Array)[0]);
    expect(answers).toContain(99);
  });
});

describe('a failed flush', () => {
  it('is not tried again on the disk', () => {
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, 100, 1);
    fixture.disk(0).fault = failing('flush');
    expect(fixture.finish((done) => stack.layer.flush(done))).toBeNull();
    expect(fixture.disk(0).counts.flush).toBe(1);
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual([plexId(0)]);
  });

  it.each(['skip-flush', 'flush-one-plex-only'] as const)('or one left out is noticed: %s', (sabotage) => {
    setSabotages([sabotage]);
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, 100, 1);
    fixture.finish((done) => stack.layer.flush(done));
    expect(fixture.disk(1).unflushedWrites).toBeGreaterThan(0);
  });

  it('that is retried is noticed', () => {
    setSabotages(['retry-failed-flush']);
    const { fixture, stack } = mirror(2);
    fixture.write(stack.layer, 0, 100, 1);
    let failures = 1;
    fixture.disk(0).fault = (operation) => (operation === 'flush' && failures-- > 0 ? { code: 'EIO', message: 'once' } : null);
    fixture.finish((done) => stack.layer.flush(done));
    expect(fixture.marked).toEqual([]);
  });
});
