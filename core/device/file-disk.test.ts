import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { createImage } from './create-image.ts';
import type { FileCalls } from './file-calls.ts';
import { systemFileCalls } from './file-calls.ts';
import type { FileDisk } from './file-disk.ts';
import { backgroundFlushBytes, unflushedBytesMaximum } from './file-disk.ts';
import { openFileDisk } from './open-file-disk.ts';
import type { Clock, Done, IoError, Timer } from './ports.ts';
import { SystemClock } from './system-clock.ts';

const sizeBytes = 16 * mebibyte;
let folder = '';
let image = '';
const open: FileDisk[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-'));
  image = path.join(folder, 'disk');
  expect(createImage(image, sizeBytes).ok).toBe(true);
});

afterEach(() => {
  for (const disk of open.splice(0)) disk.close();
  fs.rmSync(folder, { recursive: true });
});

/** Real time; timers are run by hand. */
class TestClock extends SystemClock {
  ahead = 0;
  readonly timers = new Set<() => void>();

  override nowMilliseconds(): number {
    return super.nowMilliseconds() + this.ahead;
  }

  override after(_delayMilliseconds: number, run: () => void): Timer {
    this.timers.add(run);
    return { cancel: () => { this.timers.delete(run); } };
  }

  /** Second by second: a thread that stood still for long has counted one. */
  advance(milliseconds: number): void {
    for (let passed = 0; passed < milliseconds; passed += 1000) {
      this.ahead += 1000;
      for (const run of [...this.timers]) {
        this.timers.delete(run);
        run();
      }
    }
  }
}

function opened(options: { readOnly?: boolean; calls?: Partial<FileCalls>; clock?: Clock } = {}): FileDisk {
  // The same object, so that a test can change a call later.
  const calls: FileCalls = Object.assign(options.calls ?? {}, { ...systemFileCalls, ...options.calls });
  const result = openFileDisk({ path: image, readOnly: options.readOnly ?? false, clock: options.clock ?? new SystemClock(), calls });
  if (!result.ok) throw new Error(result.error.code);
  open.push(result.value);
  return result.value;
}

function finish(call: (done: Done) => boolean): Promise<IoError | null> {
  return new Promise((resolve, reject) => {
    let within = true;
    const complete = call((error) => {
      if (within) reject(new Error('done was called from within the call'));
      resolve(error);
    });
    within = false;
    if (complete) resolve(null);
  });
}

async function contentOf(disk: FileDisk, offsetBytes: number, lengthBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(lengthBytes, 255);
  expect(await finish((done) => disk.read(buffer, 0, offsetBytes, lengthBytes, done))).toBeNull();
  return buffer;
}

const systemError = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** Keeps every call out of the synchronous path from then on: the disk has been slow. */
function makeSlow(disk: FileDisk, clock: TestClock, calls: Partial<FileCalls>): Promise<IoError | null> {
  const write = calls.writeSync ?? systemFileCalls.writeSync;
  calls.writeSync = (...call) => {
    clock.ahead += 100;
    return write(...call);
  };
  return finish((done) => disk.write(Buffer.alloc(mebibyte), 0, 0, mebibyte, done));
}

