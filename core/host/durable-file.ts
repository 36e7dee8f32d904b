/**
 * Small files of the state folder that must be whole after any crash: the new text is written under a temporary name,
 * synced, renamed over the old one, and the folder synced. A reader sees the old text or the new one, never a mixture.
 * An error is thrown as the system gave it; callers turn it into the refusal that fits.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export const privateFileMode = 0o600;
export const privateFolderMode = 0o700;

/** Synchronous on purpose: such files are below a few KiB, and what follows may only follow a durable write. */
export function writeFileDurably(path: string, text: string): void {
  const temporary = `${path}.new`;
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  try {
    const descriptor = openSync(temporary, 'w', privateFileMode);
    try {
      writeAll(descriptor, Buffer.from(text, 'utf8'));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
  syncFolder(folder);
}

/** Null when there is no such file. */
export function readTextIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is not there, or the folder has gone read-only: either way nothing of it is in use.
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

/** Windows cannot open a folder, and keeps renames in its journal. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
