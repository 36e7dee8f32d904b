import type { Clock, Done } from '../device/ports.ts';
import type { Abilities, Layer } from './layer.ts';

/** Calls that wait in a paused layer; the rest fail. */
export const pausedCallsMaximum = 16384;

/** Holds calls while it is paused, and lets them go in their order. Unlike the gate it drains nothing. */
export class PauseLayer implements Layer {
  private paused = false;
  private waiting: (() => void)[] = [];
  private readonly inner: Layer;
  private readonly clock: Clock;

  constructor(inner: Layer, clock: Clock) {
    this.inner = inner;
    this.clock = clock;
  }

  get abilities(): Abilities {
    return this.inner.abilities;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    const waiting = this.waiting;
    this.waiting = [];
    for (const run of waiting) run();
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (!this.paused) return this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
    return this.hold(() => this.read(buffer, bufferStart, offsetBytes, lengthBytes, done), done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (!this.paused) return this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, done);
    return this.hold(() => this.write(buffer, bufferStart, offsetBytes, lengthBytes, done), done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (!this.paused) return this.inner.zero(offsetBytes, lengthBytes, keepAllocated, done);
    return this.hold(() => this.zero(offsetBytes, lengthBytes, keepAllocated, done), done);
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (!this.paused) return this.inner.trim(offsetBytes, lengthBytes, done);
    return this.hold(() => this.trim(offsetBytes, lengthBytes, done), done);
  }

  flush(done: Done): boolean {
    return this.paused ? this.hold(() => this.flush(done), done) : this.inner.flush(done);
  }

  private hold(call: () => boolean, done: Done): boolean {
    if (this.waiting.length < pausedCallsMaximum) this.waiting.push(() => { if (call()) done(null); });
    else this.clock.soon(() => { done({ code: 'EIO', message: `${pausedCallsMaximum} calls wait already` }); });
    return false;
  }
}