describe('reading and writing', () => {
  it.each([[false], [true]])('agrees with a plain array, also through the pool (%s) and when calls move less than asked', async (slow) => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({
      kind: fc.constantFrom('read', 'write', 'zero'), offsetBytes: fc.nat(mebibyte), lengthBytes: fc.integer({ min: 1, max: 600_000 }),
    }), { maxLength: 12 }), async (script) => {
      const part = (lengthBytes: number): number => Math.max(1, Math.floor(lengthBytes / 2));
      const clock = new TestClock();
      const calls: FileCalls = {
        ...systemFileCalls,
        readSync: (descriptor, buffer, start, bytes, at) => systemFileCalls.readSync(descriptor, buffer, start, part(bytes), at),
        writeSync: (descriptor, buffer, start, bytes, at) => systemFileCalls.writeSync(descriptor, buffer, start, part(bytes), at),
        read: (descriptor, buffer, start, bytes, at, done) => { systemFileCalls.read(descriptor, buffer, start, part(bytes), at, done); },
        write: (descriptor, buffer, start, bytes, at, done) => { systemFileCalls.write(descriptor, buffer, start, part(bytes), at, done); },
      };
      const result = openFileDisk({ path: image, readOnly: false, clock, calls });
      if (!result.ok) throw new Error('not opened');
      const disk = result.value;
      const model = Buffer.alloc(2 * mebibyte);
      await finish((done) => disk.write(model, 0, 0, model.length, done));
      if (slow) await makeSlow(disk, clock, calls);
      for (const [index, step] of script.entries()) {
        const { offsetBytes, lengthBytes } = step;
        const buffer = Buffer.alloc(lengthBytes + 3, index + 1);
        if (step.kind === 'write') {
          expect(await finish((done) => disk.write(buffer, 3, offsetBytes, lengthBytes, done))).toBeNull();
          model.fill(index + 1, offsetBytes, offsetBytes + lengthBytes);
        } else if (step.kind === 'zero') {
          expect(await finish((done) => disk.zero(offsetBytes, lengthBytes, index % 2 === 0, done))).toBeNull();
          model.fill(0, offsetBytes, offsetBytes + lengthBytes);
        } else {
          expect(await finish((done) => disk.read(buffer, 3, offsetBytes, lengthBytes, done))).toBeNull();
          expect(buffer.subarray(3).equals(model.subarray(offsetBytes, offsetBytes + lengthBytes))).toBe(true);
        }
      }
      disk.close();
    }), { numRuns: 8, endOnFailure: true });
  }, 20_000);

  it.each(['ENOSPC', 'EIO', 'EROFS'] as const)('reports %s as such, at once and through the pool', async (code) => {
    const clock = new TestClock();
    const calls: Partial<FileCalls> = {
      write: (_descriptor, _buffer, _start, _bytes, _at, done) => { setImmediate(() => { done(systemError(code), 0); }); },
    };
    const disk = opened({ clock, calls });
    calls.writeSync = () => { throw systemError(code); };
    expect((await finish((done) => opened({ calls }).write(Buffer.alloc(10), 0, 0, 10, done)))?.code).toBe(code);
    expect((await finish((done) => disk.writeDurable(Buffer.alloc(10), 0, 0, 10, done)))?.code).toBe(code);
  });

  it('reads nothing but an error where the file has been cut', async () => {
    const disk = opened();
    fs.truncateSync(image, mebibyte);
    expect((await finish((done) => disk.read(Buffer.alloc(100), 0, mebibyte - 50, 100, done)))?.code).toBe('EIO');
  });

  it('reads at most four at a time through the pool when reads are cold, and synchronously again after a fast probe', async () => {
    const clock = new TestClock();
    let cold = true;
    let inPool = 0;
    let most = 0;
    let synchronous = 0;
    const disk = opened({ clock, calls: {
      readSync: (...call) => {
        synchronous += 1;
        if (cold) clock.ahead += 2;
        return systemFileCalls.readSync(...call);
      },
      read: (descriptor, buffer, start, bytes, at, done) => {
        inPool += 1;
        most = Math.max(most, inPool);
        systemFileCalls.read(descriptor, buffer, start, bytes, at, (error, moved) => {
          inPool -= 1;
          done(error, moved);
        });
      },
    } });
    const reads = (count: number): Promise<unknown> => (
      Promise.all(Array.from({ length: count }, (_, index) => contentOf(disk, index * 4096, 4096)))
    );
    await reads(40);
    expect(most).toBe(4);
    expect(synchronous).toBeLessThan(10);
    cold = false;
    clock.ahead += 200;
    synchronous = 0;
    await reads(40);
    expect(synchronous).toBe(40);
  });
});

