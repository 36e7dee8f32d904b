/** Calls that are given up while they hang in the kernel: what may still happen, and what may not. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import { createImage } from './create-image.ts';
import { FakeClock } from './fake-clock.ts';
import type { FileCalls, ZeroOutcome } from './file-calls.ts';
import { systemFileCalls } from './file-calls.ts';
import type { FileDisk } from './file-disk.ts';
import { openFileDisk } from './open-file-disk.ts';
import type { Done, IoError } from './ports.ts';
import { SpaceHold } from './space-hold.ts';

const sizeBytes = 16 * mebibyte;
let folder = '';

beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-')); });

afterEach(() => {
  setSabotages([]);
  for (const disk of open.splice(0)) disk.close();
  fs.rmSync(folder, { recursive: true });
});

const open: FileDisk[] = [];

interface Hanging {
  readonly disk: FileDisk;
  readonly clock: FakeClock;
  readonly blocked: boolean[];
  readonly failures: string[];
  /** In the kernel: lets the first call return, having done its work. */
  returnFirst(): void;
  inKernel(): readonly string[];
  content(offsetBytes: number, lengthBytes: number): Buffer;
}

/** A disk on which no asynchronous call returns by itself. It is never accessed synchronously. */
function hangingDisk(name = 'disk'): Hanging {
  const image = path.join(folder, name);
  expect(createImage(image, sizeBytes).ok).toBe(true);
  const clock = new FakeClock();
  const kernel: { readonly name: string; readonly run: () => void }[] = [];
  const blocked: boolean[] = [];
  const failures: string[] = [];
  const calls: FileCalls = {
    ...systemFileCalls,
    read: (descriptor, buffer, start, bytes, at, done) => {
      kernel.push({ name: `read ${at}`, run: () => { done(null, systemFileCalls.readSync(descriptor, buffer, start, bytes, at)); } });
    },
    write: (descriptor, buffer, start, bytes, at, done) => {
      kernel.push({ name: `write ${at}`, run: () => { done(null, systemFileCalls.writeSync(descriptor, buffer, start, bytes, at)); } });
    },
    synchronize: (_descriptor, done) => { kernel.push({ name: 'synchronize', run: () => { done(null); } }); },
    zeroRange: (descriptor, at, bytes, _keep, done: (outcome: ZeroOutcome) => void) => {
      kernel.push({ name: `punch ${at}`, run: () => {
        systemFileCalls.writeSync(descriptor, new Uint8Array(bytes), 0, bytes, at);
        done('done');
      } });
    },
  };
  const result = openFileDisk({
    path: image, readOnly: false, clock, calls, fileSystemType: () => 0x65735546, blocked: (isBlocked) => { blocked.push(isBlocked); },
  });
  if (!result.ok) throw new Error(result.error.code);
  open.push(result.value);
  result.value.watchFailure((error) => { failures.push(error.message); });
  return {
    disk: result.value, clock, blocked, failures,
    returnFirst: () => { kernel.shift()?.run(); },
    inKernel: () => kernel.map((call) => call.name),
    content: (offsetBytes, lengthBytes) => fs.readFileSync(image).subarray(offsetBytes, offsetBytes + lengthBytes),
  };
}

const never: Done = () => { throw new Error('a call that was given up was answered'); };

