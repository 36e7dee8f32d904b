/**
 * What the transmission phase of one connection shares among its parts: what was negotiated, what is in flight, and
 * whether there is room for another request.
 */
import type { IoError } from '../device/ports.ts';
import { AskedCounts } from './asked-counts.ts';
import { requestsInFlightMaximum, slabsPerConnectionMaximum } from './limits.ts';
import { chunkFlagDone, chunkType, chunkBytes, nbdErrorOf, writeChunk } from './protocol.ts';
import type { ReceiveBuffer } from './receive-buffer.ts';
import type { ReplyBatch } from './reply-batch.ts';
import type { SlabAccount } from './slab-pool.ts';
import type { Layer } from '../volume/layer.ts';

/** The volume behind a session, always as it is now: a volume may be published anew while clients are connected. */
export interface SessionTarget {
  readonly layer: Layer;
  readonly readOnly: boolean;
}

export interface Negotiated {
  /** As the client was told; a volume that has grown since shows its new size to who reconnects. */
  readonly sizeBytes: number;
  readonly structuredReplies: boolean;
  readonly allocationContext: boolean;
  readonly fastZero: boolean;
}

/** What a client is told of a read that was cut short because its volume is being taken away. */
export const abandoned: IoError = { code: 'ESHUTDOWN', message: 'the volume is being taken away' };

const messageBytesMaximum = 256;

export class Session {
  inFlight = 0;
  /** No further request is taken; those in flight are answered. */
  leaving = false;
  /** The client is gone; what is in flight ends unheard. */
  closed = false;
  readonly asked = new AskedCounts();
  readonly target: SessionTarget;
  readonly negotiated: Negotiated;
  readonly account: SlabAccount;
  readonly input: ReceiveBuffer;
  readonly replies: ReplyBatch;
  private readonly resume: () => void;
  private scheduled = false;

  /** `resume` is called soon after requests have completed late: send their replies, go on reading. */
  constructor(
    target: SessionTarget, negotiated: Negotiated, account: SlabAccount, input: ReceiveBuffer, replies: ReplyBatch, resume: () => void,
  ) {
    this.target = target;
    this.negotiated = negotiated;
    this.account = account;
    this.input = input;
    this.replies = replies;
    this.resume = resume;
  }

  /** Whether another request may start: the socket takes what it is given, and all bounds are kept. */
  ready(): boolean {
    return !this.replies.full && this.inFlight < requestsInFlightMaximum && this.account.taken < slabsPerConnectionMaximum
      && !this.leaving && !this.closed;
  }

  begin(): void {
    this.inFlight += 1;
  }

  /** A request that had begun is answered. */
  settle(): void {
    this.inFlight -= 1;
    this.wake();
  }

  /** All that completes in one turn of the event loop shares one send. */
  wake(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(this.turn);
  }

  /** READ answers in structured form where that was negotiated, and then tells people why; all else in simple form. */
  readError(error: number, message: string, cookieHigh: number, cookieLow: number): void {
    if (!this.negotiated.structuredReplies) {
      this.replies.simple(error, cookieHigh, cookieLow);
      return;
    }
    const text = Buffer.from(message.slice(0, messageBytesMaximum));
    const slab = this.replies.reserve(chunkBytes + 6 + text.length);
    const at = this.replies.end;
    writeChunk(slab.view, at, chunkFlagDone, chunkType.error, cookieHigh, cookieLow, 6 + text.length);
    slab.view.setUint32(at + chunkBytes, error);
    slab.view.setUint16(at + chunkBytes + 4, text.length);
    slab.bytes.set(text, at + chunkBytes + 6);
    this.replies.end = at + chunkBytes + 6 + text.length;
  }

  readFailed(error: IoError, cookieHigh: number, cookieLow: number): void {
    this.readError(nbdErrorOf[error.code], error.message, cookieHigh, cookieLow);
  }

  private readonly turn = (): void => {
    this.scheduled = false;
    this.resume();
  };
}
