import { expect, test } from 'vitest';
import { samplesMaximum, TaskRate } from './task-rate.ts';

test('says nothing before it has measured', () => {
  const rate = new TaskRate();
  expect(rate.bytesPerSecond).toBeNull();
  rate.observe(0, 0);
  rate.observe(1000, 100);
  expect([rate.bytesPerSecond, rate.secondsLeft(100)]).toEqual([null, null]);
});

test('gives the rate of the last seconds, and a range from the best and the worst of them', () => {
  const rate = new TaskRate();
  for (const [at, bytes] of [[0, 0], [1000, 100], [2000, 300], [3000, 350]] as const) rate.observe(at, bytes);
  expect(rate.bytesPerSecond).toBe(117);
  expect(rate.secondsLeft(1000)).toEqual({ least: 5, most: 20 });
});

test('forgets what was long ago, moments too close together, and all of it at a pause', () => {
  const rate = new TaskRate();
  for (let second = 0; second < 100; second += 1) rate.observe(second * 1000, Math.max(0, second - 50) * 10);
  expect(rate.bytesPerSecond).toBe(10);
  expect(samplesMaximum).toBeLessThan(50);
  rate.observe(99_001, 1_000_000);
  expect(rate.bytesPerSecond).toBe(10);
  rate.forget();
  expect(rate.bytesPerSecond).toBeNull();
});

test('promises no end to what stood still', () => {
  const rate = new TaskRate();
  for (const [at, bytes] of [[0, 0], [1000, 100], [2000, 100]] as const) rate.observe(at, bytes);
  expect(rate.secondsLeft(100)).toBeNull();
});
