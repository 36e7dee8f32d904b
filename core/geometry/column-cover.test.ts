import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverColumns } from './column-cover.ts';
import type { CoverRequest } from './column-cover.ts';

function request(needs: readonly number[], capacities: readonly number[]): CoverRequest {
  return { needs, capacities, preferred: capacities.map((_, index) => index), allowed: () => true };
}

/** Every way there is: each disk to one of the columns. */
function possible(needs: readonly number[], capacities: readonly number[]): boolean {
  const [first, ...rest] = capacities;
  if (needs.every((need) => need <= 0)) return true;
  if (first === undefined) return false;
  return needs.some((_, column) => possible(needs.map((need, index) => (index === column ? need - first : need)), rest));
}

const needs = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 });
const capacities = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 });

describe('covering columns with disks', () => {
  it('finds a way exactly when there is one', () => {
    fc.assert(fc.property(needs, capacities, (need, capacity) => {
      expect(coverColumns(request(need, capacity)) !== null).toBe(possible(need, capacity));
    }), { numRuns: 400 });
  });

  it('covers each need, and gives no disk twice', () => {
    fc.assert(fc.property(needs, capacities, (need, capacity) => {
      const cover = coverColumns(request(need, capacity));
      if (cover === null) return;
      const given = cover.flat();
      expect(new Set(given).size).toBe(given.length);
      cover.forEach((disks, column) => {
        expect(disks.reduce((sum, disk) => sum + (capacity[disk] ?? 0), 0)).toBeGreaterThanOrEqual(need[column] ?? 0);
      });
    }));
  });

  it('searches where filling in order does not suffice', () => {
    expect(coverColumns(request([6, 6], [4, 3, 3, 2]))).not.toBeNull();
    expect(coverColumns(request([9, 9], [7, 5, 4, 2]))).not.toBeNull();
  });

  it('obeys what is not allowed', () => {
    const closed = { ...request([4, 4], [4, 4]), allowed: (column: number, disk: number) => column === 0 || disk === 0 };
    expect(coverColumns(closed)).toEqual([[1], [0]]);
    expect(coverColumns({ ...closed, allowed: () => false })).toBeNull();
  });
});
