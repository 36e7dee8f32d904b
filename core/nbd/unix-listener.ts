/**
 * A listening Unix socket that only this user can reach. A socket file left by a dead host is taken over; one that someone
 * answers on, or a file that is no socket, is refused.
 */
import { chmodSync, lstatSync, mkdirSync, unlinkSync, type Stats } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { socketPlace } from './socket-path.ts';

export interface UnixListener {
  /** The path to connect to; it differs from the wanted one where that was too long. */
  readonly path: string;
  readonly server: Server;
}

const noOne = typeof process.getuid === 'function' ? process.getuid() : 0;

export async function listenOnUnixSocket(wanted: string, accept: (socket: Socket) => void): Promise<Result<UnixListener, Refusal>> {
  const place = socketPlace(wanted, tmpdir(), noOne);
  const folder = dirname(place.path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (place.ownFolder && !isPrivate(lstatSync(folder))) {
      return refuse(place.path, `${folder} belongs to someone else`, `Remove ${folder}.`);
    }
    const taken = await whoHolds(place.path);
    if (taken !== '') return refuse(place.path, taken, 'Stop the program that uses this path, or give the state folder another place.');
    const server = createServer({ pauseOnConnect: true }, accept);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path: place.path }, resolve);
    });
    chmodSync(place.path, 0o600);
    return success({ path: place.path, server });
  } catch (error) {
    return refuse(place.path, (error as Error).message, 'Make the folder writable for this user.');
  }
}

function isPrivate(folder: Stats): boolean {
  return folder.isDirectory() && folder.uid === noOne && (folder.mode & 0o077) === 0;
}

/** Empty when the path is free, which it is also after the socket of a dead host was removed. */
export async function whoHolds(path: string): Promise<string> {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file === undefined) return '';
  if (!file.isSocket()) return 'there is a file of another kind at this path';
  if (await answers(path)) return 'another program answers at this path';
  unlinkSync(path);
  return '';
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'));
  });
}

function refuse(path: string, reason: string, advice: string): Result<never, Refusal> {
  return failure(refusal('host.state-folder', { kind: 'host', name: path }, { path, reason }, advice));
}
