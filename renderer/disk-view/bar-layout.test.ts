import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barWidthMinimum, blockAt, blockWidthMinimum, clusterWidthMinimum, layOutBar, offsetAt, placeOfOffset } from './bar-layout.ts';
import type { DiskRegion } from './disk-regions.ts';

const mebibyte = 2 ** 20;
const roundingPixels = 1e-6;

function regions(lengths: readonly number[]): readonly DiskRegion[] {
  let atBytes = 0;
  return lengths.map((length, index): DiskRegion => {
    const kind = index === 0 ? 'private' : 'free';
    const region: DiskRegion = { kind, id: `r${index}`, startBytes: atBytes, lengthBytes: length * mebibyte };
    atBytes += region.lengthBytes;
    return region;
  });
}

const anyLength = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 2 ** 22 }));
const anyRegions = fc.array(anyLength, { minLength: 1, maxLength: 400 }).map(regions);
const anyWidth = fc.oneof(fc.integer({ min: barWidthMinimum, max: 2000 }), fc.integer({ min: barWidthMinimum, max: 8_000_000 }));

describe('a bar', () => {
  it('is covered by its blocks from end to end, none too narrow to be hit, every region in exactly one', () => {
    fc.assert(fc.property(anyRegions, anyWidth, (list, width) => {
      const blocks = layOutBar(list, width);
      let at = 0;
      for (const { xPixels, widthPixels, regions: members } of blocks) {
        expect(xPixels).toBe(at);
        expect(Number.isInteger(widthPixels)).toBe(true);
        expect(widthPixels).toBeGreaterThanOrEqual(members.length > 1 ? clusterWidthMinimum : blockWidthMinimum);
        at += widthPixels;
      }
      expect(at).toBe(width);
      expect(blocks.flatMap((block) => block.regions)).toEqual(list);
    }));
  });

  it('stands for the bytes of its regions', () => {
    fc.assert(fc.property(anyRegions, anyWidth, (list, width) => {
      for (const block of layOutBar(list, width)) {
        expect(block.startBytes).toBe(block.regions[0]?.startBytes);
        expect(block.lengthBytes).toBe(block.regions.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0));
        expect(block.id).toBe(block.regions[0]?.id);
      }
    }));
  });

  it('is hit where it was laid out: every pixel belongs to the block over it', () => {
    fc.assert(fc.property(anyRegions, anyWidth, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (list, width, share) => {
      const blocks = layOutBar(list, width);
      const x = share * width;
      const block = blockAt(blocks, x);
      expect(block).not.toBeNull();
      expect(x).toBeGreaterThanOrEqual(block?.xPixels ?? Infinity);
      expect(x).toBeLessThan((block?.xPixels ?? 0) + (block?.widthPixels ?? 0));
      expect(blockAt(blocks, -1)).toBeNull();
      expect(blockAt(blocks, width)).toBeNull();
    }));
  });

  it('tells the byte under a pixel, and the pixel of that byte again', () => {
    fc.assert(fc.property(anyRegions, anyWidth, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (list, width, share) => {
      const blocks = layOutBar(list, width);
      const x = share * width;
      const { widthPixels, lengthBytes } = blockAt(blocks, x) ?? { widthPixels: 0, lengthBytes: 1 };
      const lostPixels = x - placeOfOffset(blocks, offsetAt(blocks, x));
      // A byte of a small disk may be wider than a pixel. The rest is the rounding of the numbers themselves.
      expect(lostPixels).toBeGreaterThanOrEqual(-roundingPixels);
      expect(lostPixels).toBeLessThanOrEqual(widthPixels / lengthBytes + roundingPixels);
    }));
  });

  it('is to scale where everything is wide enough', () => {
    const blocks = layOutBar(regions([100, 300, 600]), 1000);
    expect(blocks.map(({ widthPixels }) => widthPixels)).toEqual([100, 300, 600]);
  });

  it('gathers a run of small regions, counted, but lets two stand side by side', () => {
    const many = layOutBar(regions([10, 1000, 1, 1, 1, 1, 1000]), 1000);
    expect(many.map((block) => block.regions.length)).toEqual([1, 1, 4, 1]);
    const two = layOutBar(regions([10, 1000, 1, 1, 1000]), 1000);
    expect(two.map((block) => block.regions.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('takes 5,000 small subdisks on a narrow bar as one cluster beside the private region', () => {
    const blocks = layOutBar(regions(Array.from({ length: 5000 }, () => 1)), barWidthMinimum);
    expect(blocks.map((block) => block.regions.length)).toEqual([1, 4999]);
  });

  it('shows a disk of no known size', () => {
    expect(layOutBar([{ kind: 'closed', id: 'c', startBytes: 0, lengthBytes: 0 }], 100)).toMatchObject([{ xPixels: 0, widthPixels: 100 }]);
  });
});
