/** The engine's own part of a disk, as a test sees it: bytes at both ends of an image. Nothing here knows the format. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';

/** Of disks below 1 GiB; larger ones have 32 MiB (design section 4). */
export const smallRegionBytes = 4 * 1024 * 1024;
export const lastCopyBytes = 4096;

function readPart(descriptor: number, offsetBytes: number, lengthBytes: number): Buffer {
  const part = Buffer.alloc(lengthBytes);
  fs.readSync(descriptor, part, 0, lengthBytes, offsetBytes);
  return part;
}

/** Changes when a single bit of a private region does, in any of these images. */
export function privateRegionsDigest(images: readonly string[]): string {
  const hash = createHash('sha256');
  for (const image of images) {
    const descriptor = fs.openSync(image, 'r');
    const { size } = fs.fstatSync(descriptor);
    hash.update(readPart(descriptor, 0, Math.min(smallRegionBytes, size)));
    hash.update(readPart(descriptor, Math.max(0, size - lastCopyBytes), Math.min(lastCopyBytes, size)));
    fs.closeSync(descriptor);
  }
  return hash.digest('hex');
}

/** Every byte of a file. */
export function fileDigest(file: string): string {
  const hash = createHash('sha256');
  const descriptor = fs.openSync(file, 'r');
  const part = Buffer.alloc(1024 * 1024);
  for (let read = fs.readSync(descriptor, part); read > 0; read = fs.readSync(descriptor, part)) hash.update(part.subarray(0, read));
  fs.closeSync(descriptor);
  return hash.digest('hex');
}

/** Overwrites bytes behind the product's back. */
export function damage(image: string, offsetBytes: number, bytes: Uint8Array): void {
  const descriptor = fs.openSync(image, 'r+');
  fs.writeSync(descriptor, bytes, 0, bytes.length, offsetBytes < 0 ? fs.fstatSync(descriptor).size + offsetBytes : offsetBytes);
  fs.closeSync(descriptor);
}
