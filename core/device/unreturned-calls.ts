/**
 * Disks that were closed while a call on them was still in the kernel. A write that was given up can land after the disk
 * was attached again, over what was written since: so nobody opens the disk before the last such call has returned.
 *
 * On Linux an abstract Unix socket per disk and thread says so to the other threads and processes of the machine, as with
 * the disk's lock; elsewhere only the same thread knows.
 */
import fs from 'node:fs';
import net from 'node:net';
import { threadId } from 'node:worker_threads';

export const unreturnedReason = 'a call on it from before it was detached has not returned yet';
export const unreturnedRemedy = 'Wait until the disk answers again, or restart the host that had it.';

const prefix = 'plexus-unreturned-';
/** By identity, in this thread. */
const counts = new Map<string, number>();

/** The same under every name that the disk has. Two nodes of one block device share only the device's number. */
export function diskIdentity(stat: fs.BigIntStats): string {
  return stat.isBlockDevice() ? `device-${stat.rdev}` : `${stat.dev}-${stat.ino}`;
}

/** To be called at the close of a disk with calls outstanding; the answer, when the last of them has returned. */
export function noteUnreturnedCalls(identity: string): () => void {
  const before = counts.get(identity) ?? 0;
  counts.set(identity, before + 1);
  const server = process.platform === 'linux' ? net.createServer((socket) => { socket.destroy(); }) : null;
  // Without the sign this thread still knows.
  server?.on('error', () => undefined);
  server?.listen(`\0${prefix}${identity}-${process.pid}-${threadId}-${before}`).unref();
  return () => {
    const left = (counts.get(identity) ?? 1) - 1;
    if (left > 0) counts.set(identity, left);
    else counts.delete(identity);
    server?.close();
  };
}

export function hasUnreturnedCalls(identity: string): boolean {
  if (counts.has(identity)) return true;
  if (process.platform !== 'linux') return false;
  // The kernel's list shows an abstract name behind an `@`.
  return fs.readFileSync('/proc/net/unix', 'latin1').includes(`@${prefix}${identity}-`);
}
