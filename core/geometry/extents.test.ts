import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedExtents, freeExtents, overlap, subtractExtents, takeExtents, totalBytes } from './extents.ts';

const extent = fc.record({ offsetBytes: fc.nat({ max: 200 }), lengthBytes: fc.integer({ min: 1, max: 40 }) });
const area = { offsetBytes: 10, lengthBytes: 150 };

function bytesOf(extents: readonly { offsetBytes: number; lengthBytes: number }[]): Set<number> {
  return new Set(extents.flatMap((one) => Array.from({ length: one.lengthBytes }, (_, index) => one.offsetBytes + index)));
}

describe('extents', () => {
  it('leaves free exactly what is not used', () => {
    fc.assert(
      fc.property(fc.array(extent, { maxLength: 8 }), (used) => {
        const taken = bytesOf(used);
        const free = freeExtents(area, used);
        expect(bytesOf(free)).toEqual(new Set([...bytesOf([area])].filter((byte) => !taken.has(byte))));
        expect(free.every((one, index) => index === 0 || (free[index - 1]?.offsetBytes ?? 0) < one.offsetBytes)).toBe(true);
      }),
    );
  });

  it('subtracts as sets do', () => {
    fc.assert(
      fc.property(fc.array(extent, { maxLength: 4 }), fc.array(extent, { maxLength: 4 }), (used, removed) => {
        const from = freeExtents(area, used);
        const gone = bytesOf(removed);
        expect(bytesOf(subtractExtents(from, removed))).toEqual(new Set([...bytesOf(from)].filter((byte) => !gone.has(byte))));
      }),
    );
  });

  it('aligns inwards', () => {
    const unaligned = [
      { offsetBytes: 3, lengthBytes: 10 },
      { offsetBytes: 21, lengthBytes: 6 },
    ];
    expect(alignedExtents(unaligned, 4)).toEqual([{ offsetBytes: 4, lengthBytes: 8 }]);
  });

  it('takes what was asked for, within the free, without overlap', () => {
    fc.assert(
      fc.property(fc.array(extent, { maxLength: 8 }), fc.integer({ min: 1, max: 160 }), fc.nat({ max: 160 }), (used, length, preferred) => {
        const free = freeExtents(area, used);
        const taken = takeExtents(free, length, preferred);
        if (taken === null) {
          expect(totalBytes(free)).toBeLessThan(length);
          return;
        }
        expect(totalBytes(taken)).toBe(length);
        expect([...bytesOf(taken)].every((byte) => bytesOf(free).has(byte))).toBe(true);
        expect(taken.some((one, index) => taken.some((other, second) => second > index && overlap(one, other)))).toBe(false);
      }),
    );
  });

  it('lengthens before it begins anew, and takes a whole extent before parts', () => {
    const free = [
      { offsetBytes: 0, lengthBytes: 5 },
      { offsetBytes: 10, lengthBytes: 20 },
      { offsetBytes: 40, lengthBytes: 8 },
    ];
    expect(takeExtents(free, 7, 40)).toEqual([{ offsetBytes: 40, lengthBytes: 7 }]);
    expect(takeExtents(free, 7, -1)).toEqual([{ offsetBytes: 10, lengthBytes: 7 }]);
    expect(takeExtents(free, 26, -1)?.length).toBe(2);
  });
});
