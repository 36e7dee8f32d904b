import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addedCounts, countsSince, latencyBucketOf, latencyBuckets, latencyBucketStart, latencyPercentile, noCounts,
} from './io-statistics.ts';
import type { OperationCounts } from './io-statistics.ts';

function countsOf(milliseconds: readonly number[]): OperationCounts {
  const latency = new Array<number>(latencyBuckets).fill(0);
  for (const each of milliseconds) latency[latencyBucketOf(each)]! += 1;
  const totalMilliseconds = milliseconds.reduce((sum, each) => sum + each, 0);
  return { completed: milliseconds.length, failed: 0, bytes: 0, totalMilliseconds, latency };
}

const latencies = fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('latencies', () => {
  test('every one falls into the bucket that it lies in', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 30_000, noNaN: true }), (milliseconds) => {
      const bucket = latencyBucketOf(milliseconds);
      expect(latencyBucketStart(bucket)).toBeLessThanOrEqual(milliseconds * (1 + 1e-9));
      if (bucket < latencyBuckets - 1) expect(milliseconds * (1 - 1e-9)).toBeLessThan(latencyBucketStart(bucket + 1));
    }));
  });

  test('a percentile lies in the bucket of the latency that it is', () => {
    fc.assert(fc.property(latencies, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
      const exact = [...all].sort((one, other) => one - other)[Math.ceil(share * all.length - 1e-9) - 1]!;
      const found = latencyPercentile(countsOf(all), share)!;
      const bucket = latencyBucketOf(exact);
      expect(found).toBeGreaterThanOrEqual(latencyBucketStart(bucket) * (1 - 1e-9));
      expect(found).toBeLessThanOrEqual(latencyBucketStart(bucket + 1) * (1 + 1e-9));
    }));
  });

  test('nothing timed has no percentile', () => {
    expect(latencyPercentile(noCounts, 0.5)).toBeNull();
  });
});

describe('two readings', () => {
  test('their difference is what came in between', () => {
    fc.assert(fc.property(latencies, latencies, (first, second) => {
      const before = countsOf(first);
      const difference = countsSince(before, addedCounts([before, countsOf(second)]));
      expect(difference).toMatchObject({ completed: second.length, latency: countsOf(second).latency });
      expect(difference.totalMilliseconds).toBeCloseTo(countsOf(second).totalMilliseconds, 3);
    }));
  });

  test('counters that were set back in between count from zero', () => {
    const before = { ...noCounts, completed: 10, bytes: 4096 };
    expect(countsSince(before, { ...noCounts, completed: 3, bytes: 1024 })).toMatchObject({ completed: 3, bytes: 1024 });
  });
});
