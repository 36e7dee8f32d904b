import { beforeEach, expect, it, vi } from 'vitest';
import type { ObjectView } from '../core/model/views.ts';
import { watchHost } from './host-watch.ts';
import type { HostPicture } from './host-watch.ts';

const volume = (clients: number): ObjectView =>
  ({ kind: 'volume', id: 'v1', clients: Array.from({ length: clients }, () => ({})) }) as never;
const task = (state: string, endedAt = ''): ObjectView => ({ kind: 'task', id: 't1', state, endedAt }) as never;
const alert = (state: string): ObjectView => ({ kind: 'alert', id: 'a1', state }) as never;
const subdisk: ObjectView = { kind: 'subdisk', id: 's1' } as never;

const report = vi.fn<(picture: HostPicture) => void>();
beforeEach(() => vi.clearAllMocks());
const last = (): HostPicture | undefined => report.mock.lastCall?.[0];

it('is busy from the first user to the last', () => {
  const watch = watchHost(report);
  watch.snapshot(1, [volume(0), task('done', 'now')]);
  expect(last()?.busy).toBe(false);
  watch.change({ sequence: 2, put: [volume(1)], remove: [] });
  watch.change({ sequence: 3, put: [task('running')], remove: [] });
  watch.change({ sequence: 4, put: [volume(0)], remove: [] });
  expect(last()?.busy).toBe(true);
  watch.change({ sequence: 5, put: [], remove: [{ kind: 'task', id: 't1' }] });
  expect(last()?.busy).toBe(false);
});

it('has groups, tasks under way and alerts as they are now', () => {
  const watch = watchHost(report);
  watch.snapshot(1, [
    { kind: 'host', id: 'h', name: 'atlas' } as never, { kind: 'group', id: 'g' } as never, task('running'), alert('new'),
  ]);
  expect(last()).toMatchObject({ hostName: 'atlas', groups: [{ id: 'g' }], tasks: [{ id: 't1' }], alerts: [{ state: 'new' }] });
  watch.change({ sequence: 2, put: [alert('cleared'), task('done', 'now')], remove: [] });
  expect(last()).toMatchObject({ tasks: [], alerts: [{ state: 'cleared' }] });
});

it('says nothing of changes that do not show', () => {
  const watch = watchHost(report);
  watch.snapshot(1, []);
  watch.change({ sequence: 2, put: [subdisk, volume(0)], remove: [{ kind: 'subdisk', id: 's1' }] });
  expect(report).toHaveBeenCalledOnce();
});

it('forgets users that a fresh snapshot no longer names', () => {
  const watch = watchHost(report);
  watch.snapshot(1, [volume(2)]);
  watch.snapshot(9, []);
  expect(report.mock.calls.map(([{ busy }]) => busy)).toEqual([true, false]);
});
