import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TaskView } from '../model/views.ts';
import { ProgressPacing, progressIntervalMilliseconds } from './progress-pacing.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function task(doneBytes: number, state: TaskView['state'] = 'running'): TaskView {
  return {
    kind: 'task', id: 't', name: 'Resynchronise', subject: { kind: 'volume', name: 'V1' }, groupId: 'g', cause: '', copies: 'full', state,
      doneBytes,
    totalBytes: 1000, startedAt: '', endedAt: state === 'running' ? '' : 'now', result: '',
  };
}

test('progress is published ten times a second at most, and the last word always', () => {
  const published: number[] = [];
  const pacing = new ProgressPacing(([only]) => void (only !== undefined && published.at(-1) !== only.doneBytes
    && published.push(only.doneBytes)));
  for (let doneBytes = 0; doneBytes < 100; doneBytes++) {
    pacing.take([task(doneBytes)]);
    vi.advanceTimersByTime(progressIntervalMilliseconds / 10);
  }
  vi.advanceTimersByTime(progressIntervalMilliseconds);
  expect(published.length).toBeLessThanOrEqual(12);
  expect(published.at(-1)).toBe(99);
});

test('the end of a task is published at once', () => {
  const states: string[] = [];
  const pacing = new ProgressPacing(([only]) => void states.push(only!.state));
  pacing.take([task(1)]);
  pacing.take([task(2)]);
  pacing.take([task(3, 'done')]);
  expect(states.at(-1)).toBe('done');
});
