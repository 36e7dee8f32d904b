import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, ObjectView } from '../model/views.ts';
import { changesKeptMaximum, ObjectStore } from './object-store.ts';
import { testAlert } from './test-session-host.ts';

function apply(state: Map<string, ObjectView>, change: Change): void {
  for (const view of change.put) state.set(`${view.kind} ${view.id}`, view);
  for (const { kind, id } of change.remove) state.delete(`${kind} ${id}`);
}

describe('object store', () => {
  test('applying every change after any point gives the present state', () => {
    const scope = fc.record({ scope: fc.constantFrom('a', 'b'), ids: fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
      count: fc.integer({ min: 1, max: 3 }) });
    fc.assert(fc.property(fc.array(scope, { maxLength: 20 }), fc.nat(), (steps, chosen) => {
      const store = new ObjectStore('run');
      const states: Map<string, ObjectView>[] = [new Map()];
      store.listen((change) => {
        const next = new Map(states.at(-1));
        apply(next, change);
        states.push(next);
      });
      for (const step of steps) store.replace(step.scope, step.ids.map((id) => testAlert(`${step.scope}${id}`, step.count)));
      const from = chosen % states.length;
      const state = new Map(states[from]);
      for (const change of store.changesAfter(from)!) apply(state, change);
      const present = new Map(store.objects().map((view) => [`${view.kind} ${view.id}`, view]));
      expect(state).toEqual(present);
    }), { numRuns: 100 });
  });

  test('an unchanged view is no change', () => {
    const store = new ObjectStore('run');
    store.replace('a', [testAlert('1')]);
    store.replace('a', [testAlert('1')]);
    expect(store.sequence).toBe(1);
  });

  test('keeps a bounded number of changes and says when a position is too old', () => {
    const store = new ObjectStore('run');
    for (let count = 1; count <= changesKeptMaximum + 5; count++) store.replace('a', [testAlert('1', count)]);
    expect(store.changesAfter(4)).toBeNull();
    expect(store.changesAfter(5)).toHaveLength(changesKeptMaximum);
    expect(store.changesAfter(store.sequence)).toEqual([]);
    expect(store.changesAfter(store.sequence + 1)).toBeNull();
  });
});
