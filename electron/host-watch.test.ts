import { beforeEach, expect, it, vi } from 'vitest';
import type { ObjectView } from '../core/model/views.ts';
import { watchHost } from './host-watch.ts';

const volume = (clients: number): ObjectView =>
  ({ kind: 'volume', id: 'v1', clients: Array.from({ length: clients }, () => ({})) }) as never;
const task = (state: string): ObjectView => ({ kind: 'task', id: 't1', state }) as never;
const alert = (state: string, severity = 'error'): ObjectView => ({ kind: 'alert', id: 'a1', state, severity }) as never;

const watchers = { busy: vi.fn(), tray: vi.fn() };
beforeEach(() => vi.clearAllMocks());

it('is busy from the first user to the last', () => {
  const watch = watchHost(watchers);
  watch.snapshot(1, [volume(0), task('done')]);
  expect(watchers.busy).not.toHaveBeenCalled();
  watch.change({ sequence: 2, put: [volume(1)], remove: [] });
  watch.change({ sequence: 3, put: [task('running')], remove: [] });
  watch.change({ sequence: 4, put: [volume(0)], remove: [] });
  expect(watchers.busy.mock.calls).toEqual([[true]]);
  watch.change({ sequence: 5, put: [], remove: [{ kind: 'task', id: 't1' }] });
  expect(watchers.busy.mock.calls).toEqual([[true], [false]]);
});

it('shows tasks and alerts in the tray until they are over or acknowledged', () => {
  const watch = watchHost(watchers);
  watch.snapshot(1, [task('running'), alert('new')]);
  watch.change({ sequence: 2, put: [alert('acknowledged')], remove: [] });
  watch.change({ sequence: 3, put: [task('done')], remove: [] });
  expect(watchers.tray.mock.calls.map(([state]) => state)).toEqual([
    { tasks: true, alerts: true }, { tasks: true, alerts: false }, { tasks: false, alerts: false },
  ]);
});

it('shows no alert for mere information', () => {
  watchHost(watchers).snapshot(1, [alert('new', 'information')]);
  expect(watchers.tray).not.toHaveBeenCalled();
});

it('forgets users that a fresh snapshot no longer names', () => {
  const watch = watchHost(watchers);
  watch.snapshot(1, [volume(2)]);
  watch.snapshot(9, []);
  expect(watchers.busy.mock.calls).toEqual([[true], [false]]);
});
