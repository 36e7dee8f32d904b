import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import type { SubdiskId } from '../model/identity.ts';
import { mebibyte } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import type { CopyOutcome } from './volume-definition.ts';
import { diskStartBytes, failing, plexId, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

afterEach(() => { setSabotages([]); });

/** The bytes of a plex of the fixture, in the order of the volume. */
function plexBytes(fixture: VolumeFixture, plex: number, sizeBytes: number): Buffer {
  const half = sizeBytes / 2;
  const { content } = fixture.disk(plex);
  return Buffer.concat([
    content.subarray(diskStartBytes + half, diskStartBytes + sizeBytes), content.subarray(diskStartBytes, diskStartBytes + half),
  ]);
}

interface Change {
  readonly kind: 'write' | 'zero' | 'trim';
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

const changes = (sizeBytes: number): fc.Arbitrary<Change[]> => fc.array(fc.record({
  kind: fc.constantFrom('write', 'write', 'write', 'zero', 'trim'),
  offsetBytes: fc.nat(sizeBytes - 1),
  lengthBytes: fc.integer({ min: 1, max: sizeBytes / 2 }),
}).map((change) => (
  { ...change, lengthBytes: Math.min(change.lengthBytes, sizeBytes - change.offsetBytes) }
)), { minLength: 2, maxLength: 25 });

/** A world in which disks are early or late and late events come in any order. */
function randomFixture(sizeBytes: number, plexes: number, numbers: Iterator<number>): VolumeFixture {
  const draw = (count: number): number => (numbers.next().value as number) % count;
  const fixture = new VolumeFixture({ sizeBytes, plexes, choose: draw });
  for (const disk of fixture.disks.values()) disk.completesLater = () => draw(4) !== 0;
  return fixture;
}

/** Issues all, with a few events of the world between each; returns how many are still to end. */
function issueAll(fixture: VolumeFixture, stack: VolumeStack, script: readonly Change[], numbers: Iterator<number>): { left: number } {
  const state = { left: 0 };
  const done = (error: IoError | null): void => {
    expect(error).toBeNull();
    state.left -= 1;
  };
  script.forEach((change, index) => {
    const { offsetBytes, lengthBytes } = change;
    state.left += 1;
    let complete: boolean;
    const bytes = new Uint8Array(lengthBytes).fill(index + 1);
    if (change.kind === 'write') complete = stack.layer.write(bytes, 0, offsetBytes, lengthBytes, done);
    else if (change.kind === 'zero') complete = stack.layer.zero(offsetBytes, lengthBytes, true, done);
    else complete = stack.layer.trim(offsetBytes, lengthBytes, done);
    if (complete) state.left -= 1;
    for (let events = (numbers.next().value as number) % 4; events > 0; events -= 1) fixture.clock.step();
  });
  return state;
}

describe('overlapping changes in flight', () => {
  const sizeBytes = 8192;
  const keepsPlexesEqual = fc.property(changes(sizeBytes), fc.infiniteStream(fc.nat()), (script, numbers) => {
    const fixture = randomFixture(sizeBytes, 2, numbers);
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    const state = issueAll(fixture, stack, script, numbers);
    fixture.clock.runAll();
    expect(state.left).toBe(0);
    expect(plexBytes(fixture, 0, sizeBytes).equals(plexBytes(fixture, 1, sizeBytes))).toBe(true);
  });

  it('leave the plexes equal', () => { fc.assert(keepsPlexesEqual, { numRuns: 100, endOnFailure: true }); });

  it('would not, were they not ordered', () => {
    setSabotages(['skip-overlap-order']);
    expect(fc.check(keepsPlexesEqual, { numRuns: 200, endOnFailure: true }).failed).toBe(true);
  });

  it('do not fill the stack, however many wait for one another', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    let left = 2000;
    fixture.disk(0).completesLater = () => left === 2000;
    for (let count = left; count > 0; count -= 1) stack.layer.write(new Uint8Array(10), 0, 5, 10, () => { left -= 1; });
    fixture.clock.runAll();
    expect(left).toBe(0);
  });
});

/** The plexes differ in every byte, as after a crash at the worst moment. */
function differ(fixture: VolumeFixture): void {
  fixture.disk(0).content.fill(201);
  fixture.disk(1).content.fill(202);
}

describe('recovery', () => {
  const sizeBytes = 4 * mebibyte;
  /** Two regions and a half: examples cost milliseconds each. */
  const smallBytes = 2.5 * mebibyte;

  const recovers = fc.property(changes(smallBytes), fc.infiniteStream(fc.nat()), (script, numbers) => {
    const fixture = randomFixture(smallBytes, 2, numbers);
    differ(fixture);
    const stack = new VolumeStack(fixture.definition({ volume: { state: 'SYNC' } }), fixture);
    let outcome: CopyOutcome | null = null;
    stack.recover((ended) => { outcome = ended; });
    stack.start();
    const seen = new Map<number, number>();
    const state = issueAll(fixture, stack, script, numbers);
    fixture.clock.runUntil(() => state.left === 0);
    for (let at = 0; at < smallBytes; at += 300_000) {
      const first = fixture.read(stack.layer, at, 1) as Uint8Array;
      seen.set(at, first[0] as number);
    }
    fixture.clock.runAll();
    expect(outcome).toEqual({ kind: 'done' });
    expect(plexBytes(fixture, 0, smallBytes).equals(plexBytes(fixture, 1, smallBytes))).toBe(true);
    const left = plexBytes(fixture, 0, smallBytes);
    for (const [at, value] of seen) expect(left[at]).toBe(value);
  });

  it('makes the plexes equal under client writes, and keeps what was read', () => {
    fc.assert(recovers, { numRuns: 20, endOnFailure: true });
  });

  it('ends with a flush of all plexes', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 3 });
    differ(fixture);
    const stack = new VolumeStack(fixture.definition({ volume: { state: 'SYNC' } }), fixture);
    stack.start();
    let unflushed = -1;
    stack.recover(() => { unflushed = Math.max(...[0, 1, 2].map((plex) => fixture.disk(plex).unflushedWrites)); });
    fixture.clock.runUntil(() => unflushed >= 0);
    expect(unflushed).toBe(0);
  });

  it.each(['recovery-without-lock', 'recovery-skips-last-region'] as const)('does not with %s', (sabotage) => {
    setSabotages([sabotage]);
    expect(fc.check(recovers, { numRuns: 100, endOnFailure: true }).failed).toBe(true);
  });

  it('makes a region equal before its first read, without a job', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    differ(fixture);
    const stack = new VolumeStack(fixture.definition({ volume: { state: 'SYNC' } }), fixture);
    stack.start();
    const first = fixture.read(stack.layer, mebibyte - 10, 20);
    for (let turn = 0; turn < 6; turn += 1) expect(fixture.read(stack.layer, mebibyte - 10, 20)).toEqual(first);
    const [left, right] = [plexBytes(fixture, 0, sizeBytes), plexBytes(fixture, 1, sizeBytes)];
    expect(left.subarray(0, 2 * mebibyte).equals(right.subarray(0, 2 * mebibyte))).toBe(true);
    expect(left[3 * mebibyte]).not.toBe(right[3 * mebibyte]);
  });

  it('a write that covers a region in part does not make it equal', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    differ(fixture);
    const stack = new VolumeStack(fixture.definition({ volume: { state: 'SYNC' } }), fixture);
    stack.start();
    fixture.write(stack.layer, 0, mebibyte - 1, 1);
    fixture.write(stack.layer, mebibyte, 2 * mebibyte, 2);
    const readsBefore = [0, 1].map((plex) => fixture.disk(plex).counts.read);
    fixture.read(stack.layer, mebibyte, 2 * mebibyte);
    expect([0, 1].map((plex) => fixture.disk(plex).counts.write)).toEqual([3, 3]);
    expect(readsBefore).toEqual([0, 0]);
    const last = fixture.read(stack.layer, mebibyte - 1, 1);
    for (let turn = 0; turn < 4; turn += 1) expect(fixture.read(stack.layer, mebibyte - 1, 1)).toEqual(last);
  });

  it('goes on with the other plex when one fails, and ends as failed where none can be read', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    differ(fixture);
    fixture.disk(0).fault = (operation, offsetBytes) => (offsetBytes === diskStartBytes ? failing('read')(operation) : null);
    fixture.disk(1).fault = failing('write');
    const stack = new VolumeStack(fixture.definition({ volume: { state: 'SYNC' } }), fixture);
    stack.start();
    let outcome: CopyOutcome | null = null;
    stack.recover((ended) => { outcome = ended; });
    fixture.clock.runUntil(() => outcome !== null);
    expect(fixture.marked.map((failure) => failure.plexId)).toEqual([plexId(1)]);
    expect(outcome).toMatchObject({ kind: 'failed', plexId: plexId(0) });
  });
});

