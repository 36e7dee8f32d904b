/**
 * One opener per disk and machine. On Linux the lock is a listening abstract Unix socket, named by device and inode: it
 * holds under every name that the file has, and the kernel frees it when the process dies, however it dies. Elsewhere
 * it is a lock file beside the image that names its process. The lock of a disk attached read-only is the same: its
 * content must not change under the reader either.
 */
import fs from 'node:fs';
import net from 'node:net';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { diskIdentity, hasUnreturnedCalls, unreturnedReason, unreturnedRemedy } from './unreturned-calls.ts';

const heldRemedy = 'detach the disk in the host that has it, or stop that host';

export interface DiskLock {
  release(): void;
}

/** Refused with `disk.locked` when any process, this one included, holds it; with `disk.gone` when there is no file. */
export function lockDisk(path: string): Promise<Result<DiskLock, Refusal>> {
  let stat: fs.BigIntStats;
  try {
    stat = fs.statSync(path, { bigint: true });
  } catch (error) {
    const evidence = { path, reason: (error as Error).message };
    return Promise.resolve(failure(refusal('disk.gone', { kind: 'disk', name: path }, evidence, 'check the path')));
  }
  const identity = diskIdentity(stat);
  if (hasUnreturnedCalls(identity)) return Promise.resolve(failure(lockedRefusal(path, unreturnedReason, unreturnedRemedy)));
  if (process.platform !== 'linux') return Promise.resolve(lockByFile(path));
  return lockBySocket(path, `plexus-disk-${identity}`);
}

function lockBySocket(path: string, name: string): Promise<Result<DiskLock, Refusal>> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => { socket.destroy(); });
    server.once('error', (error: NodeJS.ErrnoException) => { resolve(failure(lockedRefusal(path, error.message))); });
    server.listen(`\0${name}`, () => {
      server.unref();
      resolve(success({ release: () => { server.close(); } }));
    });
  });
}

export function lockByFile(path: string): Result<DiskLock, Refusal> {
  const lockPath = `${path}.plexus-lock`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      fs.writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
      return success({ release: () => { fs.rmSync(lockPath, { force: true }); } });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') return failure(lockedRefusal(path, message));
      if (holderLives(lockPath)) break;
      fs.rmSync(lockPath, { force: true });
    }
  }
  return failure(lockedRefusal(path, `${lockPath} names a living process`));
}

function holderLives(lockPath: string): boolean {
  try {
    process.kill(Number(fs.readFileSync(lockPath, 'latin1')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lockedRefusal(path: string, reason: string, remedy = heldRemedy): Refusal {
  return refusal('disk.locked', { kind: 'disk', name: path }, { path, reason }, remedy);
}
