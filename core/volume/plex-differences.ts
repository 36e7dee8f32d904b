/** What a comparison of plexes has found: ranges, and in each which plexes agree. Adjacent blocks of one pattern are one range. */
import type { PlexId } from '../model/identity.ts';
import { kibibyte } from '../model/limits.ts';

/** The unit of comparison. */
export const comparedBlockBytes = 4 * kibibyte;
/** Ranges that are kept; of the rest only the bytes are counted. */
export const differencesMaximum = 1000;

export interface PlexDifference {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Plexes that hold the same bytes, in groups; the largest group first. */
  readonly agreeing: readonly (readonly PlexId[])[];
}

export class PlexDifferences {
  readonly ranges: PlexDifference[] = [];
  differingBytes = 0;

  /** To be called with rising offsets. */
  add(offsetBytes: number, lengthBytes: number, agreeing: readonly (readonly PlexId[])[]): void {
    this.differingBytes += lengthBytes;
    const last = this.ranges.at(-1);
    if (last !== undefined && last.offsetBytes + last.lengthBytes === offsetBytes && samePattern(last.agreeing, agreeing)) {
      this.ranges[this.ranges.length - 1] = { ...last, lengthBytes: last.lengthBytes + lengthBytes };
    } else if (this.ranges.length < differencesMaximum) {
      this.ranges.push({ offsetBytes, lengthBytes, agreeing });
    }
  }
}

function samePattern(one: PlexDifference['agreeing'], other: PlexDifference['agreeing']): boolean {
  return one.length === other.length && one.every((group, index) => group.join() === other[index]?.join());
}

/** Groups plexes by the bytes that they hold; one group when all agree. */
export function agreeingPlexes(copies: readonly { readonly plexId: PlexId; readonly bytes: Uint8Array }[]): readonly (readonly PlexId[])[] {
  const groups: { readonly bytes: Uint8Array; readonly plexIds: PlexId[] }[] = [];
  for (const { plexId, bytes } of copies) {
    const same = groups.find((group) => Buffer.compare(group.bytes, bytes) === 0);
    if (same === undefined) groups.push({ bytes, plexIds: [plexId] });
    else same.plexIds.push(plexId);
  }
  return groups.map(({ plexIds }) => plexIds).sort((one, other) => other.length - one.length);
}
