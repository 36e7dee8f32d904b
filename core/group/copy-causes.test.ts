import { expect, it } from 'vitest';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { attachCause, recoveryCause } from './copy-causes.ts';

const few = { regions: 3, bytes: 3 * mebibyte, ofBytes: gibibyte };
const one = { regions: 1, bytes: mebibyte, ofBytes: gibibyte };
const all = { regions: 1024, bytes: gibibyte, ofBytes: gibibyte };

it('a copy says what made it necessary and how much it copies', () => {
  expect(recoveryCause(few, false)).toBe('Writes or a flush failed on all plexes: 3 MiB of 1 GiB, in 3 regions may differ.');
  expect(recoveryCause(one, true))
    .toBe('The volume was in use at an unclean stop; by its intent map 1 MiB of 1 GiB, in 1 region may differ.');
  expect(recoveryCause(all, true)).toContain('nothing on disk says which parts were being written');
  expect(attachCause(null, false)).toBe('The plex missed writes, and no map says which.');
  expect(attachCause(few, false)).toBe('The plex missed writes; by its map it lacks 3 MiB of 1 GiB, in 3 regions.');
  for (const extent of [null, all]) expect(attachCause(extent, true)).toBe('A mirror is added.');
  expect(attachCause(few, true)).toBe('A mirror is added; of an earlier run 3 MiB of 1 GiB, in 3 regions is left.');
});
