/**
 * One opener per disk and machine. On Linux the lock is a listening abstract Unix socket, named by device and inode: it
 * holds under every name that the file has, and tells its process id to whoever finds it held. Elsewhere
 * it is a lock file beside the image that names its process. The lock of a disk attached read-only is the same: its
 * content must not change under the reader either.
 */
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusal } from '../model/refusal.ts';
import type { Evidence, Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { askHolder, holdSocket } from './holder-socket.ts';
import { diskIdentity, hasUnreturnedCalls, unreturnedReason, unreturnedRemedy } from './unreturned-calls.ts';

const heldRemedy = 'Detach the disk in the host that has it, or stop that host.';

export interface DiskLock {
  release(): void;
}

/** The lock of a remote disk, by the identity that its address gives it. It says nothing to other machines. */
export function lockRemoteDisk(location: string, identity: string): Promise<Result<DiskLock, Refusal>> {
  if (hasUnreturnedCalls(identity)) {
    return Promise.resolve(failure(lockedRefusal(location, { reason: unreturnedReason }, unreturnedRemedy)));
  }
  if (process.platform !== 'linux') return Promise.resolve(lockByFile(join(tmpdir(), `plexus-${identity}`)));
  return lockBySocket(location, `\0plexus-disk-${identity}`);
}

/** Refused with `disk.locked` when any process, this one included, holds it; with `disk.gone` when there is no file. */
export function lockDisk(path: string): Promise<Result<DiskLock, Refusal>> {
  let stat: fs.BigIntStats;
  try {
    stat = fs.statSync(path, { bigint: true });
  } catch (error) {
    const evidence = { path, reason: `cannot be found (${(error as NodeJS.ErrnoException).code ?? 'unknown fault'})` };
    return Promise.resolve(failure(refusal('disk.gone', { kind: 'disk', name: path }, evidence, 'Check the path.')));
  }
  const identity = diskIdentity(stat);
  if (hasUnreturnedCalls(identity)) return Promise.resolve(failure(lockedRefusal(path, { reason: unreturnedReason }, unreturnedRemedy)));
  if (process.platform !== 'linux') return Promise.resolve(lockByFile(path));
  return lockBySocket(path, `\0plexus-disk-${identity}`);
}

async function lockBySocket(path: string, address: string): Promise<Result<DiskLock, Refusal>> {
  const held = await holdSocket(address);
  if (held.ok) {
    held.value.unref();
    return success({ release: () => { held.value.close(); } });
  }
  const { code = 'unknown fault' } = held.error;
  if (code !== 'EADDRINUSE') {
    const remedy = 'Look at what the system lacks, then attach it again.';
    return failure(lockedRefusal(path, { reason: `the lock cannot be had (${code})` }, remedy));
  }
  return failure(lockedRefusal(path, { holder: holderText(await askHolder(address)) }));
}

export function lockByFile(path: string): Result<DiskLock, Refusal> {
  const lockPath = `${path}.plexus-lock`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      fs.writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
      return success({ release: () => { fs.rmSync(lockPath, { force: true }); } });
    } catch (error) {
      const { code = 'unknown fault' } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') return failure(lockedRefusal(path, { reason: `the lock file beside it cannot be made (${code})` }));
      const processId = livingHolder(lockPath);
      if (processId !== null) return failure(lockedRefusal(path, { holder: holderText(processId) }));
      fs.rmSync(lockPath, { force: true });
    }
  }
  return failure(lockedRefusal(path, { holder: holderText(null) }));
}

/** The process id in the lock file; null when no such process lives. */
function livingHolder(lockPath: string): string | null {
  try {
    const processId = Number(fs.readFileSync(lockPath, 'latin1'));
    try {
      process.kill(processId, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
    }
    return String(processId);
  } catch {
    return null;
  }
}

/** Who held it may have ended since, or may not say who it is. */
function holderText(processId: string | null): string {
  if (processId === String(process.pid)) return 'this host';
  return processId === null || processId === 'unknown' ? 'another program' : `process ${processId}`;
}

function lockedRefusal(path: string, evidence: Evidence, remedy = heldRemedy): Refusal {
  return refusal('disk.locked', { kind: 'disk', name: path }, { path, ...evidence }, remedy);
}
