/**
 * The link over sockets of this machine, plain or with TLS. What comes in is received into one buffer of the thread and
 * parsed from there at once; under TLS the library's own buffers are used.
 */
import { readFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { kibibyte } from '../model/limits.ts';
import type { ConnectLink, Link, LinkAddress, LinkOwner } from './ports.ts';

const receiveBytes = 256 * kibibyte;
/** After this time without a byte the system asks whether the other machine is still there. */
const keepAliveMilliseconds = 10_000;

/** Each callback has used up what it was given before the next socket receives. */
let received: Uint8Array | null = null;

export const connectSystemLink: ConnectLink = (address, owner) => new SocketLink(address, owner);

class SocketLink implements Link {
  private readonly owner: LinkOwner;
  private socket: Socket;
  private reason = 'the server closed the connection';
  private sending = false;
  private over = false;

  constructor(address: LinkAddress, owner: LinkOwner) {
    this.owner = owner;
    received ??= new Uint8Array(receiveBytes);
    const buffer = received;
    const onread = {
      buffer,
      callback: (count: number): boolean => {
        if (!this.over) owner.received(buffer.subarray(0, count));
        return true;
      },
    };
    this.socket = address.kind === 'unix' ? connectSocket({ path: address.path, onread })
      : connectSocket({ host: address.host, port: address.port, noDelay: true, keepAlive: true,
        keepAliveInitialDelay: keepAliveMilliseconds, onread });
    this.watch(this.socket, 'connect');
  }

  send(bytes: Uint8Array): boolean {
    if (this.over || this.socket.destroyed) return true;
    this.socket.write(bytes, this.written);
    this.sending ||= this.socket.writableLength > 0;
    return !this.sending;
  }

  secure(serverName: string, authorityFile: string): void {
    const plain = this.socket;
    plain.removeAllListeners();
    plain.on('error', () => undefined);
    try {
      const authority = authorityFile === '' ? {} : { ca: readFileSync(authorityFile) };
      this.socket = connectTls({
        socket: plain, host: serverName, ...(isAddress(serverName) ? {} : { servername: serverName }), ...authority,
      });
    } catch (error) {
      this.reason = (error as Error).message;
      plain.once('close', () => { this.ended(); });
      plain.destroy();
      return;
    }
    this.watch(this.socket, 'secureConnect');
    this.socket.on('data', (bytes: Uint8Array) => {
      if (!this.over) this.owner.received(bytes);
    });
  }

  close(): void {
    this.over = true;
    // Half a write that is still queued here must not be completed later; a goodbye may go out.
    if (this.sending) this.socket.destroy();
    else this.socket.destroySoon();
  }

  private watch(socket: Socket, openEvent: 'connect' | 'secureConnect'): void {
    socket.once(openEvent, () => { if (!this.over) this.owner.opened(); });
    socket.on('error', (error) => { this.reason = error.message || (error as NodeJS.ErrnoException).code || 'the connection failed'; });
    socket.on('end', () => { socket.destroy(); });
    socket.on('close', () => { this.ended(); });
  }

  private ended(): void {
    if (this.over) return;
    this.over = true;
    this.owner.closed(this.reason);
  }

  private readonly written = (): void => {
    if (!this.sending || this.socket.writableLength > 0) return;
    this.sending = false;
    if (!this.over) this.owner.drained();
  };
}

/** TLS names no bare addresses. */
function isAddress(name: string): boolean {
  return name.includes(':') || /^[0-9.]+$/.test(name);
}
