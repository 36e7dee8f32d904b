import type { Clock, Done, IoError } from '../device/ports.ts';
import type { Abilities, Layer } from './layer.ts';
import type { LayerOperation } from './trace-layer.ts';

/** Fails calls of a layer, for drills: whichever the rule names, before they reach anything below. */
export class ErrorLayer implements Layer {
  /** Null lets the call pass. */
  rule: (operation: LayerOperation, offsetBytes: number, lengthBytes: number) => IoError | null = () => null;
  private readonly inner: Layer;
  private readonly clock: Clock;

  constructor(inner: Layer, clock: Clock) {
    this.inner = inner;
    this.clock = clock;
  }

  get abilities(): Abilities {
    return this.inner.abilities;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.fails('read', offsetBytes, lengthBytes, done)) return false;
    return this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.fails('write', offsetBytes, lengthBytes, done)) return false;
    return this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (this.fails('zero', offsetBytes, lengthBytes, done)) return false;
    return this.inner.zero(offsetBytes, lengthBytes, keepAllocated, done);
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.fails('trim', offsetBytes, lengthBytes, done)) return false;
    return this.inner.trim(offsetBytes, lengthBytes, done);
  }

  flush(done: Done): boolean {
    return !this.fails('flush', 0, 0, done) && this.inner.flush(done);
  }

  private fails(operation: LayerOperation, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const error = this.rule(operation, offsetBytes, lengthBytes);
    if (error === null) return false;
    this.clock.soon(() => { done(error); });
    return true;
  }
}