describe('giving up', () => {
  it('a read: its late result touches nothing and answers nobody; the call counts until it returns', () => {
    const { disk, returnFirst } = hangingDisk();
    const buffer = Buffer.alloc(100, 7);
    disk.read(buffer, 0, 0, 100, never);
    expect(disk.lateCalls).toBe(0);
    expect(disk.giveUp(never)).toBe(true);
    expect(disk.giveUp(never)).toBe(false);
    expect(disk.lateCalls).toBe(1);
    returnFirst();
    expect(disk.lateCalls).toBe(0);
    expect(buffer).toEqual(Buffer.alloc(100, 7));
  });

  it('is noticed when a late read touches the buffer all the same', () => {
    setSabotages(['late-read-touches-buffer']);
    const { disk, returnFirst } = hangingDisk();
    const buffer = Buffer.alloc(100, 7);
    disk.read(buffer, 0, 0, 100, never);
    disk.giveUp(never);
    returnFirst();
    expect(buffer).not.toEqual(Buffer.alloc(100, 7));
  });

  it('a write that waits in the queue: it never begins, and leaves no call outstanding', () => {
    const { disk, clock, returnFirst, inKernel, failures, content } = hangingDisk();
    const answers: (IoError | null)[] = [];
    const write = (at: number, done: Done): boolean => disk.write(Buffer.alloc(512, 1), 0, at, 512, done);
    for (let call = 0; call < 4; call += 1) write(call * 512, (error) => { answers.push(error); });
    write(8192, never);
    expect(disk.giveUp(never)).toBe(true);
    expect(disk.lateCalls).toBe(0);
    for (let call = 0; call < 4; call += 1) returnFirst();
    expect(inKernel()).toEqual([]);
    expect(answers).toEqual([null, null, null, null]);
    expect(content(8192, 1)[0]).toBe(0);
    clock.runAll();
    expect(failures).toEqual([]);
  });

  it('a write in the kernel: what would change the same bytes waits until it has returned', () => {
    const { disk, returnFirst, inKernel, content } = hangingDisk();
    const answers: string[] = [];
    disk.write(Buffer.alloc(4096, 1), 0, 0, 4096, never);
    disk.giveUp(never);
    disk.write(Buffer.alloc(512, 2), 0, 1024, 512, () => { answers.push('same bytes'); });
    disk.write(Buffer.alloc(512, 3), 0, 8192, 512, () => { answers.push('other bytes'); });
    disk.zero(0, mebibyte, false, () => { answers.push('zeroed'); });
    expect(inKernel()).toEqual(['write 0', 'write 8192']);
    returnFirst();
    expect(inKernel()).toEqual(['write 8192', 'write 1024', 'write 0']);
    expect(content(1024, 1)[0]).toBe(1);
    returnFirst();
    returnFirst();
    expect(content(1024, 1)[0]).toBe(2);
    expect(answers).toEqual(['other bytes', 'same bytes']);
    for (let piece = 0; piece < 4; piece += 1) returnFirst();
    expect(answers).toEqual(['other bytes', 'same bytes', 'zeroed']);
  });

  it('a long write: no further piece of it begins', () => {
    const { disk, returnFirst, inKernel } = hangingDisk();
    disk.write(Buffer.alloc(mebibyte, 1), 0, 0, mebibyte, never);
    disk.giveUp(never);
    returnFirst();
    expect(inKernel()).toEqual([]);
    expect(disk.lateCalls).toBe(0);
  });

  it('a zero whose child hangs: it counts until it returns, and later changes of its range wait', () => {
    const { disk, returnFirst, inKernel } = hangingDisk();
    const answers: string[] = [];
    disk.zero(0, mebibyte, false, never);
    expect(disk.giveUp(never)).toBe(true);
    expect(disk.lateCalls).toBe(1);
    disk.write(Buffer.alloc(512, 2), 0, 1024, 512, () => { answers.push('written'); });
    expect(inKernel()).toEqual(['punch 0']);
    returnFirst();
    expect(disk.lateCalls).toBe(0);
    expect(inKernel()).toEqual(['write 1024']);
    returnFirst();
    expect(answers).toEqual(['written']);
  });

  it('a flush: the fdatasync goes on for the others, and one that has not begun for nobody else never begins', () => {
    const { disk, returnFirst, inKernel } = hangingDisk();
    const answers: string[] = [];
    const given = never.bind(null);
    disk.flush(never);
    disk.flush(given);
    disk.flush(() => { answers.push('joined'); });
    expect([disk.giveUp(never), disk.giveUp(given)]).toEqual([true, true]);
    expect(disk.lateCalls).toBe(1);
    returnFirst();
    expect(disk.lateCalls).toBe(0);
    expect(inKernel()).toEqual(['synchronize']);
    returnFirst();
    expect(answers).toEqual(['joined']);
    expect(inKernel()).toEqual([]);
  });

  it('does not keep the disk from failing after its own deadline, and is told as blocked before that', () => {
    const { disk, clock, blocked, failures } = hangingDisk();
    disk.write(Buffer.alloc(512), 0, 0, 512, never);
    clock.runUntil(() => clock.now >= 4000);
    expect(blocked).toEqual([]);
    disk.giveUp(never);
    clock.runUntil(() => clock.now >= 6000);
    expect(blocked).toEqual([true]);
    expect(failures).toEqual([]);
    clock.runAll();
    expect(clock.now).toBe(30_000);
    expect(failures).toHaveLength(1);
    expect(disk.lateCalls).toBe(1);
    expect(blocked).toEqual([true, false]);
  });

  it('a change that is held for want of space: refused, for its disk has not failed', () => {
    const { disk, clock, returnFirst, inKernel } = hangingDisk();
    const hold = new SpaceHold(disk, clock, { full: () => undefined, ended: () => undefined });
    hold.write(Buffer.alloc(512, 1), 0, 0, 512, never);
    expect(hold.giveUp(never)).toBe(true);
    returnFirst();
    let full = true;
    const write = disk.write.bind(disk);
    disk.write = (buffer, start, at, bytes, done) => {
      if (!full) return write(buffer, start, at, bytes, done);
      clock.soon(() => { done({ code: 'ENOSPC', message: 'full' }); });
      return false;
    };
    const answers: (IoError | null)[] = [];
    const held: Done = (error) => { answers.push(error); };
    hold.write(Buffer.alloc(512, 1), 0, 0, 512, held);
    clock.runUntil(() => clock.now >= 10_000);
    expect(hold.giveUp(held)).toBe(false);
    full = false;
    clock.runUntil(() => inKernel().length > 0);
    returnFirst();
    expect(answers).toEqual([null]);
  });
});

it('children of a disk that does not answer take no other disk\'s place', () => {
  const hanging = hangingDisk('hanging');
  const healthy = hangingDisk('healthy');
  for (const at of [0, 2, 4]) hanging.disk.zero(at * mebibyte, mebibyte, false, () => undefined);
  const answers: (IoError | null)[] = [];
  healthy.disk.zero(0, mebibyte, false, (error) => { answers.push(error); });
  expect(healthy.inKernel()).toEqual([]);
  hanging.clock.runUntil(() => hanging.blocked.length > 0);
  expect(healthy.inKernel()).toEqual(['punch 0']);
  healthy.returnFirst();
  expect(answers).toEqual([null]);
  hanging.returnFirst();
  hanging.returnFirst();
  hanging.clock.runUntil(() => hanging.blocked.length > 1);
  hanging.returnFirst();
});

it('a thread that stood still for a minute gives nobody up for it', () => {
  const { disk, clock, returnFirst, failures } = hangingDisk();
  const answers: (IoError | null)[] = [];
  disk.write(Buffer.alloc(512), 0, 0, 512, (error) => { answers.push(error); });
  clock.step();
  clock.now += 60_000;
  clock.step();
  expect(failures).toEqual([]);
  returnFirst();
  expect(answers).toEqual([null]);
});
