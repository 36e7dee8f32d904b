/** One request on the wire, and its place among those in flight. */
import { command } from '../format/nbd-wire.ts';
import type { IoError } from './ports.ts';
import { ReadCoverage } from './read-coverage.ts';

export interface NbdRequest {
  readonly type: number;
  readonly flags: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** What a read fills and a write sends; null for requests without data. */
  readonly buffer: Uint8Array | null;
  readonly bufferStart: number;
  /** The caller has been answered: the buffer is never touched again, and what has not been sent is not sent. */
  abandoned: boolean;
  /** Its answer, once: with the number that the server gave, 0 for success or where no server spoke. */
  readonly done: (error: IoError | null, errorNumber: number) => void;
}

export function changesContent({ type }: NbdRequest): boolean {
  return type === command.write || type === command.writeZeroes;
}

/** A place among the requests in flight; the cookie on the wire names the place and the request that has it. */
export class Slot {
  readonly index: number;
  request: NbdRequest | null = null;
  /** Tells a late answer to an earlier request from the answer to this one. */
  generation = 0;
  /** In the order of sending. */
  order = 0;
  readonly coverage = new ReadCoverage();
  /** The first error that a chunk of a structured answer told of. */
  errorNumber = 0;
  errorText = '';

  constructor(index: number) {
    this.index = index;
  }

  begin(request: NbdRequest, order: number): void {
    this.request = request;
    this.order = order;
    this.generation = (this.generation + 1) & 0x7fffffff;
    this.coverage.begin();
    this.errorNumber = 0;
    this.errorText = '';
  }
}
