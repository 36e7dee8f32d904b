/** A file that becomes shorter while it is in use: what lay behind its end is lost, and no write may stretch it over zeros. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { createImage } from './create-image.ts';
import type { FileDisk } from './file-disk.ts';
import { lengthLookMilliseconds } from './file-disk.ts';
import { openFileDisk } from './open-file-disk.ts';
import type { Done, IoError } from './ports.ts';
import { SystemClock } from './system-clock.ts';

/** Real time, which a test can put ahead. */
class ClockAhead extends SystemClock {
  aheadMilliseconds = 0;

  override nowMilliseconds(): number {
    return super.nowMilliseconds() + this.aheadMilliseconds;
  }
}

const sizeBytes = 16 * mebibyte;
const cutBytes = 10 * mebibyte;
const block = Buffer.alloc(4096, 7);
const pastEnd = { code: 'EIO', cutShort: true };
let folder = '';
let image = '';
let disk: FileDisk;
let clock: ClockAhead;
let told: IoError[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-length-'));
  image = path.join(folder, 'disk');
  expect(createImage(image, sizeBytes).ok).toBe(true);
  clock = new ClockAhead();
  const opened = openFileDisk({ path: image, readOnly: false, clock });
  if (!opened.ok) throw new Error(opened.error.code);
  disk = opened.value;
  told = [];
  disk.watchFailure((error) => told.push(error));
});

afterEach(() => {
  disk.close();
  fs.rmSync(folder, { recursive: true });
});

function finish(call: (done: Done) => boolean): Promise<IoError | null> {
  return new Promise((resolve) => {
    if (call(resolve)) resolve(null);
  });
}

const write = (offsetBytes: number) => finish((done) => disk.write(block, 0, offsetBytes, block.length, done));
const writeDurable = (offsetBytes: number) => finish((done) => disk.writeDurable(block, 0, offsetBytes, block.length, done));

describe('a file that was cut while it is in use', () => {
  it.each([
    ['a write behind the cut', () => write(sizeBytes - 4096)],
    ['a write before it', () => write(0)],
    ['a flush', () => finish((done) => disk.flush(done))],
    ['a durable write behind it', () => writeDurable(sizeBytes - 4096)],
    ['a read behind it', () => finish((done) => disk.read(Buffer.alloc(512), 0, cutBytes, 512, done))],
  ])('%s finds it, fails the disk, and stretches nothing', async (_what, call) => {
    expect(await write(0)).toBeNull();
    fs.truncateSync(image, cutBytes);
    clock.aheadMilliseconds += lengthLookMilliseconds;
    expect(await call()).toMatchObject(pastEnd);
    expect(told).toMatchObject([pastEnd]);
    expect(await write(4096)).toMatchObject(pastEnd);
    expect(fs.statSync(image).size).toBe(cutBytes);
  });

  it('its header can still be told, and nothing behind its end', async () => {
    fs.truncateSync(image, cutBytes);
    expect(await writeDurable(sizeBytes - 4096)).toMatchObject(pastEnd);
    expect(await writeDurable(0)).toBeNull();
    expect(await writeDurable(cutBytes - 512)).toMatchObject(pastEnd);
    expect(fs.statSync(image).size).toBe(cutBytes);
  });

  it('no call reaches behind a file that is whole; one that has grown is written as far as it reaches', async () => {
    for (const call of [write, writeDurable, (at: number) => finish((done) => disk.zero(at, mebibyte, false, done))]) {
      expect(await call(sizeBytes)).toMatchObject({ code: 'EIO', message: 'the range leaves the disk' });
    }
    expect(fs.statSync(image).size).toBe(sizeBytes);
    fs.truncateSync(image, 2 * sizeBytes);
    expect(await write(sizeBytes)).toBeNull();
    expect(await write(2 * sizeBytes)).toMatchObject({ code: 'EIO' });
    expect(told).toEqual([]);
  });
});