describe('attaching a plex', () => {
  const sizeBytes = 4 * mebibyte;
  const smallBytes = 1.5 * mebibyte;

  it.each(['STALE', 'TEMPRMSD'] as const)('%s: fills it under client writes; it is read only once it is ACTIVE', (state) => {
    fc.assert(fc.property(changes(smallBytes), fc.infiniteStream(fc.nat()), (script, numbers) => {
      const fixture = randomFixture(smallBytes, 3, numbers);
      const before = fixture.definition({ states: ['ACTIVE', 'ACTIVE', state] });
      fixture.disk(2).content.fill(77);
      const stack = new VolumeStack(before, fixture);
      stack.start();
      const early = issueAll(fixture, stack, script.slice(0, 3), numbers);
      let outcome: CopyOutcome | null = null;
      const job = stack.attach(plexId(2), (ended) => { outcome = ended; });
      const state2 = issueAll(fixture, stack, script.slice(3), numbers);
      fixture.clock.runUntil(() => outcome !== null);
      expect(outcome).toEqual({ kind: 'done' });
      expect(job.doneBytes).toBe(smallBytes);
      fixture.clock.runAll();
      expect(early.left + state2.left).toBe(0);
      expect(plexBytes(fixture, 2, smallBytes).equals(plexBytes(fixture, 0, smallBytes))).toBe(true);
      expect(fixture.disk(2).counts.read).toBe(0);
      expect(fixture.finish((done) => { stack.reconfigure(fixture.definition(), done); return false; })).toBeNull();
      for (let turn = 0; turn < 6; turn += 1) fixture.read(stack.layer, turn * 4096, 10);
      expect(fixture.disk(2).counts.read).toBeGreaterThan(0);
    }), { numRuns: 8, endOnFailure: true });
  });

  it('ends as failed when the plex fails, and clients go on', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition({ states: ['ACTIVE', 'STALE'] }), fixture);
    stack.start();
    let outcome: CopyOutcome | null = null;
    fixture.disk(1).fault = failing('write');
    stack.attach(plexId(1), (ended) => { outcome = ended; });
    fixture.clock.runUntil(() => outcome !== null);
    expect(outcome).toMatchObject({ kind: 'failed', plexId: plexId(1) });
    fixture.disk(1).counts.write = 0;
    expect(fixture.write(stack.layer, 0, 100, 1)).toBeNull();
    expect(fixture.disk(1).counts.write).toBe(0);
  });

  it('can be paused, resumed and cancelled', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition({ states: ['ACTIVE', 'STALE'] }), fixture);
    stack.start();
    let outcome: CopyOutcome | null = null;
    const job = stack.attach(plexId(1), (ended) => { outcome = ended; });
    fixture.clock.runUntil(() => job.doneBytes > 0);
    job.pause();
    fixture.clock.runAll();
    const paused = job.doneBytes;
    expect(paused).toBeLessThan(sizeBytes);
    expect(outcome).toBeNull();
    job.resume();
    fixture.clock.runUntil(() => job.doneBytes > paused);
    job.cancel();
    fixture.clock.runAll();
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(job.doneBytes).toBeLessThan(sizeBytes);
  });
});

