/**
 * One call on a remote disk, cut into requests that the server takes: a few at a time, the first error ends it. When it is
 * abandoned its owner's memory is not touched any more and what has not been sent is not sent; it ends all the same, when the
 * last of its requests has been answered.
 */
import { command } from '../format/nbd-wire.ts';
import type { NbdRequest } from './nbd-client-request.ts';
import type { Done, IoError } from './ports.ts';

/** Requests of one call that are under way at one time. */
export const piecesInFlightMaximum = 4;

export interface RemoteCallParts {
  readonly type: number;
  readonly flags: number;
  readonly buffer: Uint8Array | null;
  readonly bufferStart: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly pieceBytes: number;
  /** What the device was given; names the call to `giveUp`. */
  readonly done: Done;
}

export class RemoteCall {
  readonly parts: RemoteCallParts;
  /** The number that the server gave with the first error. */
  errorNumber = 0;
  isAbandoned = false;
  /** Ends the call for its owner; later ends are ignored. */
  answer: Done = () => undefined;
  private readonly submit: (request: NbdRequest) => void;
  private readonly ended: (call: RemoteCall, error: IoError | null) => void;
  private readonly requests = new Set<NbdRequest>();
  private nextBytes = 0;
  private error: IoError | null = null;

  /** `ended` is called once, never from within `begin`. */
  constructor(parts: RemoteCallParts, submit: (request: NbdRequest) => void, ended: (call: RemoteCall, error: IoError | null) => void) {
    this.parts = parts;
    this.submit = submit;
    this.ended = ended;
  }

  begin(): void {
    do this.issue(); while (this.mayIssue());
  }

  abandon(): void {
    this.isAbandoned = true;
    for (const request of this.requests) request.abandoned = true;
  }

  private mayIssue(): boolean {
    return this.error === null && !this.isAbandoned && this.nextBytes < this.parts.lengthBytes
      && this.requests.size < piecesInFlightMaximum;
  }

  private issue(): void {
    const { type, flags, buffer, bufferStart, offsetBytes, lengthBytes, pieceBytes } = this.parts;
    const at = this.nextBytes;
    const bytes = Math.min(pieceBytes, lengthBytes - at);
    this.nextBytes += bytes;
    const request: NbdRequest = {
      type, flags, buffer, bufferStart: bufferStart + at, abandoned: false,
      // A flush has neither place nor length.
      offsetBytes: type === command.flush ? 0 : offsetBytes + at, lengthBytes: bytes,
      done: (error, errorNumber) => { this.requestEnded(request, error, errorNumber); },
    };
    this.requests.add(request);
    this.submit(request);
  }

  private requestEnded(request: NbdRequest, error: IoError | null, errorNumber: number): void {
    this.requests.delete(request);
    if (error !== null && this.error === null) {
      this.error = error;
      this.errorNumber = errorNumber;
    }
    if (this.mayIssue()) this.issue();
    else if (this.requests.size === 0) this.ended(this, this.error);
  }
}
