/**
 * One interface for every layer of a volume's I/O path (design section 5), from the gate at the top to the subdisk at
 * the bottom. Offsets are bytes within the layer. The completion rule of `device/ports.ts` holds: true means complete,
 * false means that `done` is called exactly once, later.
 */
import type { Done } from '../device/ports.ts';

export interface Abilities {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  /** `zero` costs no time that grows with its length. */
  readonly fastZero: boolean;
}

export interface Layer {
  readonly abilities: Abilities;
  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean;
  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean;
  /** Afterwards the range reads as zeros on every plex. */
  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean;
  /** A hint that the bytes are no longer needed. Afterwards every plex holds the same bytes there: zeros. */
  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean;
  flush(done: Done): boolean;
}

/** What changes bytes. A layer that stands in the way of nothing else is no more than this. */
export type ChangeLayer = Pick<Layer, 'write' | 'zero' | 'trim'>;
