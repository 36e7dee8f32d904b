import { expect, it } from 'vitest';
import type { PlexId } from '../model/identity.ts';
import { agreeingPlexes, differencesMaximum, PlexDifferences } from './plex-differences.ts';

const [a, b, c] = ['a', 'b', 'c'] as [PlexId, PlexId, PlexId];

it('neighbours of one pattern are one range; beyond the bound only bytes are counted', () => {
  const found = new PlexDifferences();
  found.add(0, 4096, [[a], [b]]);
  found.add(4096, 4096, [[a], [b]]);
  found.add(8192, 4096, [[b], [a]]);
  found.add(12_288, 4096, [[a, c], [b]]);
  expect(found.ranges.map(({ offsetBytes, lengthBytes }) => [offsetBytes, lengthBytes])).toEqual([[0, 8192], [8192, 4096], [12_288, 4096]]);
  for (let number = 0; number < differencesMaximum; number += 1) found.add(100_000 + number * 8192, 4096, [[a], [b]]);
  expect(found.ranges).toHaveLength(differencesMaximum);
  expect(found.differingBytes).toBe((4 + differencesMaximum) * 4096);
});

it('plexes are grouped by what they hold, the largest group first', () => {
  const copies = [[a, 1], [b, 2], [c, 2]] as const;
  expect(agreeingPlexes(copies.map(([plexId, byte]) => ({ plexId, bytes: Uint8Array.of(byte) })))).toEqual([[b, c], [a]]);
});
