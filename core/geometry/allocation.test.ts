import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiskId } from '../model/identity.ts';
import { allocateGrowth, allocateNew } from './allocation.ts';
import type { AllocationDisk, ColumnPieces } from './allocation.ts';
import { freeExtents, overlap, totalBytes } from './extents.ts';
import { maximumNewColumnBytes } from './maximum.ts';

function disk(number: number, free: number | readonly (readonly [number, number])[], enclosure = '', site = ''): AllocationDisk {
  const extents = typeof free === 'number' ? [[4, free] as const] : free;
  return { id: `d${number}` as DiskId, enclosure, site, free: extents.map(([offsetBytes, lengthBytes]) => ({ offsetBytes, lengthBytes })) };
}

const anyDisks = fc
  .array(
    fc.record({
      used: fc.array(fc.record({ offsetBytes: fc.nat({ max: 60 }), lengthBytes: fc.integer({ min: 1, max: 12 }) }), { maxLength: 4 }),
      size: fc.integer({ min: 1, max: 60 }),
      enclosure: fc.constantFrom('', 'A', 'B'),
      site: fc.constantFrom('', 'S', 'T'),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map((one, index): AllocationDisk => ({
      id: `d${index}` as DiskId,
      enclosure: one.enclosure,
      site: one.site,
      free: freeExtents({ offsetBytes: 4, lengthBytes: one.size }, one.used),
    })),
  );

function disksOf(pieces: ColumnPieces): readonly string[] {
  return [...new Set(pieces.map((piece) => piece.diskId))];
}

describe('allocation of new plexes', () => {
  const shape = { plexes: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 1, max: 4 }), bytes: fc.integer({ min: 1, max: 40 }) };

  it('covers each column, on free space, without overlap, on disks of its own', () => {
    fc.assert(
      fc.property(anyDisks, fc.record(shape), (disks, { plexes, columns, bytes }) => {
        const allocation = allocateNew(disks, plexes, columns, bytes);
        if (allocation === null) return;
        expect(allocation.length).toBe(plexes * columns);
        const all = allocation.flat();
        for (const pieces of allocation) expect(totalBytes(pieces)).toBe(bytes);
        for (const piece of all) {
          const free = disks.find((one) => one.id === piece.diskId)?.free ?? [];
          expect(
            free.some(
              (extent) =>
                piece.offsetBytes >= extent.offsetBytes && piece.offsetBytes + piece.lengthBytes <= extent.offsetBytes + extent.lengthBytes,
            ),
          ).toBe(true);
        }
        expect(
          all.some((one, index) => all.some((other, second) => second > index && one.diskId === other.diskId && overlap(one, other))),
        ).toBe(false);
        const perColumn = allocation.flatMap(disksOf);
        expect(new Set(perColumn).size).toBe(perColumn.length);
      }),
      { numRuns: 200 },
    );
  });

  it('can have its maximum, and not one step more', () => {
    fc.assert(
      fc.property(anyDisks, fc.record(shape), (disks, { plexes, columns }) => {
        const most = maximumNewColumnBytes(disks, plexes, columns, 1);
        if (most > 0) expect(allocateNew(disks, plexes, columns, most)).not.toBeNull();
        expect(allocateNew(disks, plexes, columns, most + 1)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('prefers one piece on the disk with most room', () => {
    expect(allocateNew([disk(0, 10), disk(1, 30), disk(2, 20)], 1, 1, 10)).toEqual([[{ diskId: 'd1', offsetBytes: 4, lengthBytes: 10 }]]);
    const fragmented = disk(0, [
      [4, 10],
      [20, 10],
      [40, 10],
    ]);
    expect(allocateNew([fragmented, disk(1, 15)], 1, 1, 15)).toEqual([[{ diskId: 'd1', offsetBytes: 4, lengthBytes: 15 }]]);
  });

  it('spans disks when no single one suffices', () => {
    expect(allocateNew([disk(0, 10), disk(1, 10)], 1, 1, 15)?.[0]?.length).toBe(2);
  });

  it('puts plexes on different enclosures, and on different sites first', () => {
    const tagged = [disk(0, 50, 'A'), disk(1, 40, 'A'), disk(2, 10, 'B')];
    expect(allocateNew(tagged, 2, 1, 10)?.map(disksOf)).toEqual([['d0'], ['d2']]);
    const sited = [disk(0, 50, 'A', 'S'), disk(1, 40, 'B', 'S'), disk(2, 10, 'C', 'T')];
    expect(allocateNew(sited, 2, 1, 10)?.map(disksOf)).toEqual([['d0'], ['d2']]);
    expect(allocateNew(sited, 3, 1, 10)?.flatMap(disksOf).sort()).toEqual(['d0', 'd1', 'd2']);
    expect(allocateNew(tagged, 2, 1, 20)?.map(disksOf)).toEqual([['d0'], ['d1']]);
  });

  it('spreads as evenly as it can when there are more plexes than enclosures', () => {
    const disks = [disk(0, 50, 'A'), disk(1, 50, 'A'), disk(2, 50, 'A'), disk(3, 10, 'B'), disk(4, 10, 'B')];
    const used = allocateNew(disks, 4, 1, 10)?.flatMap(disksOf) ?? [];
    expect(used.filter((id) => ['d3', 'd4'].includes(id)).length).toBe(2);
  });
});

describe('allocation of growth', () => {
  const column = (plex: number, own: readonly string[], endDisk: string, endOffset: number, lengthBytes = 5) => ({
    plex,
    lengthBytes,
    ownDiskIds: own as readonly DiskId[],
    end: { diskId: endDisk as DiskId, offsetBytes: endOffset },
  });

  it('lengthens in place where it can', () => {
    const disks = [
      disk(0, [
        [10, 5],
        [30, 20],
      ]),
      disk(1, 50),
    ];
    expect(allocateGrowth(disks, [column(0, ['d0'], 'd0', 10)])).toEqual([[{ diskId: 'd0', offsetBytes: 10, lengthBytes: 5 }]]);
  });

  it('never gives a column the disk of another', () => {
    const disks = [disk(0, [[10, 2]]), disk(1, [[10, 50]]), disk(2, 5)];
    const grown = allocateGrowth(disks, [column(0, ['d0'], 'd0', 10), column(1, ['d1'], 'd1', 10)]);
    expect(grown?.map(disksOf)).toEqual([['d0', 'd2'], ['d1']]);
    expect(allocateGrowth(disks.slice(0, 2), [column(0, ['d0'], 'd0', 10), column(1, ['d1'], 'd1', 10)])).toBeNull();
  });

  it('keeps plexes in their own enclosures while it can', () => {
    const disks = [disk(0, [], 'A'), disk(1, [], 'B'), disk(2, 9, 'B'), disk(3, 8, 'A')];
    expect(allocateGrowth(disks, [column(0, ['d0'], 'd0', 99), column(1, ['d1'], 'd1', 99)])?.map(disksOf)).toEqual([['d3'], ['d2']]);
  });
});
