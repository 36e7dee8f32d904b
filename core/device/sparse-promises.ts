/** What sparse images promise beyond what their file system has: design section 4 has the plan say so. */
import fs from 'node:fs';
import path from 'node:path';

export interface ShortSpace {
  readonly folder: string;
  /** Bytes that images may yet ask for: their sizes without what is allocated already. */
  readonly promisedBytes: number;
  readonly freeBytes: number;
}

/** Free bytes for this user under a folder; another one in tests. */
export type FreeBytesOf = (folder: string) => number;

/**
 * The file systems that could not keep all promises once an image of `sizeBytes` is made at each of the places.
 * `imagesOn` answers the images that are known on a device. What cannot be looked at promises nothing here.
 */
export function shortFileSystems(
  places: readonly string[], sizeBytes: number, imagesOn: (device: bigint) => readonly string[],
  freeBytesOf: FreeBytesOf = systemFreeBytes,
): readonly ShortSpace[] {
  const byDevice = new Map<bigint, { folder: string; newBytes: number }>();
  for (const place of places) {
    const folder = path.dirname(path.resolve(place));
    const device = fs.statSync(folder, { bigint: true, throwIfNoEntry: false })?.dev;
    if (device === undefined) continue;
    const known = byDevice.get(device) ?? { folder, newBytes: 0 };
    byDevice.set(device, { ...known, newBytes: known.newBytes + sizeBytes });
  }
  return [...byDevice].flatMap(([device, { folder, newBytes }]) => {
    const promisedBytes = imagesOn(device).reduce((sum, image) => sum + unallocatedBytes(image), newBytes);
    const freeBytes = freeBytesOf(folder);
    return promisedBytes > freeBytes ? [{ folder, promisedBytes, freeBytes }] : [];
  });
}

export interface ImageSpace {
  readonly folder: string;
  readonly freeBytes: number;
  readonly images: readonly { readonly location: string; readonly allocatedBytes: number }[];
}

/** The file systems under these image files. What is no file, or cannot be looked at, is left out. */
export function fileSystemsUnder(locations: readonly string[], freeBytesOf: FreeBytesOf = systemFreeBytes): readonly ImageSpace[] {
  const byDevice = new Map<bigint, { location: string; allocatedBytes: number }[]>();
  for (const location of locations) {
    const stat = fs.statSync(location, { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    const images = byDevice.get(stat.dev) ?? [];
    byDevice.set(stat.dev, images);
    images.push({ location, allocatedBytes: Number(stat.blocks) * 512 });
  }
  return [...byDevice.values()].map((images) => {
    const folder = path.dirname(path.resolve(images[0]?.location ?? ''));
    return { folder, freeBytes: freeBytesOf(folder), images };
  });
}

function unallocatedBytes(image: string): number {
  const stat = fs.statSync(image, { throwIfNoEntry: false });
  return stat?.isFile() === true ? Math.max(0, stat.size - stat.blocks * 512) : 0;
}

function systemFreeBytes(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}
