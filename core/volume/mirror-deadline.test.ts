/** A disk that does not answer: how long a redundant volume waits for it, whom it leaves behind, and whom never. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DiskOperation } from '../device/memory-disk.test-double.ts';
import type { IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import { diskId, diskStartBytes, plexId, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 4 * mebibyte;

afterEach(() => { setSabotages([]); });

function mirror(plexes = 2, states?: readonly ('ACTIVE' | 'STALE')[]): { fixture: VolumeFixture; stack: VolumeStack } {
  const fixture = new VolumeFixture({ sizeBytes, plexes });
  const stack = new VolumeStack(fixture.definition({ ...(states === undefined ? {} : { states }) }), fixture);
  stack.start();
  return { fixture, stack };
}

function hang(fixture: VolumeFixture, plex: number, ...operations: readonly DiskOperation[]): void {
  fixture.disk(plex).hangs = (operation) => operations.length === 0 || operations.includes(operation);
}

const late = (plex: number): object => ({ plexId: plexId(plex), diskId: diskId(plex), isLate: true, error: { code: 'ETIMEDOUT' } });

describe('a change', () => {
  it.each(['write', 'zero', 'trim', 'flush'] as const)('%s is answered after 5 s, with the plex that hangs marked before', (operation) => {
    const { fixture, stack } = mirror();
    fixture.write(stack.layer, 0, 512, 1);
    hang(fixture, 1);
    const begun = fixture.clock.now;
    const error = fixture.finish((done) => {
      if (operation === 'write') return stack.layer.write(new Uint8Array(512).fill(2), 0, 0, 512, done);
      if (operation === 'flush') return stack.layer.flush(done);
      return operation === 'zero' ? stack.layer.zero(0, 4096, false, done) : stack.layer.trim(0, 4096, done);
    });
    expect(error).toBeNull();
    expect(fixture.clock.now - begun).toBe(5000);
    expect(fixture.marked).toMatchObject([late(1)]);
    expect(fixture.write(stack.layer, 0, 512, 3)).toBeNull();
    expect(fixture.clock.now - begun).toBe(5000);
  });

  it('waits as long as the owner says, asked while it waits', () => {
    const { fixture, stack } = mirror();
    hang(fixture, 0, 'write');
    fixture.mirrorDeadlineMilliseconds = 2000;
    fixture.write(stack.layer, 0, 512, 2);
    expect(fixture.clock.now).toBe(2000);
  });

  it('is waited for while no plex has answered: nobody is marked, and the one that answers first serves', () => {
    const { fixture, stack } = mirror();
    hang(fixture, 0);
    hang(fixture, 1);
    const answers: (IoError | null)[] = [];
    stack.layer.write(new Uint8Array(512).fill(2), 0, 0, 512, (error) => { answers.push(error); });
    fixture.clock.runUntil(() => fixture.clock.now >= 20_000);
    expect([answers, fixture.marked]).toEqual([[], []]);
    fixture.disk(0).resume();
    fixture.clock.runUntil(() => answers.length > 0);
    expect(answers).toEqual([null]);
    expect(fixture.marked).toMatchObject([late(1)]);
    expect(fixture.read(stack.layer, 0, 1)).toEqual(new Uint8Array([2]));
  });

  it('that is given up on every plex, though none has answered, is noticed', () => {
    setSabotages(['deadline-marks-last-plex']);
    const { fixture, stack } = mirror();
    hang(fixture, 0);
    hang(fixture, 1);
    expect(fixture.write(stack.layer, 0, 512, 2)?.code).toBe('ETIMEDOUT');
  });

  it('of the only plex that is left is never given up', () => {
    const { fixture, stack } = mirror(2, ['ACTIVE', 'STALE']);
    hang(fixture, 0);
    const answers: (IoError | null)[] = [];
    stack.layer.write(new Uint8Array(512).fill(2), 0, 0, 512, (error) => { answers.push(error); });
    stack.layer.read(new Uint8Array(512), 0, 0, 512, (error) => { answers.push(error); });
    fixture.clock.runUntil(() => fixture.clock.now >= 60_000);
    expect([answers, fixture.marked]).toEqual([[], []]);
    fixture.disk(0).resume();
    fixture.clock.runUntil(() => answers.length === 2);
    expect(answers).toEqual([null, null]);
  });

  it('that a plex being attached alone has taken does not let the ACTIVE one go', () => {
    const { fixture, stack } = mirror(2, ['ACTIVE', 'STALE']);
    stack.attach(plexId(1), () => undefined).pause();
    hang(fixture, 0, 'write');
    const answers: (IoError | null)[] = [];
    stack.layer.write(new Uint8Array(512).fill(2), 0, 0, 512, (error) => { answers.push(error); });
    fixture.clock.runUntil(() => fixture.clock.now >= 20_000);
    expect([answers, fixture.marked]).toEqual([[], []]);
  });
});

describe('a read', () => {
  it('is served by the other plex after 5 s, and the slow one leaves at once for all others', () => {
    const { fixture, stack } = mirror();
    fixture.write(stack.layer, 0, 8192, 3);
    hang(fixture, 0, 'read');
    const answers: number[] = [];
    const buffers = [0, 1, 2, 3].map(() => new Uint8Array(1));
    for (const [index, buffer] of buffers.entries()) {
      if (stack.layer.read(buffer, 0, index * 2048, 1, () => { answers.push(fixture.clock.now); })) answers.push(0);
    }
    fixture.clock.runUntil(() => answers.length === 4);
    expect(answers.sort()).toEqual([0, 0, 5000, 5000]);
    expect(buffers.map((buffer) => buffer[0])).toEqual([3, 3, 3, 3]);
    fixture.clock.runUntil(() => fixture.marked.length > 0);
    expect(fixture.marked).toMatchObject([late(0)]);
    expect(fixture.disk(0).lateCalls).toBe(2);
  });

  it('whose answer comes late after all touches nothing', () => {
    const { fixture, stack } = mirror();
    fixture.write(stack.layer, 0, 512, 3);
    hang(fixture, 0, 'read');
    const buffers = [new Uint8Array(1), new Uint8Array(1)];
    const ends = buffers.map((buffer) => fixture.finish((done) => stack.layer.read(buffer, 0, 0, 1, done)));
    expect(ends).toEqual([null, null]);
    for (const buffer of buffers) buffer.fill(77);
    fixture.disk(0).resume();
    expect(buffers).toEqual([new Uint8Array([77]), new Uint8Array([77])]);
  });

  it('does not let the slow plex go where the other cannot be read either', () => {
    const { fixture, stack } = mirror();
    fixture.write(stack.layer, 0, 512, 3);
    hang(fixture, 0, 'read');
    fixture.disk(1).fault = (operation) => (operation === 'read' ? { code: 'EIO', message: 'bad sector' } : null);
    const answers: (IoError | null)[] = [];
    const buffers = [new Uint8Array(1), new Uint8Array(1)];
    for (const buffer of buffers) stack.layer.read(buffer, 0, 0, 1, (error) => { answers.push(error); });
    fixture.clock.runUntil(() => fixture.clock.now >= 20_000);
    expect([answers, fixture.marked]).toEqual([[], []]);
    fixture.disk(0).resume();
    fixture.clock.runUntil(() => answers.length === 2);
    expect(answers).toEqual([null, null]);
    expect(buffers).toEqual([new Uint8Array([3]), new Uint8Array([3])]);
  });

  it('that takes the last plex out is noticed', () => {
    setSabotages(['deadline-marks-last-plex']);
    const { fixture, stack } = mirror(2, ['ACTIVE', 'STALE']);
    stack.attach(plexId(1), () => undefined).pause();
    hang(fixture, 0, 'read');
    expect(fixture.read(stack.layer, 0, 1)).toMatchObject({ code: 'ETIMEDOUT' });
    expect(fixture.read(stack.layer, 0, 1)).toMatchObject({ code: 'EIO' });
  });
});

describe('copies', () => {
  it('hold nobody up for longer: the target that hangs leaves, and the write behind its lock goes on', () => {
    const { fixture, stack } = mirror(2, ['ACTIVE', 'STALE']);
    hang(fixture, 1, 'write');
    const outcomes: string[] = [];
    stack.attach(plexId(1), (outcome) => { outcomes.push(outcome.kind); });
    fixture.clock.runUntil(() => fixture.disk(1).counts.write > 0);
    expect(fixture.write(stack.layer, 0, 512, 5)).toBeNull();
    expect(fixture.clock.now).toBeLessThan(7000);
    expect(fixture.marked).toMatchObject([late(1)]);
    fixture.clock.runUntil(() => outcomes.length > 0);
    expect(outcomes).toEqual(['failed']);
  });

  it('read from another source than the one that hangs', () => {
    const { fixture, stack } = mirror(3, ['ACTIVE', 'ACTIVE', 'STALE']);
    fixture.write(stack.layer, 0, 512, 5);
    hang(fixture, 0, 'read');
    const outcomes: string[] = [];
    stack.attach(plexId(2), (outcome) => { outcomes.push(outcome.kind); });
    fixture.clock.runUntil(() => outcomes.length > 0);
    expect(outcomes).toEqual(['done']);
    expect(fixture.marked).toMatchObject([late(0)]);
    expect(fixture.disk(2).content[diskStartBytes + sizeBytes / 2]).toBe(5);
  });
});

it('a volume with calls given up drains, takes a new shape, and stops', () => {
  const { fixture, stack } = mirror();
  hang(fixture, 1);
  expect(fixture.write(stack.layer, 0, 512, 2)).toBeNull();
  expect(fixture.disk(1).lateCalls).toBe(1);
  const definition = fixture.definition({ states: ['ACTIVE', 'STALE'] });
  expect(fixture.finish((done) => { stack.reconfigure(definition, done); return false; })).toBeNull();
  expect(fixture.finish((done) => { stack.stop(done); return false; })).toBeNull();
  expect(fixture.clock.now).toBeLessThan(7000);
});

it('a disk on which a call was given up already is not waited for a second time', () => {
  const { fixture, stack } = mirror();
  const otherVolume = new VolumeStack(fixture.definition(), fixture);
  otherVolume.start();
  hang(fixture, 1);
  expect(fixture.write(stack.layer, 0, 512, 2)).toBeNull();
  const begun = fixture.clock.now;
  expect(fixture.write(otherVolume.layer, 4096, 512, 2)).toBeNull();
  expect(fixture.clock.now - begun).toBeLessThan(1500);
});
