/** In place of a volume that should run and has no usable plex: its export stays, and every call is answered with EIO. */
import type { Clock, Done, IoError } from '../device/ports.ts';
import type { Abilities, Layer } from './layer.ts';

const noUsablePlex: IoError = { code: 'EIO', message: 'the volume has no usable plex' };

export class FailedVolumeLayer implements Layer {
  readonly abilities: Abilities;
  readonly #clock: Clock;

  constructor(sizeBytes: number, readOnly: boolean, clock: Clock) {
    this.abilities = { sizeBytes, readOnly, fastZero: false };
    this.#clock = clock;
  }

  read(_buffer: Uint8Array, _bufferStart: number, _offsetBytes: number, _lengthBytes: number, done: Done): boolean {
    return this.#fail(done);
  }

  write(_buffer: Uint8Array, _bufferStart: number, _offsetBytes: number, _lengthBytes: number, done: Done): boolean {
    return this.#fail(done);
  }

  zero(_offsetBytes: number, _lengthBytes: number, _keepAllocated: boolean, done: Done): boolean {
    return this.#fail(done);
  }

  trim(_offsetBytes: number, _lengthBytes: number, done: Done): boolean {
    return this.#fail(done);
  }

  flush(done: Done): boolean {
    return this.#fail(done);
  }

  #fail(done: Done): false {
    this.#clock.soon(() => { done(noUsablePlex); });
    return false;
  }
}
