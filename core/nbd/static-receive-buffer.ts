/**
 * The fast transport: an accepted socket that receives into our own memory and sends past the stream's queue while that
 * is empty. Node offers both only for sockets that it connects itself, so this file alone reaches for the handle of the
 * accepted socket; `acceptTransport` falls back to stream events where the handle is not what we know.
 */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { ReceiveBuffer } from './receive-buffer.ts';
import { StreamTransport } from './stream-transport.ts';
import type { Transport, TransportOwner } from './transport.ts';

interface StreamHandle {
  readonly fd?: number;
  useUserBuffer?(region: Uint8Array): void;
}

/** `accepted` comes from a server with `pauseOnConnect`. */
export function acceptTransport(accepted: Socket, input: ReceiveBuffer, owner: TransportOwner): Transport {
  const holder = accepted as unknown as { _handle: StreamHandle | null };
  const handle = holder._handle;
  if (handle === null || typeof handle.useUserBuffer !== 'function') {
    const transport = new StreamTransport(accepted, input, owner);
    accepted.resume();
    return transport;
  }
  holder._handle = null;
  return new StaticTransport(handle, input, owner);
}

class StaticTransport implements Transport {
  private readonly socket: Socket;
  private readonly input: ReceiveBuffer;
  private readonly owner: TransportOwner;
  private readonly descriptor: number;
  private sending = false;

  constructor(handle: StreamHandle, input: ReceiveBuffer, owner: TransportOwner) {
    this.input = input;
    this.owner = owner;
    this.descriptor = handle.fd ?? -1;
    let first: Uint8Array | null = input.firstRegion();
    const options = {
      handle,
      onread: {
        buffer: (): Uint8Array | null => {
          const region = first ?? this.input.nextRegion();
          first = null;
          return region;
        },
        callback: (count: number): boolean => {
          this.input.received(count);
          return this.owner.received();
        },
      },
    };
    this.socket = new Socket(options as unknown as ConstructorParameters<typeof Socket>[0]);
    this.socket.on('error', this.destroy);
    this.socket.on('close', () => this.owner.closed());
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.socket.destroyed) return true;
    const from = this.sending || this.descriptor < 0 ? start : start + this.sendNow(bytes, start, end);
    if (from === end) return true;
    this.sending = true;
    this.socket.write(bytes.subarray(from, end), this.written);
    return false;
  }

  startReading(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.end();
    this.socket.resume();
  }

  readonly destroy = (): void => {
    this.socket.destroy();
  };

  /** A full socket is an exception to Node, but a rare one: after it the stream's queue is used until it is empty. */
  private sendNow(bytes: Uint8Array, start: number, end: number): number {
    try {
      return writeSync(this.descriptor, bytes, start, end - start);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.socket.destroy();
      return 0;
    }
  }

  private readonly written = (): void => {
    if (this.socket.writableLength > 0) return;
    this.sending = false;
    this.owner.drained();
  };
}
