import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { createImage } from './create-image.ts';

let folder = '';

beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-')); });
afterEach(() => { fs.rmSync(folder, { recursive: true }); });

describe('making an image', () => {
  const code = (target: string, sizeBytes: number): string => {
    const result = createImage(target, sizeBytes);
    return result.ok ? 'made' : result.error.code;
  };

  it('makes a sparse file of the size', () => {
    const image = path.join(folder, 'disk');
    expect(code(image, 100 * mebibyte)).toBe('made');
    const stat = fs.statSync(image);
    expect(stat.size).toBe(100 * mebibyte);
    expect(stat.blocks).toBe(0);
  });

  it('refuses a file that exists, and leaves it as it is', () => {
    const image = path.join(folder, 'disk');
    fs.writeFileSync(image, 'mine');
    expect(code(image, 100 * mebibyte)).toBe('disk.exists');
    expect(fs.readFileSync(image, 'latin1')).toBe('mine');
  });

  it.each([[0], [-1], [Number.NaN], [1.5 * mebibyte], [2 ** 60]])('refuses a size of %d and leaves nothing behind', (sizeBytes) => {
    expect(code(path.join(folder, 'disk'), sizeBytes)).not.toBe('made');
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('refuses a folder that is not there', () => {
    expect(code(path.join(folder, 'absent', 'disk'), 100 * mebibyte)).toBe('disk.gone');
  });
});
