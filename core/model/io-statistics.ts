/**
 * What the engine counts of I/O, and how two readings become rates. Counters only rise, until they are set back; whoever
 * wants rates takes the difference of two readings. Reads, writes and zeroes (write zeroes, trim: no data travels) are
 * counted apart.
 *
 * Latencies fall into buckets, two for each doubling, from a microsecond on: a percentile is known to within a fifth.
 */

export type CountedKind = 'disk' | 'volume' | 'plex' | 'subdisk';
export type CountedOperation = 'read' | 'write' | 'zero';
export const countedOperations: readonly CountedOperation[] = ['read', 'write', 'zero'];

export interface OperationCounts {
  /** Calls that ended well; failed ones count in `failed` alone. */
  readonly completed: number;
  readonly failed: number;
  readonly bytes: number;
  /** Of all calls together, an estimate: one in several of those that end at once is timed and stands for the others. */
  readonly totalMilliseconds: number;
  /** Calls by bucket of latency, shortest first; buckets behind the last that has any are left out. */
  readonly latency: readonly number[];
}

export interface IoSample extends Readonly<Record<CountedOperation, OperationCounts>> {
  readonly kind: CountedKind | 'client';
  readonly id: string;
}

/** Names a connected client among counted objects. It is counted while it is connected, and told of only when it is named. */
export function clientSampleId(volumeId: string, connection: number): string {
  return `client:${volumeId}:${connection}`;
}

/** One reading of a group. Objects that have done nothing are not in it. */
export interface GroupStatistics {
  readonly groupId: string;
  readonly groupName: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** When counting began: at the import, or when the counters were last set back. ISO 8601 UTC. */
  readonly since: string;
  /** Between the two, by a clock that nobody sets. */
  readonly elapsedMilliseconds: number;
  readonly samples: readonly IoSample[];
}

/** The objects of one group whose counters somebody wants; none named: all. */
export interface StatisticsWish {
  readonly group: string;
  readonly objects: readonly string[];
}

export const latencyBuckets = 56;

export const noCounts: OperationCounts = { completed: 0, failed: 0, bytes: 0, totalMilliseconds: 0, latency: [] };

export function latencyBucketOf(milliseconds: number): number {
  const microseconds = milliseconds * 1000;
  if (microseconds < 1) return 0;
  return Math.min(latencyBuckets - 1, 1 + Math.floor(Math.log2(microseconds) * 2));
}

/** Where a bucket begins, in milliseconds; its end is where the next one begins. */
export function latencyBucketStart(bucket: number): number {
  return bucket === 0 ? 0 : 2 ** ((bucket - 1) / 2) / 1000;
}

/** What was counted after `before` was read. Counters that were set back in between count from zero. */
export function countsSince(before: OperationCounts, after: OperationCounts): OperationCounts {
  const isLater = after.completed >= before.completed && after.failed >= before.failed && after.bytes >= before.bytes;
  if (!isLater) return after;
  return {
    completed: after.completed - before.completed,
    failed: after.failed - before.failed,
    bytes: after.bytes - before.bytes,
    totalMilliseconds: Math.max(0, after.totalMilliseconds - before.totalMilliseconds),
    latency: after.latency.map((calls, bucket) => Math.max(0, calls - (before.latency[bucket] ?? 0))),
  };
}

export function addedCounts(parts: readonly OperationCounts[]): OperationCounts {
  const length = Math.max(0, ...parts.map(({ latency }) => latency.length));
  const sum = (of: (part: OperationCounts) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    completed: sum((part) => part.completed), failed: sum((part) => part.failed), bytes: sum((part) => part.bytes),
    totalMilliseconds: sum((part) => part.totalMilliseconds),
    latency: Array.from({ length }, (_, bucket) => sum((part) => part.latency[bucket] ?? 0)),
  };
}

/** The latency, in milliseconds, that this share (0 to 1) of the calls did not exceed; null when none was timed. */
export function latencyPercentile({ latency }: OperationCounts, share: number): number | null {
  const timed = latency.reduce((sum, calls) => sum + calls, 0);
  if (timed === 0) return null;
  let before = 0;
  for (let bucket = 0; bucket < latency.length; bucket += 1) {
    const calls = latency[bucket] ?? 0;
    if (calls > 0 && before + calls >= share * timed) {
      const start = latencyBucketStart(bucket);
      return start + (latencyBucketStart(bucket + 1) - start) * ((share * timed - before) / calls);
    }
    before += calls;
  }
  return latencyBucketStart(latency.length);
}

/** The mean of all calls that ended well, in milliseconds; null when there was none. */
export function averageMilliseconds({ completed, totalMilliseconds }: OperationCounts): number | null {
  return completed === 0 ? null : totalMilliseconds / completed;
}
