import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleDisk } from '../state/fake-objects.ts';
import type { SubdiskView } from '../../core/model/views.ts';
import { drawnBytes, regionsOf } from './disk-regions.ts';

const mebibyte = 2 ** 20;

function subdisk(number: number, diskOffsetBytes: number, lengthBytes: number): SubdiskView {
  return {
    kind: 'subdisk', id: `s${number}`, name: `Disk1-0${number}`, diskId: 'd1', diskName: 'Harddisk0', plexId: 'p1', volumeId: 'v1',
    groupId: 'g1', column: 0, diskOffsetBytes, plexOffsetBytes: 0, lengthBytes,
  };
}

const disk = sampleDisk();
const endBytes = disk.dataStartBytes + disk.dataLengthBytes;

describe('the regions of a disk', () => {
  it('are in order, do not overlap, leave no gap, and hold every subdisk in its place', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: disk.dataLengthBytes / mebibyte }), { maxLength: 60 });
    fc.assert(fc.property(cuts, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (places, taken) => {
      const edges = [...places].sort((left, right) => left - right);
      const subdisks = edges.slice(1).flatMap((edge, index) => {
        const from = edges[index] ?? 0;
        return taken[index] === true ? [subdisk(index, disk.dataStartBytes + from * mebibyte, (edge - from) * mebibyte)] : [];
      });
      const found = regionsOf(disk, [...subdisks].reverse());
      let at = 0;
      for (const region of found) {
        expect(region.startBytes).toBe(at);
        expect(region.lengthBytes).toBeGreaterThan(0);
        at += region.lengthBytes;
      }
      expect(at).toBe(endBytes);
      expect(found.flatMap((region) => (region.kind === 'subdisk' ? [[region.startBytes, region.lengthBytes, region.subdisk.id]] : [])))
        .toEqual(subdisks.map(({ diskOffsetBytes, lengthBytes, id }) => [diskOffsetBytes, lengthBytes, id]));
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    }));
  });

  it('never overlap, whatever extents claim', () => {
    const extent = fc.tuple(fc.integer({ min: -50, max: 1100 }), fc.integer({ min: 1, max: 400 }));
    fc.assert(fc.property(fc.array(extent, { maxLength: 20 }), (claims) => {
      const claimed = claims.map(([from, length], index) => subdisk(index, disk.dataStartBytes + from * mebibyte, length * mebibyte));
      const found = regionsOf(disk, claimed);
      let at = 0;
      for (const region of found) {
        expect(region.startBytes).toBe(at);
        expect(region.lengthBytes).toBeGreaterThan(0);
        at += region.lengthBytes;
      }
      expect(at).toBe(endBytes);
    }));
  });

  it('of a disk in no group, or of one whose group is not imported here, are one', () => {
    const free = sampleDisk({ status: 'free', dataStartBytes: 0, dataLengthBytes: 0 });
    expect(regionsOf(free, [])).toMatchObject([{ kind: 'unused', startBytes: 0, lengthBytes: free.sizeBytes }]);
    expect(regionsOf(sampleDisk({ status: 'foreign' }), [])).toMatchObject([{ kind: 'closed', lengthBytes: disk.sizeBytes }]);
  });

  it('of a missing disk are those that its group knows', () => {
    const missing = sampleDisk({ status: 'missing' });
    const found = regionsOf(missing, [subdisk(1, missing.dataStartBytes, mebibyte)]);
    expect(found.map(({ kind }) => kind)).toEqual(['private', 'subdisk', 'free']);
    expect(drawnBytes(missing)).toBe(endBytes);
  });
});