describe('a file system that another program answers for', () => {
  it.each([0x65735546, 0x6969, 0x517b, 0xff534d42, 0xfe534d42])('%i: is never accessed synchronously', async (type) => {
    const clock = new TestClock();
    const never = (): never => { throw new Error('the thread would hang with it'); };
    const result = openFileDisk({ path: image, readOnly: false, clock, fileSystemType: () => type,
      calls: { ...systemFileCalls, readSync: never, writeSync: never } });
    if (!result.ok) throw new Error(result.error.code);
    open.push(result.value);
    const buffer = Buffer.alloc(4096, 5);
    for (let round = 0; round < 20; round += 1) {
      expect(await finish((done) => result.value.write(buffer, 0, round * 4096, 4096, done))).toBeNull();
      expect((await contentOf(result.value, round * 4096, 4096)).equals(buffer)).toBe(true);
      clock.ahead += 700;
    }
    expect(await finish((done) => result.value.zero(0, 4096, false, done))).toBeNull();
  });
});

describe('a disk attached read-only', () => {
  it('is not changed by anything', async () => {
    fs.writeFileSync(image, Buffer.alloc(sizeBytes, 7));
    const digest = (): string => createHash('sha256').update(fs.readFileSync(image)).digest('hex');
    const before = [digest(), fs.statSync(image).mtimeMs];
    const disk = opened({ readOnly: true });
    const buffer = Buffer.alloc(mebibyte, 9);
    expect(await contentOf(disk, 5, 10)).toEqual(Buffer.alloc(10, 7));
    expect((await finish((done) => disk.write(buffer, 0, 0, 10, done)))?.code).toBe('EROFS');
    expect((await finish((done) => disk.writeDurable(buffer, 0, 0, 10, done)))?.code).toBe('EROFS');
    expect((await finish((done) => disk.zero(0, mebibyte, false, done)))?.code).toBe('EROFS');
    expect(await finish((done) => disk.flush(done))).toBeNull();
    disk.close();
    expect([digest(), fs.statSync(image).mtimeMs]).toEqual(before);
  });
});

