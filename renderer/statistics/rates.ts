/** Two readings of one object as rates, and rates as steps of heat. */
import { countsSince, latencyPercentile, noCounts } from '../../core/model/io-statistics.ts';
import type { IoSample, OperationCounts } from '../../core/model/io-statistics.ts';

export interface OperationRates {
  readonly callsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Milliseconds; null when nothing was timed. */
  readonly p50: number | null;
  readonly p99: number | null;
}

export interface Rates {
  readonly read: OperationRates;
  readonly write: OperationRates;
}

export function ratesBetween(before: IoSample | undefined, after: IoSample | undefined, elapsedMilliseconds: number): Rates {
  const rates = (operation: 'read' | 'write'): OperationRates =>
    operationRates(countsSince(before?.[operation] ?? noCounts, after?.[operation] ?? noCounts), elapsedMilliseconds);
  return { read: rates('read'), write: rates('write') };
}

function operationRates(counts: OperationCounts, elapsedMilliseconds: number): OperationRates {
  const seconds = elapsedMilliseconds / 1000;
  return {
    callsPerSecond: counts.completed / seconds, bytesPerSecond: counts.bytes / seconds,
    p50: latencyPercentile(counts, 0.5), p99: latencyPercentile(counts, 0.99),
  };
}

export type HeatStep = 0 | 1 | 2 | 3 | 4 | 5;

/** Steps of equal width below the busiest of those that are compared; 0 only for what does nothing. */
export function heatStep(bytesPerSecond: number, busiestBytesPerSecond: number): HeatStep {
  if (bytesPerSecond <= 0 || busiestBytesPerSecond <= 0) return 0;
  return Math.min(5, Math.max(1, Math.ceil((bytesPerSecond / busiestBytesPerSecond) * 5))) as HeatStep;
}
