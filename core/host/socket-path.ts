/**
 * Where a state folder's local socket lies. Host and command line must come to the same answer from the folder alone, so
 * it depends on nothing else: no environment, no process.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { socketPlace } from '../nbd/socket-path.ts';
import type { SocketPlace } from '../nbd/socket-path.ts';

/** Not the temporary folder of the environment, which may differ from one shell to the next. */
const temporaryFolder = '/tmp';

/** The folder's one true path: two spellings of one folder must give one socket. */
export function canonicalFolder(folder: string): string {
  const absolute = resolve(folder);
  try {
    return realpathSync(absolute);
  } catch {
    return absolute;
  }
}

/** `<folder>/<file>`, or a hashed name where the system could not bind that. */
export function socketPlaceIn(folder: string, file: string): SocketPlace {
  const wanted = join(canonicalFolder(folder), file);
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\plexus-${hashOf(wanted)}`, ownFolder: false };
  return socketPlace(wanted, temporaryFolder, process.getuid?.() ?? 0);
}

/** The local socket on which the host of this state folder speaks the contract. */
export function hostSocketPath(stateFolder: string): string {
  return socketPlaceIn(stateFolder, 'host.sock').path;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