describe('flushing', () => {
  it('has one fdatasync in flight; who comes meanwhile shares the next', async () => {
    const running: ((error: NodeJS.ErrnoException | null) => void)[] = [];
    const disk = opened({ calls: { synchronize: (_descriptor, done) => { running.push(done); } } });
    const ended: number[] = [];
    for (const number of [1, 2, 3]) disk.flush(() => { ended.push(number); });
    expect(running).toHaveLength(1);
    running[0]?.(null);
    expect(ended).toEqual([1]);
    expect(running).toHaveLength(2);
    running[1]?.(null);
    expect(ended).toEqual([1, 2, 3]);
    expect(running).toHaveLength(2);
    expect(disk.flush(() => undefined)).toBe(true);
    await finish((done) => disk.write(Buffer.alloc(1), 0, 0, 1, done));
    expect(disk.flush(() => undefined)).toBe(false);
    running[2]?.(null);
  });

  it('that fails once fails the disk for good, and is never tried again', async () => {
    let calls = 0;
    const disk = opened({ calls: { synchronize: (_descriptor, done) => {
      calls += 1;
      setImmediate(() => { done(calls === 1 ? systemError('EIO') : null); });
    } } });
    await finish((done) => disk.write(Buffer.alloc(1), 0, 0, 1, done));
    const both = [finish((done) => disk.flush(done)), finish((done) => disk.flush(done))];
    expect((await Promise.all(both)).map((error) => error?.code)).toEqual(['EIO', 'EIO']);
    expect((await finish((done) => disk.flush(done)))?.code).toBe('EIO');
    expect((await finish((done) => disk.write(Buffer.alloc(1), 0, 0, 1, done)))?.code).toBe('EIO');
    expect(calls).toBe(1);
    expect((await finish((done) => disk.read(Buffer.alloc(1), 0, 0, 1, done)))?.code).toBe('EIO');
    // The failure has to be noted on the disk itself.
    expect(await finish((done) => disk.writeDurable(Buffer.alloc(512), 0, 0, 512, done))).toBeNull();
  });

  it('that fails in the background is told to the owner at once, and reads under way fail with it', async () => {
    const clock = new TestClock();
    const running: ((error: NodeJS.ErrnoException | null) => void)[] = [];
    const reads: (() => void)[] = [];
    const calls: Partial<FileCalls> = {
      synchronize: (_descriptor, done) => { running.push(done); },
      read: (_d, _b, _s, bytes, _at, done) => { reads.push(() => { done(null, bytes); }); },
      writeSync: (_descriptor, _buffer, _start, bytes) => bytes,
    };
    const disk = opened({ clock, calls });
    const told: string[] = [];
    disk.watchFailure((error) => { told.push(error.code); });
    const buffer = Buffer.alloc(mebibyte);
    for (let written = 0; written < backgroundFlushBytes; written += mebibyte) disk.write(buffer, 0, 0, mebibyte, () => undefined);
    expect(running).toHaveLength(1);
    await makeSlow(disk, clock, calls);
    const underWay = finish((done) => disk.read(buffer, 0, 0, 100, done));
    expect(reads).toHaveLength(1);
    running[0]?.(systemError('EIO'));
    expect(told).toEqual(['EIO']);
    reads[0]?.();
    expect((await underWay)?.code).toBe('EIO');
    expect((await finish((done) => disk.read(buffer, 0, 0, 100, done)))?.code).toBe('EIO');
    expect(await new Promise((resolve) => { disk.watchFailure(resolve); })).toMatchObject({ code: 'EIO' });
  });

  it('begins in the background at half of the budget; beyond the budget writes go through the pool', async () => {
    const running: ((error: NodeJS.ErrnoException | null) => void)[] = [];
    const disk = opened({ calls: {
      synchronize: (_descriptor, done) => { running.push(done); },
      writeSync: (_descriptor, _buffer, _start, bytes) => bytes,
      write: (_descriptor, _buffer, _start, bytes, _at, done) => { setImmediate(() => { done(null, bytes); }); },
    } });
    const buffer = Buffer.alloc(mebibyte);
    const write = (): boolean => disk.write(buffer, 0, 0, mebibyte, () => undefined);
    for (let written = mebibyte; written < backgroundFlushBytes; written += mebibyte) write();
    expect(running).toHaveLength(0);
    for (let written = backgroundFlushBytes; written <= unflushedBytesMaximum; written += mebibyte) expect(write()).toBe(true);
    expect(running).toHaveLength(1);
    expect(write()).toBe(false);
    running[0]?.(systemError('EIO'));
    expect((await finish((done) => disk.write(buffer, 0, 0, 1, done)))?.code).toBe('EIO');
  });
});

describe('a call that hangs', () => {
  it('is given up after the deadline; its late result touches nothing, and the disk is out of use', async () => {
    const clock = new TestClock();
    const late: (() => void)[] = [];
    const calls: FileCalls = { ...systemFileCalls, read: (_d, buffer, start, bytes, _at, done) => {
      late.push(() => {
        buffer.fill(99, start, start + bytes);
        done(null, bytes);
      });
    } };
    const disk = opened({ clock, calls });
    await makeSlow(disk, clock, calls);
    const buffer = Buffer.alloc(100);
    const answer = finish((done) => disk.read(buffer, 0, 0, 100, done));
    clock.advance(29_000);
    expect(late).toHaveLength(1);
    clock.advance(2000);
    expect((await answer)?.code).toBe('ETIMEDOUT');
    late.forEach((run) => { run(); });
    expect(buffer).toEqual(Buffer.alloc(100));
    expect((await finish((done) => disk.read(buffer, 0, 0, 100, done)))?.code).toBe('EIO');
    expect((await finish((done) => disk.write(buffer, 0, 0, 100, done)))?.code).toBe('EIO');
  });

  it('keeps the descriptor open until it returns', async () => {
    const closed: number[] = [];
    const late: (() => void)[] = [];
    const disk = opened({ calls: {
      write: (_d, _b, _s, bytes, _at, done) => { late.push(() => { done(null, bytes); }); },
      close: (descriptor) => {
        closed.push(descriptor);
        systemFileCalls.close(descriptor);
      },
    } });
    const answer = finish((done) => disk.writeDurable(Buffer.alloc(8), 0, 0, 8, done));
    disk.close();
    expect(closed).toEqual([]);
    late.forEach((run) => { run(); });
    expect(await answer).toBeNull();
    expect(closed).toHaveLength(2);
  });
});

