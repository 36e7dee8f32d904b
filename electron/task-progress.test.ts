import { expect, it } from 'vitest';
import { noProgress, progressOf } from './task-progress.ts';

type Shown = Parameters<typeof progressOf>[0][number];
const task = (state: Shown['state'], doneBytes: number, totalBytes: number): Shown => ({ state, doneBytes, totalBytes });

it('is one bar over the bytes of all tasks that run', () => {
  const three = [task('running', 10, 100), task('running', 290, 300), task('paused', 0, 100)];
  expect(progressOf(three)).toEqual({ share: 0.75, mode: 'normal' });
  expect(progressOf([task('running', 500, 100)])).toEqual({ share: 1, mode: 'normal' });
});

it('stands still in yellow while all are paused, and has no end where none is known', () => {
  expect(progressOf([task('paused', 25, 100)])).toEqual({ share: 0.25, mode: 'paused' });
  expect(progressOf([task('running', 0, 0)])).toEqual({ share: 2, mode: 'indeterminate' });
});

it('is gone when none is under way', () => {
  expect(progressOf([task('done', 1, 1), task('failed', 0, 1)])).toEqual(noProgress);
});
