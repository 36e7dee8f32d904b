/** The memory in which one connection gathers what it sends. Taken from a store when it is needed, given back when sent. */
import { kibibyte } from '../model/limits.ts';

/** Two requests with the longest payload, or some sixty with 4 KiB. */
export const sendBufferBytes = 640 * kibibyte;
/** Buffers that a thread keeps for later. */
export const spareSendBuffersMaximum = 4;

interface SendBuffer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

const spare: SendBuffer[] = [];

export class SendBuffers {
  private held: SendBuffer | null = null;

  get bytes(): Uint8Array {
    return this.take().bytes;
  }

  get view(): DataView {
    return this.take().view;
  }

  fits(usedBytes: number, lengthBytes: number): boolean {
    return usedBytes + lengthBytes <= sendBufferBytes;
  }

  /** Everything in it has been sent. */
  drained(): void {
    if (this.held === null) return;
    if (spare.length < spareSendBuffersMaximum) spare.push(this.held);
    this.held = null;
  }

  /** The connection is over. A link may still hold the memory, so that nobody else gets it. */
  release(): void {
    this.held = null;
  }

  private take(): SendBuffer {
    this.held ??= spare.pop() ?? newBuffer();
    return this.held;
  }
}

function newBuffer(): SendBuffer {
  const bytes = new Uint8Array(sendBufferBytes);
  return { bytes, view: new DataView(bytes.buffer) };
}
