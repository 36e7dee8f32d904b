/**
 * The transport over documented stream events, for TLS and wherever the static receive buffer is not to be had. It costs
 * one copy of what is received.
 */
import type { Duplex } from 'node:stream';
import type { ReceiveBuffer } from './receive-buffer.ts';
import type { Transport, TransportOwner } from './transport.ts';

export class StreamTransport implements Transport {
  private readonly stream: Duplex;
  private readonly input: ReceiveBuffer;
  private readonly owner: TransportOwner;
  private region: Uint8Array;
  /** Received from the stream, but not yet wanted. */
  private readonly waiting: Uint8Array[] = [];
  private reading = true;
  private sending = false;

  constructor(stream: Duplex, input: ReceiveBuffer, owner: TransportOwner) {
    this.stream = stream;
    this.input = input;
    this.owner = owner;
    this.region = input.firstRegion();
    stream.on('data', this.data);
    stream.on('error', this.destroy);
    stream.on('close', this.closed);
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.stream.destroyed) return true;
    this.stream.write(bytes.subarray(start, end), this.written);
    this.sending ||= this.stream.writableLength > 0;
    return !this.sending;
  }

  startReading(): void {
    this.reading = true;
    while (this.reading && this.waiting.length > 0) this.offer(this.waiting.shift() as Uint8Array);
    if (this.reading) this.stream.resume();
  }

  end(): void {
    this.stream.end();
    this.stream.resume();
  }

  readonly destroy = (): void => {
    this.stream.destroy();
  };

  /** Gives the stream to someone else, for STARTTLS. False when bytes were received that nobody has taken. */
  detach(): boolean {
    this.stream.pause();
    this.stream.off('data', this.data);
    this.stream.off('error', this.destroy);
    this.stream.off('close', this.closed);
    return this.waiting.length === 0 && this.input.parsed === this.input.filled;
  }

  private readonly data = (chunk: Uint8Array): void => {
    if (this.reading) this.offer(chunk);
    else this.waiting.push(chunk);
    if (!this.reading) this.stream.pause();
  };

  private readonly closed = (): void => {
    this.owner.closed();
  };

  private readonly written = (): void => {
    if (!this.sending || this.stream.writableLength > 0) return;
    this.sending = false;
    this.owner.drained();
  };

  private offer(chunk: Uint8Array): void {
    const count = Math.min(chunk.length, this.region.length);
    this.region.set(chunk.subarray(0, count));
    this.input.received(count);
    this.reading = this.owner.received();
    this.region = this.input.nextRegion() ?? this.region.subarray(count);
    if (count < chunk.length) this.waiting.unshift(chunk.subarray(count));
    if (this.reading && this.waiting.length > 0) this.offer(this.waiting.shift() as Uint8Array);
  }
}
