import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { createImage } from './create-image.ts';
import { lockDisk } from './disk-lock.ts';
import type { Completion } from './file-calls.ts';
import { systemFileCalls } from './file-calls.ts';
import type { FileDisk } from './file-disk.ts';
import { openFileDisk } from './open-file-disk.ts';
import type { IoError } from './ports.ts';
import { SystemClock } from './system-clock.ts';
import { diskIdentity, hasUnreturnedCalls, unreturnedReason } from './unreturned-calls.ts';

let folder = '';
let image = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-'));
  image = path.join(folder, 'disk');
  expect(createImage(image, 16 * mebibyte).ok).toBe(true);
});

afterEach(() => { fs.rmSync(folder, { recursive: true }); });

const open = (name: string): Result<FileDisk, Refusal> => openFileDisk({ path: name, readOnly: false, clock: new SystemClock() });
const opens = (name: string): boolean => {
  const result = open(name);
  if (result.ok) result.value.close();
  return result.ok;
};

/** Whether the sign shows in another thread, where `hasUnreturnedCalls` would look. */
function seenByAnotherThread(identity: string): Promise<boolean> {
  const source = "require('node:worker_threads').parentPort.postMessage(require('node:fs').readFileSync('/proc/net/unix', 'latin1'))";
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true });
    worker.once('message', (sockets: string) => { resolve(sockets.includes(`-${identity}-`)); });
    worker.once('error', reject);
  });
}

/** An opening of the image with one write in the kernel, which returns when told to. */
function withWriteUnderWay(): { readonly disk: FileDisk; readonly answer: Promise<IoError | null>; readonly returns: () => void } {
  let late: Completion = () => undefined;
  const calls = { ...systemFileCalls, write: (...call: Parameters<typeof systemFileCalls.write>) => { late = call[5]; } };
  const result = openFileDisk({ path: image, readOnly: false, clock: new SystemClock(), calls });
  if (!result.ok) throw new Error(result.error.code);
  const disk = result.value;
  const answer = new Promise<IoError | null>((resolve) => { disk.writeDurable(Buffer.alloc(8), 0, 0, 8, resolve); });
  return { disk, answer, returns: () => { late(null, 8); } };
}

it('a disk closed with a write in the kernel is neither opened nor locked before the write returns, under any name', async () => {
  const { disk, answer, returns } = withWriteUnderWay();
  const link = path.join(folder, 'link');
  fs.linkSync(image, link);
  expect(opens(link)).toBe(true);
  disk.close();
  expect(open(link)).toMatchObject({ ok: false, error: { code: 'disk.in-use', evidence: { reason: unreturnedReason } } });
  expect(await lockDisk(link)).toMatchObject({ ok: false, error: { code: 'disk.locked', evidence: { reason: unreturnedReason } } });
  returns();
  expect(await answer).toBeNull();
  expect(opens(link)).toBe(true);
  const lock = await lockDisk(link);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();
});

it('two such openings are both waited for', async () => {
  const both = [withWriteUnderWay(), withWriteUnderWay()];
  for (const { disk } of both) disk.close();
  for (const { returns } of both) {
    expect(opens(image)).toBe(false);
    returns();
  }
  await Promise.all(both.map(({ answer }) => answer));
  expect(opens(image)).toBe(true);
});

it.runIf(process.platform === 'linux')('other threads see it as well', async () => {
  const { disk, answer, returns } = withWriteUnderWay();
  const identity = diskIdentity(fs.statSync(image, { bigint: true }));
  disk.close();
  expect(hasUnreturnedCalls(identity)).toBe(true);
  expect(await seenByAnotherThread(identity)).toBe(true);
  returns();
  await answer;
  expect(await seenByAnotherThread(identity)).toBe(false);
});
