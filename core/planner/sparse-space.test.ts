import { describe, expect, test } from 'vitest';
import { mirrored } from '../model/test-configuration.ts';
import { mebibyte } from '../model/limits.ts';
import { promisedBytes, sparseSpaceWarnings } from './sparse-space.ts';

const empty = { ...mirrored, volumes: [], plexes: [], subdisks: [] };
const fileSystem = (freeBytes: number, otherPromisedBytes = 0) => ({
  folder: '/images', freeBytes, otherPromisedBytes,
  images: [
    { diskId: 'd1', location: '/images/1', allocatedBytes: 4 * mebibyte },
    { diskId: 'd2', location: '/images/2', allocatedBytes: 6 * mebibyte },
  ],
});

describe('sparse promises', () => {
  test('count what volumes may fill, less what the image has', () => {
    expect(promisedBytes(mirrored, 'd1', 4 * mebibyte)).toBe(8 * mebibyte);
    expect(promisedBytes(mirrored, 'd1', 64 * mebibyte)).toBe(0);
    expect(promisedBytes(mirrored, 'd3', 4 * mebibyte)).toBe(0);
  });

  test('are warned of when a change asks for more than there is', () => {
    expect(sparseSpaceWarnings(empty, mirrored, [fileSystem(14 * mebibyte)])).toEqual([]);
    expect(sparseSpaceWarnings(empty, mirrored, [fileSystem(14 * mebibyte - 1)])).toEqual([
      'Volumes on the sparse images on the file system of /images may yet ask for 14 MiB; 13.99 MiB are free there. '
      + 'When it is full, writes wait and then fail.',
    ]);
    expect(sparseSpaceWarnings(empty, mirrored, [fileSystem(14 * mebibyte, mebibyte)])).toHaveLength(1);
  });

  test('count for a disk that takes the place of another, which has no id before', () => {
    const replaced = { ...mirrored, disks: mirrored.disks.map((disk) => ({ ...disk, lastAccess: `/images/${disk.id}` })) };
    const joining = { ...fileSystem(0), images: [{ diskId: '', location: '/images/d1', allocatedBytes: 0 }] };
    expect(sparseSpaceWarnings(mirrored, replaced, [joining])).toHaveLength(1);
    expect(sparseSpaceWarnings(mirrored, mirrored, [joining])).toEqual([]);
  });

  test('are no news when the change asks for nothing more', () => {
    expect(sparseSpaceWarnings(mirrored, mirrored, [fileSystem(0)])).toEqual([]);
    expect(sparseSpaceWarnings(mirrored, empty, [fileSystem(0)])).toEqual([]);
  });
});