describe('zeros', () => {
  const blocks = (): number => fs.statSync(image).blocks * 512;

  it.runIf(process.platform === 'linux')('free the space under a long range, unless it is to be kept', async () => {
    const disk = opened();
    await finish((done) => disk.write(Buffer.alloc(sizeBytes, 1), 0, 0, sizeBytes, done));
    await finish((done) => disk.flush(done));
    expect(blocks()).toBeGreaterThanOrEqual(sizeBytes);
    const ranges = [0, 1, 2, 3].map((part) => finish((done) => disk.zero(mebibyte * (1 + 2 * part) + 100, 2 * mebibyte, false, done)));
    expect(await Promise.all(ranges)).toEqual([null, null, null, null]);
    expect(blocks()).toBeLessThan(sizeBytes - 7 * mebibyte);
    const content = await contentOf(disk, 0, sizeBytes);
    expect(content.indexOf(0)).toBe(mebibyte + 100);
    expect(content.subarray(mebibyte + 100, 9 * mebibyte + 100).every((byte) => byte === 0)).toBe(true);
    expect(content.subarray(9 * mebibyte + 100).every((byte) => byte === 1)).toBe(true);
    const before = blocks();
    expect(await finish((done) => disk.zero(10 * mebibyte, 2 * mebibyte, true, done))).toBeNull();
    expect(blocks()).toBeGreaterThanOrEqual(before);
    expect((await contentOf(disk, 10 * mebibyte, 2 * mebibyte)).every((byte) => byte === 0)).toBe(true);
  });

  it('are written where holes cannot be punched; ranges that wait and touch share a child', async () => {
    const asked: [number, number][] = [];
    const answer: ((outcome: 'done' | 'unsupported') => void)[] = [];
    const disk = opened({ calls: { zeroRange: (_d, at, bytes, _keep, done) => {
      asked.push([at, bytes]);
      answer.push(done);
    } } });
    await finish((done) => disk.write(Buffer.alloc(8 * mebibyte, 1), 0, 0, 8 * mebibyte, done));
    const ended = [0, 2, 4, 5].map((at) => finish((done) => disk.zero(at * mebibyte, mebibyte, false, done)));
    expect(asked).toEqual([[0, mebibyte], [2 * mebibyte, mebibyte]]);
    answer[0]?.('unsupported');
    expect(asked[2]).toEqual([4 * mebibyte, 2 * mebibyte]);
    for (const done of answer.slice(1)) done('unsupported');
    expect(await Promise.all(ended)).toEqual([null, null, null, null]);
    expect(disk.punchesHoles).toBe(false);
    const content = await contentOf(disk, 0, 8 * mebibyte);
    for (const [at, value] of [0, 1, 0, 1, 0, 0, 1, 1].entries()) expect(content[at * mebibyte + 5]).toBe(value);
    expect(await finish((done) => disk.zero(6 * mebibyte, mebibyte, false, done))).toBeNull();
    expect(asked).toHaveLength(3);
  });
});
