/** Rows and JSON of `vxstat`: what one reading says of one object. Blocks are sectors of 512 bytes; JSON has bytes. */
import { averageMilliseconds, countsSince, latencyPercentile, noCounts } from '../model/io-statistics.ts';
import type { CountedKind, CountedOperation, IoSample, OperationCounts } from '../model/io-statistics.ts';
import { sectorBytes } from '../model/limits.ts';

export interface CountedObject {
  readonly kind: CountedKind;
  readonly id: string;
  readonly name: string;
}

export type ObjectCounts = Readonly<Record<CountedOperation, OperationCounts>>;

const typeWords: Readonly<Record<CountedKind, string>> = { disk: 'dm', volume: 'v', plex: 'pl', subdisk: 'sd' };

export const statisticsHeader = [
  'TY', 'NAME', 'READS', 'WRITES', 'ZEROS', 'RDBLKS', 'WRBLKS', 'ZRBLKS', 'RDAVG', 'WRAVG', 'RDP99', 'WRP99',
];

export const nothingCounted: ObjectCounts = { read: noCounts, write: noCounts, zero: noCounts };

export function objectCountsSince(before: IoSample | undefined, after: IoSample | undefined): ObjectCounts {
  if (after === undefined) return nothingCounted;
  if (before === undefined) return after;
  return {
    read: countsSince(before.read, after.read), write: countsSince(before.write, after.write), zero: countsSince(before.zero, after.zero),
  };
}

export function statisticsRow({ kind, name }: CountedObject, { read, write, zero }: ObjectCounts): readonly string[] {
  const blocks = ({ bytes }: OperationCounts): string => String(Math.floor(bytes / sectorBytes));
  return [
    typeWords[kind], name, String(read.completed), String(write.completed), String(zero.completed),
    blocks(read), blocks(write), blocks(zero),
    milliseconds(averageMilliseconds(read)), milliseconds(averageMilliseconds(write)),
    milliseconds(latencyPercentile(read, 0.99)), milliseconds(latencyPercentile(write, 0.99)),
  ];
}

export function statisticsJson({ kind, id, name }: CountedObject, { read, write, zero }: ObjectCounts): object {
  return { type: kind, guid: id, name, read: operationJson(read), write: operationJson(write), zero: operationJson(zero) };
}

function operationJson(counts: OperationCounts): object {
  return {
    calls: counts.completed, failed: counts.failed, bytes: counts.bytes, averageMilliseconds: averageMilliseconds(counts),
    p50Milliseconds: latencyPercentile(counts, 0.5), p99Milliseconds: latencyPercentile(counts, 0.99),
  };
}

/** Empty where there is nothing to say. */
function milliseconds(value: number | null): string {
  return value === null ? '' : value.toFixed(3);
}
