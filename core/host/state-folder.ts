/**
 * The host's state folder: where it is, that it can be used, and who this host is. Layout:
 *   host-id  disks.json  settings.json  alerts.json  console.json  host.sock  nbd/
 *   witness/<group>  configurations/<group>/  logs/
 * The folder is never the only copy of anything about a disk group.
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { HostId } from '../model/identity.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { privateFolderMode, readTextIfThere, removeIfThere, writeFileDurably } from './durable-file.ts';
import { canonicalFolder } from './socket-path.ts';

export interface StateFolder {
  readonly path: string;
  readonly hostId: HostId;
}

/** `--state DIR`, else PLEXUS_STATE, else the platform's usual place. */
export function stateFolderPlace(option: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  if (option !== undefined && option !== '') return canonicalFolder(option);
  const named = environment['PLEXUS_STATE'];
  if (named !== undefined && named !== '') return canonicalFolder(named);
  return canonicalFolder(usualPlace(environment));
}

function usualPlace(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Plexus');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Plexus');
  const stateHome = environment['XDG_STATE_HOME'];
  return join(stateHome === undefined || stateHome === '' ? join(homedir(), '.local', 'state') : stateHome, 'plexus');
}

/** Makes the folder (0700), proves that it takes durable writes, and reads or makes the host's id. */
export function openStateFolder(path: string): Result<StateFolder, Refusal> {
  try {
    mkdirSync(path, { recursive: true, mode: privateFolderMode });
    if (!statSync(path).isDirectory()) return failure(stateFolderRefusal(path, 'not a folder'));
    chmodSync(path, privateFolderMode);
    const canonical = canonicalFolder(path);
    proveWritable(canonical);
    return success({ path: canonical, hostId: readOrMakeHostId(canonical) });
  } catch (error) {
    return failure(stateFolderRefusal(path, systemReason(error)));
  }
}

export function stateFolderRefusal(path: string, reason: string): Refusal {
  return refusal('host.state-folder', { kind: 'host', name: '' }, { path, reason },
    'Make room there or give write permission, or name another folder with --state DIR.');
}

export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message ?? String(error);
}

/** As much as one commit's notes need: a full file system must be found before anything changes, not after. */
const proofBytes = 64 * 1024;

function proveWritable(folder: string): void {
  const proof = join(folder, 'proof');
  try {
    writeFileDurably(proof, '0'.repeat(proofBytes));
  } finally {
    removeIfThere(proof);
  }
}

function readOrMakeHostId(folder: string): HostId {
  const file = join(folder, 'host-id');
  const known = readTextIfThere(file)?.trim() ?? '';
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(known)) return known as HostId;
  const made = randomUUID() as HostId;
  writeFileDurably(file, `${made}\n`);
  return made;
}
