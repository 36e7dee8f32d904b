import { beforeEach, expect, it, vi } from 'vitest';
import type { ObjectView } from '../core/model/views.ts';
import { createSleepGuard } from './sleep-guard.ts';

const volume = (clients: number): ObjectView =>
  ({ kind: 'volume', id: 'v1', clients: Array.from({ length: clients }, (_, connection) => ({ connection, address: 'unix', since: '' })) }) as never;
const task = (state: string): ObjectView => ({ kind: 'task', id: 't1', state }) as never;

const blocker = { block: vi.fn(), release: vi.fn() };
beforeEach(() => vi.clearAllMocks());

it('blocks sleep at the first user and releases it at the last', () => {
  const guard = createSleepGuard(blocker);
  guard.snapshot(1, [volume(0), task('done')]);
  expect(blocker.block).not.toHaveBeenCalled();
  guard.change({ sequence: 2, put: [volume(1)], remove: [] });
  guard.change({ sequence: 3, put: [task('running')], remove: [] });
  expect(blocker.block).toHaveBeenCalledOnce();
  guard.change({ sequence: 4, put: [volume(0)], remove: [] });
  expect(blocker.release).not.toHaveBeenCalled();
  guard.change({ sequence: 5, put: [], remove: [{ kind: 'task', id: 't1' }] });
  expect(blocker.release).toHaveBeenCalledOnce();
});

it('forgets users that a fresh snapshot no longer names', () => {
  const guard = createSleepGuard(blocker);
  guard.snapshot(1, [volume(2)]);
  guard.snapshot(9, []);
  expect(blocker.block).toHaveBeenCalledOnce();
  expect(blocker.release).toHaveBeenCalledOnce();
});
