import type { Clock, Done, IoError } from '../device/ports.ts';
import type { Abilities, Layer } from './layer.ts';

export type LayerOperation = 'read' | 'write' | 'zero' | 'trim' | 'flush';

export interface TraceRecord {
  readonly operation: LayerOperation;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly tookMilliseconds: number;
  readonly error: IoError | null;
}

/** Tells of every call that ends. */
export class TraceLayer implements Layer {
  private readonly inner: Layer;
  private readonly clock: Clock;
  private readonly ended: (record: TraceRecord) => void;

  constructor(inner: Layer, clock: Clock, ended: (record: TraceRecord) => void) {
    this.inner = inner;
    this.clock = clock;
    this.ended = ended;
  }

  get abilities(): Abilities {
    return this.inner.abilities;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const call = (late: Done): boolean => this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, late);
    return this.traced('read', offsetBytes, lengthBytes, done, call);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const call = (late: Done): boolean => this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, late);
    return this.traced('write', offsetBytes, lengthBytes, done, call);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.traced('zero', offsetBytes, lengthBytes, done, (late) => this.inner.zero(offsetBytes, lengthBytes, keepAllocated, late));
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.traced('trim', offsetBytes, lengthBytes, done, (late) => this.inner.trim(offsetBytes, lengthBytes, late));
  }

  flush(done: Done): boolean {
    return this.traced('flush', 0, 0, done, (late) => this.inner.flush(late));
  }

  private traced(
    operation: LayerOperation, offsetBytes: number, lengthBytes: number, done: Done, call: (done: Done) => boolean,
  ): boolean {
    const since = this.clock.nowMilliseconds();
    const note = (error: IoError | null): void => {
      this.ended({ operation, offsetBytes, lengthBytes, tookMilliseconds: this.clock.nowMilliseconds() - since, error });
    };
    const complete = call((error) => {
      note(error);
      done(error);
    });
    if (complete) note(null);
    return complete;
  }
}
