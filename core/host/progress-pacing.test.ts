import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleTaskView } from '../model/test-task-view.ts';
import type { TaskView } from '../model/views.ts';
import { ProgressPacing, progressIntervalMilliseconds } from './progress-pacing.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function task(doneBytes: number, state: TaskView['state'] = 'running'): TaskView {
  return sampleTaskView({ id: 't', state, doneBytes, startedAt: '', endedAt: state === 'running' ? '' : 'now' });
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
