import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountedOperation, IoSample } from '../model/io-statistics.ts';
import { mebibyte } from '../model/limits.ts';
import { failing, plexId, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

const sizeBytes = 64 * 1024;

function volume(shape: { plexes?: number; columns?: number } = {}) {
  const fixture = new VolumeFixture({ sizeBytes, stripeUnitBytes: 4096, ...shape });
  const stack = new VolumeStack(fixture.definition(), fixture);
  stack.start();
  const sample = (id: string): IoSample | undefined => fixture.counters.samples(new Set([id]))[0];
  const bytes = (kind: IoSample['kind'], operation: CountedOperation): number => fixture.counters.samples(null)
    .filter((each) => each.kind === kind).reduce((sum, each) => sum + each[operation].bytes, 0);
  return { fixture, stack, sample, bytes };
}

const operation = fc.record({
  kind: fc.constantFrom('read', 'write', 'zero', 'trim'), offset: fc.nat({ max: sizeBytes - 1 }),
  length: fc.integer({ min: 1, max: 20_000 }),
});

describe('the counters of a volume', () => {
  test('are exactly what was done, on every level', () => {
    const operations = fc.array(operation, { maxLength: 40 });
    fc.assert(fc.property(operations, fc.constantFrom(1, 2), fc.constantFrom(1, 2), (chosen, plexes, columns) => {
      const { fixture, stack, sample, bytes } = volume({ plexes, columns });
      const done = { read: 0, write: 0, zero: 0 };
      const calls = { read: 0, write: 0, zero: 0 };
      for (const { kind, offset, length } of chosen) {
        const lengthBytes = Math.min(length, sizeBytes - offset);
        const counted = kind === 'trim' ? 'zero' : kind;
        done[counted] += lengthBytes;
        calls[counted] += 1;
        const { layer } = stack;
        if (kind === 'read') fixture.read(layer, offset, lengthBytes);
        else if (kind === 'write') fixture.write(layer, offset, lengthBytes, 1);
        else if (kind === 'zero') fixture.finish((ended) => layer.zero(offset, lengthBytes, true, ended));
        else fixture.finish((ended) => layer.trim(offset, lengthBytes, ended));
      }
      for (const kind of ['read', 'write', 'zero'] as const) {
        const copies = kind === 'read' ? 1 : plexes;
        expect(sample('volume')?.[kind] ?? { completed: 0, bytes: 0 }).toMatchObject({ completed: calls[kind], bytes: done[kind] });
        expect([bytes('plex', kind), bytes('subdisk', kind), bytes('disk', kind)]).toEqual([done[kind] * copies, done[kind] * copies,
          done[kind] * copies]);
      }
    }));
  });

  test('a write that failed on one plex is a failure of that plex and a success of the volume', () => {
    const { fixture, stack, sample } = volume({ plexes: 2 });
    fixture.disk(1).fault = failing('write');
    expect(fixture.write(stack.layer, 0, 4096, 7)).toBeNull();
    expect(sample('volume')?.write).toMatchObject({ completed: 1, failed: 0, bytes: 4096 });
    expect(sample(plexId(0))?.write).toMatchObject({ completed: 1, failed: 0 });
    expect(sample(plexId(1))?.write).toMatchObject({ completed: 0, failed: 1, bytes: 0 });
  });

  test('copies count on plexes and subdisks, not on the volume', () => {
    const fixture = new VolumeFixture({ sizeBytes, plexes: 2 });
    const stack = new VolumeStack(fixture.definition({ states: ['ACTIVE', 'STALE'] }), fixture);
    stack.start();
    let ended = false;
    stack.attach(plexId(1), () => { ended = true; });
    fixture.clock.runUntil(() => ended);
    const samples = fixture.counters.samples(null);
    expect(samples.find(({ kind }) => kind === 'volume')).toBeUndefined();
    expect(samples.find(({ id }) => id === plexId(0))?.read.bytes).toBe(sizeBytes);
    expect(samples.find(({ id }) => id === plexId(1))?.write.bytes).toBe(sizeBytes);
  });

  test('go on through a reconfiguration, which builds the path anew', () => {
    const { fixture, stack, sample } = volume();
    fixture.write(stack.layer, 0, 4096, 1);
    let answered = false;
    stack.reconfigure(fixture.definition({ sizeBytes: 2 * sizeBytes }), () => { answered = true; });
    fixture.clock.runUntil(() => answered);
    fixture.write(stack.layer, 0, 4096, 1);
    expect(sample('volume')?.write.bytes).toBe(8192);
    expect(sample(plexId(0))?.write.bytes).toBe(8192);
  });

  test('a call that waits at the closed gate took as long as the gate was closed', () => {
    const { fixture, stack, sample } = volume();
    let held = false;
    stack.hold(() => { held = true; });
    fixture.clock.runUntil(() => held);
    let written = false;
    stack.layer.write(new Uint8Array(512), 0, 0, 512, () => { written = true; });
    fixture.clock.now += 250;
    stack.release();
    fixture.clock.runUntil(() => written);
    expect(sample('volume')?.write).toMatchObject({ completed: 1, totalMilliseconds: 250 });
  });

  test('of objects that are gone are forgotten, the others stay', () => {
    const { fixture, stack, sample } = volume();
    fixture.write(stack.layer, 0, Math.min(sizeBytes, mebibyte), 1);
    fixture.counters.keepOnly(new Set(['volume']));
    expect(fixture.counters.samples(null).map(({ kind }) => kind)).toEqual(['volume']);
    expect(sample('volume')?.write.bytes).toBe(sizeBytes);
  });
});
