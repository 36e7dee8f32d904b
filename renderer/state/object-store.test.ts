import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, ObjectView } from '../../core/model/views.ts';
import { applyChanges, fromSnapshot, noObjects } from './object-store.ts';
import { sampleDisk, sampleVolume } from './fake-objects.ts';

const disk = sampleDisk({ id: 'd1' });
const volume = sampleVolume({ id: 'v1' });
const start = fromSnapshot('run', 10, [disk, volume]);

function change(sequence: number, put: readonly ObjectView[] = [], remove: Change['remove'] = []): Change {
  return { sequence, put, remove };
}

describe('applying changes', () => {
  it('puts, replaces and removes by kind and id', () => {
    const { objects } = applyChanges(start, [
      change(11, [sampleDisk({ id: 'd2' }), { ...disk, errors: 3 }]),
      change(12, [], [{ kind: 'volume', id: 'v1' }]),
    ]);
    expect(objects.sequence).toBe(12);
    expect([...objects.tables.disk.keys()]).toEqual(['d1', 'd2']);
    expect(objects.tables.disk.get('d1')?.errors).toBe(3);
    expect(objects.tables.volume.size).toBe(0);
  });

  it('leaves the tables of other kinds and the objects before as they were', () => {
    const { objects } = applyChanges(start, [change(11, [{ ...disk, errors: 1 }])]);
    expect(objects.tables.volume).toBe(start.tables.volume);
    expect(objects.tables.disk).not.toBe(start.tables.disk);
    expect(start.tables.disk.get('d1')?.errors).toBe(0);
  });

  it('skips what is already in, and gives back the same value when nothing was new', () => {
    const { objects, gap } = applyChanges(start, [change(9, [{ ...disk, errors: 9 }]), change(10, [], [{ kind: 'disk', id: 'd1' }])]);
    expect(objects).toBe(start);
    expect(gap).toBe(false);
  });

  it('stops at a gap and says so', () => {
    const { objects, gap } = applyChanges(start, [change(11, [{ ...disk, errors: 1 }]), change(13, [], [{ kind: 'disk', id: 'd1' }])]);
    expect(gap).toBe(true);
    expect(objects.sequence).toBe(11);
    expect(objects.tables.disk.get('d1')?.errors).toBe(1);
  });

  it('removes before it puts, so that an object may change its kind of life in one step', () => {
    const { objects } = applyChanges(start, [change(11, [{ ...disk, errors: 2 }], [{ kind: 'disk', id: 'd1' }])]);
    expect(objects.tables.disk.get('d1')?.errors).toBe(2);
  });

  it('gives the same state however the stream is cut into batches', () => {
    const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), errors: fc.nat(9), remove: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), fc.array(fc.nat(30), { maxLength: 5 }), (steps, cuts) => {
      const changes = steps.map(({ id, errors, remove }, index) =>
        remove ? change(index, [], [{ kind: 'disk', id }]) : change(index, [sampleDisk({ id, errors })]));
      const whole = applyChanges(noObjects, changes).objects;
      let pieces = noObjects;
      let from = 0;
      for (const cut of [...cuts.filter((cut) => cut < changes.length).sort((a, b) => a - b), changes.length]) {
        pieces = applyChanges(pieces, changes.slice(from, cut)).objects;
        from = cut;
      }
      expect(pieces.sequence).toBe(whole.sequence);
      expect([...pieces.tables.disk].sort()).toEqual([...whole.tables.disk].sort());
    }));
  });
});
