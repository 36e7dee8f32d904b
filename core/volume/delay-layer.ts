import type { Clock, Done } from '../device/ports.ts';
import type { Abilities, Layer } from './layer.ts';

/** Makes a layer slow, for drills: each call goes down only after the delay. 0 lets calls pass as they are. */
export class DelayLayer implements Layer {
  delayMilliseconds: number;
  private readonly inner: Layer;
  private readonly clock: Clock;

  constructor(inner: Layer, clock: Clock, delayMilliseconds: number) {
    this.inner = inner;
    this.clock = clock;
    this.delayMilliseconds = delayMilliseconds;
  }

  get abilities(): Abilities {
    return this.inner.abilities;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.delayed((late) => this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, late), done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.delayed((late) => this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, late), done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.delayed((late) => this.inner.zero(offsetBytes, lengthBytes, keepAllocated, late), done);
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.delayed((late) => this.inner.trim(offsetBytes, lengthBytes, late), done);
  }

  flush(done: Done): boolean {
    return this.delayed((late) => this.inner.flush(late), done);
  }

  private delayed(call: (done: Done) => boolean, done: Done): boolean {
    if (this.delayMilliseconds === 0) return call(done);
    this.clock.after(this.delayMilliseconds, () => { if (call(done)) done(null); });
    return false;
  }
}