describe('reconfiguring', () => {
  const sizeBytes = 8192;

  it('grows the volume under writes; what waited meanwhile goes on', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    for (const disk of fixture.disks.values()) disk.completesLater = () => true;
    const answers: string[] = [];
    stack.layer.write(new Uint8Array(100).fill(1), 0, 0, 100, (error) => { answers.push(`before ${error?.code ?? 'done'}`); });
    expect(fixture.write(stack.layer, sizeBytes, 100, 9)?.code).toBe('EINVAL');
    stack.layer.write(new Uint8Array(100).fill(1), 0, 0, 100, (error) => { answers.push(`before ${error?.code ?? 'done'}`); });
    stack.reconfigure(grown(fixture), (error) => { answers.push(`reconfigured ${error?.code ?? 'done'}`); });
    stack.layer.write(new Uint8Array(100).fill(3), 0, sizeBytes, 100, (error) => { answers.push(`after ${error?.code ?? 'done'}`); });
    fixture.clock.runAll();
    expect(answers).toEqual(['before done', 'before done', 'reconfigured done', 'after done']);
    expect(stack.layer.abilities.sizeBytes).toBe(2 * sizeBytes);
    expect(fixture.read(stack.layer, sizeBytes, 100)).toEqual(new Uint8Array(100).fill(3));
  });

  /** Twice as long, by one more subdisk on each disk; those that were there stay where they are. */
  function grown(fixture: VolumeFixture): ReturnType<VolumeFixture['definition']> {
    const definition = fixture.definition();
    const more = definition.plexes.map((plex) => {
      const like = definition.subdisks.find((subdisk) => subdisk.plexId === plex.id);
      if (like === undefined) throw new Error('no subdisk');
      const id = `${plex.id}-more` as SubdiskId;
      return { ...like, id, columnOffsetBytes: sizeBytes, lengthBytes: sizeBytes, diskOffsetBytes: diskStartBytes + sizeBytes };
    });
    return { ...definition, volume: { ...definition.volume, lengthBytes: 2 * sizeBytes }, subdisks: [...definition.subdisks, ...more] };
  }

  it('gives up after 5 s with nothing changed', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    fixture.heldCommits = [];
    fixture.disk(1).fault = failing('write');
    stack.layer.write(new Uint8Array(10), 0, 0, 10, () => undefined);
    const error = fixture.finish((done) => { stack.reconfigure(fixture.definition({ sizeBytes: 2 * sizeBytes }), done); return false; });
    expect(error?.code).toBe('ETIMEDOUT');
    expect(fixture.clock.now).toBe(5000);
    expect(stack.layer.abilities.sizeBytes).toBe(sizeBytes);
    fixture.heldCommits.forEach((commit) => { commit(); });
    expect(fixture.write(stack.layer, 0, 10, 1)).toBeNull();
  });

  it('without draining changes a volume with writes in flight', () => {
    setSabotages(['gate-does-not-drain']);
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    fixture.heldCommits = [];
    fixture.disk(1).fault = failing('write');
    stack.layer.write(new Uint8Array(10), 0, 0, 10, () => undefined);
    expect(fixture.finish((done) => { stack.reconfigure(fixture.definition(), done); return false; })).toBeNull();
  });

  it('by a definition older than a failure does not bring the failed plex back', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition(), fixture);
    stack.start();
    fixture.disk(1).fault = failing('write');
    fixture.write(stack.layer, 0, 100, 1);
    fixture.disk(1).fault = () => null;
    fixture.finish((done) => { stack.reconfigure(fixture.definition(), done); return false; });
    for (let turn = 0; turn < 4; turn += 1) expect(fixture.read(stack.layer, 0, 100)).toEqual(new Uint8Array(100).fill(1));
  });
});

describe('stopping', () => {
  it('ends what is in flight, refuses what waits, cancels jobs, and flushes', () => {
    const fixture = new VolumeFixture({ sizeBytes: 4 * mebibyte, plexes: 2 });
    const stack = new VolumeStack(fixture.definition({ states: ['ACTIVE', 'STALE'] }), fixture);
    stack.start();
    let outcome: CopyOutcome | null = null;
    stack.attach(plexId(1), (ended) => { outcome = ended; });
    fixture.disk(0).completesLater = () => true;
    const answers: string[] = [];
    stack.layer.write(new Uint8Array(10), 0, 0, 10, (error) => { answers.push(error?.code ?? 'done'); });
    expect(fixture.finish((done) => { stack.stop(done); return false; })).toBeNull();
    fixture.clock.runAll();
    expect(answers).toEqual(['done']);
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(fixture.disk(0).unflushedWrites).toBe(0);
    expect((fixture.read(stack.layer, 0, 10) as IoError).code).toBe('ESHUTDOWN');
    expect(fixture.finish((done) => { stack.reconfigure(fixture.definition(), done); return false; })?.code).toBe('ESHUTDOWN');
  });
});
