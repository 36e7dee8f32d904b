import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invariant } from '../model/invariant.ts';
import { refusalWords } from '../model/refusal-words.ts';
import { lockByFile, lockDisk } from './disk-lock.ts';

let folder = '';
let image = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-'));
  image = path.join(folder, 'disk');
  fs.writeFileSync(image, '');
});

afterEach(() => { fs.rmSync(folder, { recursive: true }); });

describe('the lock of a disk', () => {
  it('is had once, under whatever name, and again after its release', async () => {
    const first = await lockDisk(image);
    if (!first.ok) throw new Error('not locked');
    const second = path.join(folder, 'same');
    fs.linkSync(image, second);
    expect(await lockDisk(second)).toMatchObject({ ok: false, error: { code: 'disk.locked', subject: { name: second },
      evidence: { path: second, holder: 'this host' } } });
    first.value.release();
    const third = await lockDisk(second);
    expect(third.ok).toBe(true);
    if (third.ok) third.value.release();
  });

  it('tells of a file that is not there', async () => {
    expect(await lockDisk(path.join(folder, 'absent'))).toMatchObject({ ok: false, error: { code: 'disk.gone' } });
  });

  it.runIf(process.platform === 'linux')('is held by another process until that dies', async () => {
    const { dev, ino } = fs.statSync(image, { bigint: true });
    const script = `require('net').createServer((s) => s.end(process.pid + '\\n'))
      .listen('\\0plexus-disk-${dev}-${ino}', () => process.stdout.write('held'))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    const refused = await lockDisk(image);
    invariant(!refused.ok, 'the disk is held');
    expect(refused.error).toMatchObject({ code: 'disk.locked', evidence: { path: image, holder: `process ${child.pid ?? 0}` } });
    const { message } = refusalWords(refused.error);
    expect(message).toBe(`Disk ${image} is in use by process ${child.pid ?? 0}. `
      + 'Detach the disk in the host that has it, or stop that host.');
    expect(message).not.toMatch(/\p{Cc}/u);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await lockDisk(image);
    expect(lock.ok).toBe(true);
    if (lock.ok) lock.value.release();
  });

  it('by a file is taken over from a process that is dead, and only from that', () => {
    const first = lockByFile(image);
    expect(first.ok).toBe(true);
    expect(lockByFile(image)).toMatchObject({ ok: false, error: { code: 'disk.locked' } });
    // No process ever has this number: it is above the largest that Linux, macOS and Windows give.
    fs.writeFileSync(`${image}.plexus-lock`, '999999999');
    const second = lockByFile(image);
    expect(second.ok).toBe(true);
    if (second.ok) second.value.release();
    expect(fs.existsSync(`${image}.plexus-lock`)).toBe(false);
  });
});
