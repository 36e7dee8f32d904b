import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { shortFileSystems } from './sparse-promises.ts';

test('promises are summed for a file system, without what is allocated already', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-'));
  onTestFinished(() => { fs.rmSync(folder, { recursive: true }); });
  const sparse = path.join(folder, 'sparse');
  fs.writeFileSync(sparse, '');
  fs.truncateSync(sparse, 10 * mebibyte);
  const full = path.join(folder, 'full');
  fs.writeFileSync(full, Buffer.alloc(mebibyte, 1));
  const device = fs.statSync(folder, { bigint: true }).dev;
  const imagesOn = (asked: bigint): string[] => (asked === device ? [sparse, full, path.join(folder, 'gone')] : []);
  const places = ['a', 'b'].map((name) => path.join(folder, name));
  const shortWith = (freeBytes: number): unknown => shortFileSystems(places, 20 * mebibyte, imagesOn, () => freeBytes);
  expect(shortWith(50 * mebibyte)).toEqual([]);
  expect(shortWith(50 * mebibyte - 1)).toEqual([{ folder, promisedBytes: 50 * mebibyte, freeBytes: 50 * mebibyte - 1 }]);
  expect(shortFileSystems([path.join(folder, 'absent', 'x')], 2 ** 60, imagesOn)).toEqual([]);
});
