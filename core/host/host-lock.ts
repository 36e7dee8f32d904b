/**
 * At most one host serves a state folder. Who holds the lock listens on a socket that frees itself at death and tells
 * its process id to whoever connects. On Linux that is an abstract socket named by the folder's device and inode, so that
 * a second spelling or a bind mount of the folder is found too; elsewhere it is a socket file, and one that nobody
 * answers on is a dead host's. An abstract socket holds in its network namespace only: beside it the host's local socket, a file that holds
 * on the whole machine, is asked before anything else is done. Of two that start at one instant in two namespaces both may find it free.
 */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import type { Server } from 'node:net';
import { askHolder, holdSocket } from '../device/holder-socket.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { connectHost } from './client.ts';
import { removeIfThere } from './durable-file.ts';
import { stateFolderRefusal, systemReason } from './state-folder.ts';
import { hostSocketPath, socketPlaceIn } from './socket-path.ts';

/** How long a host that answers may take to say which process it is. */
const statusMillisecondsMaximum = 5_000;

export interface HostLock {
  release(): Promise<void>;
}

export async function lockStateFolder(folder: string): Promise<Result<HostLock, Refusal>> {
  const elsewhere = await askHost(folder);
  if (elsewhere !== null) return failure(hostRunning(folder, elsewhere));
  const address = lockAddress(folder);
  const first = await listen(address);
  if (first.ok) return success(first.value);
  if (first.error !== 'EADDRINUSE') return failure(stateFolderRefusal(folder, first.error));
  const holder = await askHolder(address);
  if (holder !== null) return failure(hostRunning(folder, holder));
  if (!address.startsWith('\0')) removeIfThere(address);
  const second = await listen(address);
  return second.ok ? success(second.value) : failure(hostRunning(folder, (await askHolder(address)) ?? 'unknown'));
}

/** The process id of the host that answers on the folder's local socket, `unknown` when it does not say; null when none answers. */
async function askHost(folder: string): Promise<string | null> {
  if (!existsSync(hostSocketPath(folder))) return null;
  const host = await connectHost(folder);
  if (!host.ok) return host.error.evidence['reason'] === 'no answer' ? 'unknown' : null;
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), statusMillisecondsMaximum)));
  const status = await Promise.race([host.value.call('host.status', {}), silent]);
  clearTimeout(timer);
  host.value.close();
  return status?.ok === true ? String(status.value.processId) : 'unknown';
}

function hostRunning(folder: string, processId: string): Refusal {
  return refusal('host.running', { kind: 'host', name: '' }, { path: folder, processId, socket: hostSocketPath(folder) },
    `Use the host that runs (plexus status --state ${folder}), or end it with plexus shutdown.`);
}

function lockAddress(folder: string): string {
  if (process.platform !== 'linux') return socketPlaceIn(folder, 'lock.sock').path;
  const { dev, ino } = statSync(folder, { bigint: true });
  const owner = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
  return `\0plexus-host-${owner}`;
}

async function listen(address: string): Promise<Result<HostLock, string>> {
  const held = await holdSocket(address);
  if (!held.ok) return failure(systemReason(held.error));
  return success({ release: () => closeServer(held.value) });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
