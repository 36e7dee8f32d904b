/**
 * A listening socket as a lock: the kernel frees it when its process dies, however it dies, and whoever finds it held asks
 * it for the holder's process id.
 */
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/** How long the holder may take to say who it is. */
const askMillisecondsMaximum = 2_000;

/** The error is the system's own; `EADDRINUSE` when somebody holds it. */
export function holdSocket(address: string): Promise<Result<Server, NodeJS.ErrnoException>> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(`${process.pid}\n`);
    });
    server.once('error', (error) => resolve(failure(error)));
    server.listen({ path: address }, () => resolve(success(server)));
  });
}

/** The holder's process id, `unknown` when it does not say; null when nobody is there. */
export function askHolder(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = '';
    let present = false;
    const socket = connect({ path: address }, () => (present = true));
    const deadline = setTimeout(() => socket.destroy(), askMillisecondsMaximum);
    socket.on('data', (chunk: Buffer) => (answer = (answer + chunk.toString('latin1')).slice(0, 32)));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(deadline);
      resolve(/^\d+$/.test(answer.trim()) ? answer.trim() : present ? 'unknown' : null);
    });
  });
}
