/**
 * The local socket of the command line (0600): newline-delimited frames of the contract. Who can open the socket is the
 * same user as the host, or root, and is its administrator. A first line `{ host: KEY }` asks for the host beside this one
 * that has the key: what follows is relayed as it is.
 */
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { dirname } from 'node:path';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { whoHolds } from '../nbd/unix-listener.ts';
import { frameBytesMaximum } from './protocol.ts';
import { openSession } from './contract-session.ts';
import type { SessionHost } from './contract-session.ts';
import { privateFileMode, privateFolderMode } from './durable-file.ts';
import { createFrameReader, parseFrame } from './frame-lines.ts';
import { localAccess } from './local-access.ts';
import type { Relay, RelayedConversation } from './relay/text-carrier.ts';
import { socketPlaceIn } from './socket-path.ts';
import { lineCarrier, lineTransport } from './socket-transport.ts';
import { systemReason } from './state-folder.ts';

/** Command lines and other local clients at one time. */
export const localClientsMaximum = 256;

export interface SocketListener {
  readonly path: string;
  /** Nobody new gets in, and the path is free for the next host. Conversations go on. */
  stopListening(): void;
  /** Ends conversations after what was already answered has gone out. */
  close(): Promise<void>;
}

/** Only for the one host that holds the state folder's lock. A dead host's socket makes room; anything else is not ours to remove. */
export async function listenLocally(
  stateFolder: string, host: SessionHost, relay: Relay,
): Promise<Result<SocketListener, Refusal>> {
  const { path, ownFolder } = socketPlaceIn(stateFolder, 'host.sock');
  const placeFault = await ensurePlace(path, ownFolder);
  if (placeFault !== '') return failure(socketRefusal(path, placeFault));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveSocket(socket, host, relay);
  });
  server.maxConnections = localClientsMaximum;
  const fault = await listen(server, path);
  if (fault !== '') return failure(socketRefusal(path, fault));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const stopListening = (): void => void server.close();
  return success({
    path, stopListening,
    close: async () => {
      stopListening();
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  });
}

/**
 * Makes the socket's folder, frees the path of a dead host's socket, and answers why the place cannot be used; empty when
 * it can. The folder for short names lies where everybody may write: one that somebody else put there is not ours to use.
 */
async function ensurePlace(path: string, ownFolder: boolean): Promise<string> {
  if (process.platform === 'win32') return '';
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: privateFolderMode });
    const facts = lstatSync(folder);
    const ours = facts.isDirectory() && facts.uid === process.getuid?.() && (facts.mode & 0o077) === 0;
    return ours || !ownFolder ? await whoHolds(path) : `${folder} belongs to somebody else or is open to others`;
  } catch (error) {
    return systemReason(error);
  }
}

function socketRefusal(path: string, reason: string): Refusal {
  return refusal('host.state-folder', { kind: 'host', name: '' }, { path, reason },
    'Free that path, or name another state folder with --state DIR.');
}

/** The socket is born 0600: the mask stands only while it is bound, which happens within this call. */
function listen(server: Server, path: string): Promise<string> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(systemReason(error)));
    const mask = process.umask(0o177);
    try {
      server.listen({ path }, () => {
        if (process.platform !== 'win32') chmodSync(path, privateFileMode);
        resolve('');
      });
    } finally {
      process.umask(mask);
    }
  });
}

function serveSocket(socket: Socket, host: SessionHost, relay: Relay): void {
  let conversation: RelayedConversation | null = null;
  socket.on('error', () => undefined);
  socket.once('close', () => conversation?.end());
  const reader = createFrameReader((line) => {
    if (conversation !== null) return conversation.take(line);
    const key = relayedHostOf(parseFrame(line));
    conversation = key === null ? ownConversation(socket, host) : relay.open(key, lineCarrier(socket));
    if (conversation === null) socket.destroySoon();
    else if (key === null) conversation.take(line);
  }, frameBytesMaximum);
  socket.on('data', (chunk: Buffer) => {
    if (!reader.take(chunk)) socket.destroy();
  });
}

function ownConversation(socket: Socket, host: SessionHost): RelayedConversation {
  const session = openSession(host, lineTransport(socket), localAccess('local socket'));
  return { take: (line) => session.take(parseFrame(line)), end: () => session.end() };
}

/** Null when the frame does not ask for another host. */
function relayedHostOf(frame: unknown): string | null {
  if (typeof frame !== 'object' || frame === null || !('host' in frame)) return null;
  return typeof frame.host === 'string' ? frame.host : null;
}
