/**
 * A stream to another host, as lines of text: over TLS to a remote one, over a local socket to a throw-away one.
 *
 * Invariants:
 * - A line longer than a host may send ends the stream.
 * - While the console cannot keep up, the stream is not read: what waits between the two stays within the bound.
 */
import type { Socket } from 'node:net';
import { hostFrameBytesMaximum } from '../protocol.ts';
import { createFrameReader } from '../frame-lines.ts';
import type { TextCarrier } from './text-carrier.ts';

/** Waiting for the console beyond this, the other host has to wait too. */
export const relayBufferBytesMaximum = 4 * 1024 * 1024;

export class HostLine {
  readonly #socket: Socket;
  #deliver: (text: string) => void = () => this.close();
  #ended = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const reader = createFrameReader((text) => this.#deliver(text), hostFrameBytesMaximum);
    socket.on('data', (chunk: Buffer) => {
      if (!reader.take(chunk)) this.close();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => (this.#ended = true));
  }

  send(text: string): void {
    this.#socket.write(`${text}\n`);
  }

  /** The next line, as the answer to what was sent; null when the stream ends before, or the time is over. */
  answer(milliseconds: number): Promise<string | null> {
    return new Promise((resolve) => {
      const settle = (text: string | null): void => {
        clearTimeout(timer);
        this.#socket.off('close', ended);
        resolve(text);
      };
      const ended = (): void => settle(null);
      const timer = setTimeout(() => {
        settle(null);
        this.close();
      }, milliseconds);
      this.#socket.once('close', ended);
      this.#deliver = (text) => {
        this.#deliver = () => this.close();
        settle(text);
      };
      if (this.#ended) settle(null);
    });
  }

  /** From now on every line goes to the carrier, and the carrier ends with the stream. */
  join(carrier: TextCarrier): void {
    this.#deliver = (text) => {
      carrier.send(text);
      if (carrier.bufferedBytes <= relayBufferBytesMaximum || this.#socket.isPaused()) return;
      this.#socket.pause();
      carrier.whenDrained(() => this.#socket.resume());
    };
    if (this.#ended) carrier.close();
    else this.#socket.once('close', () => carrier.close());
  }

  close(): void {
    this.#socket.destroy();
  }
}
