/**
 * Parses what a server answers in the transmission phase: simple replies and the chunks of structured ones. Data go straight
 * from where they were received to where the reader wants them.
 *
 * Invariants: an answer counts only for a request in flight that can have such an answer; data only within the range that
 * was asked for, each byte once; all else is nonsense, which ends the connection. What is kept between two calls is a header
 * or an error text, never more than `keptBytesMaximum`.
 */
import {
  chunkBytes, chunkFlagDone, chunkType, command, readLong, simpleReplyBytes, simpleReplyMagic, structuredReplyMagic,
} from '../format/nbd-wire.ts';
import type { Slot } from './nbd-client-request.ts';

/** The longest payload of a chunk that is no data: an error's number and text, an offset. */
export const chunkTextBytesMaximum = 4 * 1024 + 16;
const keptBytesMaximum = chunkBytes + chunkTextBytesMaximum;

export interface ReplyListener {
  /** The slot in flight that the cookie names; null when there is none. */
  slotOf(cookieHigh: number, cookieLow: number): Slot | null;
  /** `errorNumber` is 0 for success. */
  answered(slot: Slot, errorNumber: number, text: string): void;
  nonsense(reason: string): void;
}

export class ReplyReader {
  private readonly listener: ReplyListener;
  private readonly structured: boolean;
  /** The beginning of a frame that is not all here. */
  private readonly kept = new Uint8Array(keptBytesMaximum);
  private readonly keptView = new DataView(this.kept.buffer);
  private keptBytes = 0;
  /** The answer whose data are coming in: where the next byte goes, and how many are missing. */
  private slot: Slot | null = null;
  private dataAt = 0;
  private dataBytes = 0;
  private last = false;
  private broken = false;

  constructor(listener: ReplyListener, structured: boolean) {
    this.listener = listener;
    this.structured = structured;
  }

  receive(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.broken) {
      at += this.dataBytes > 0 ? this.takeData(bytes, at) : this.keptBytes > 0 ? this.takeKept(bytes, at) : this.takeFrame(bytes, at);
    }
  }

  private takeData(bytes: Uint8Array, at: number): number {
    const { slot } = this;
    const count = Math.min(this.dataBytes, bytes.length - at);
    const request = slot?.request ?? null;
    if (request !== null && request.buffer !== null && !request.abandoned) {
      request.buffer.set(bytes.subarray(at, at + count), request.bufferStart + this.dataAt);
    }
    this.dataAt += count;
    this.dataBytes -= count;
    if (this.dataBytes === 0 && slot !== null) this.chunkEnded(slot);
    return count;
  }

  /** A frame straight from the received bytes; one that is not all here is kept. */
  private takeFrame(bytes: Uint8Array, at: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
    const neededBytes = this.frameBytes(view, view.byteLength);
    if (this.broken) return bytes.length - at;
    if (neededBytes <= view.byteLength) {
      this.takeWhole(view);
      return neededBytes;
    }
    this.kept.set(bytes.subarray(at));
    this.keptBytes = bytes.length - at;
    return bytes.length - at;
  }

  private takeKept(bytes: Uint8Array, at: number): number {
    const wanted = this.frameBytes(this.keptView, this.keptBytes) - this.keptBytes;
    const count = Math.min(wanted, bytes.length - at);
    this.kept.set(bytes.subarray(at, at + count), this.keptBytes);
    this.keptBytes += count;
    const neededBytes = this.frameBytes(this.keptView, this.keptBytes);
    if (!this.broken && neededBytes <= this.keptBytes) {
      this.keptBytes = 0;
      this.takeWhole(this.keptView);
    }
    return count;
  }

  /** The length of the frame that begins here, without data; as far as `availableBytes` of it can tell. */
  private frameBytes(view: DataView, availableBytes: number): number {
    if (availableBytes < 4) return 4;
    const magic = view.getUint32(0);
    if (magic === simpleReplyMagic) return simpleReplyBytes;
    if (magic !== structuredReplyMagic || !this.structured) {
      return this.nonsense('an answer that begins with something else than an answer');
    }
    if (availableBytes < chunkBytes) return chunkBytes;
    const lengthBytes = view.getUint32(16);
    if (view.getUint16(6) === chunkType.offsetData) return chunkBytes + 8;
    if (lengthBytes > chunkTextBytesMaximum) return this.nonsense(`a chunk of ${lengthBytes} bytes`);
    return chunkBytes + lengthBytes;
  }

  private takeWhole(view: DataView): void {
    const simple = view.getUint32(0) === simpleReplyMagic;
    const slot = this.listener.slotOf(view.getInt32(8), view.getInt32(12));
    if (slot === null) this.nonsense('an answer to no request');
    else if (simple) this.takeSimple(slot, view.getUint32(4));
    else this.takeChunk(slot, view);
  }

  private takeSimple(slot: Slot, errorNumber: number): void {
    const { request } = slot;
    if (request === null) return;
    if (request.type !== command.read) this.listener.answered(slot, errorNumber, '');
    else if (this.structured) this.nonsense('a simple answer to a read');
    else if (errorNumber !== 0) this.listener.answered(slot, errorNumber, '');
    else this.expectData(slot, 0, request.lengthBytes, true);
  }

  private takeChunk(slot: Slot, view: DataView): void {
    const { request } = slot;
    if (request === null) return;
    const type = view.getUint16(6);
    const lengthBytes = view.getUint32(16);
    this.last = (view.getUint16(4) & chunkFlagDone) !== 0;
    const reads = request.type === command.read;
    if (type === chunkType.none) {
      if (lengthBytes > 0 || !this.last) this.nonsense('an end that does not end');
      else this.chunkEnded(slot);
    } else if (type === chunkType.offsetData && reads && lengthBytes > 8) {
      this.expectData(slot, readLong(view, chunkBytes) - request.offsetBytes, lengthBytes - 8, this.last);
    } else if (type === chunkType.offsetHole && reads && lengthBytes === 12) {
      this.takeHole(slot, readLong(view, chunkBytes) - request.offsetBytes, view.getUint32(chunkBytes + 8));
    } else if ((type & 0x8000) !== 0 && lengthBytes >= 6) {
      this.takeError(slot, view, lengthBytes);
    } else {
      this.nonsense(`a chunk of type ${type} in answer to a request of type ${request.type}`);
    }
  }

  private takeError(slot: Slot, view: DataView, lengthBytes: number): void {
    const textBytes = Math.min(view.getUint16(chunkBytes + 4), lengthBytes - 6);
    if (slot.errorNumber === 0) {
      slot.errorNumber = view.getUint32(chunkBytes) || 5;
      slot.errorText = Buffer.from(view.buffer, view.byteOffset + chunkBytes + 6, textBytes).toString().replace(/[^\x20-\x7e]/g, '?');
    }
    this.chunkEnded(slot);
  }

  private takeHole(slot: Slot, startBytes: number, lengthBytes: number): void {
    const { request } = slot;
    if (request === null || !this.covers(slot, startBytes, lengthBytes)) return;
    const from = request.bufferStart + startBytes;
    if (!request.abandoned) request.buffer?.fill(0, from, from + lengthBytes);
    this.chunkEnded(slot);
  }

  private expectData(slot: Slot, startBytes: number, lengthBytes: number, last: boolean): void {
    if (!this.covers(slot, startBytes, lengthBytes)) return;
    this.slot = slot;
    this.dataAt = startBytes;
    this.dataBytes = lengthBytes;
    this.last = last;
    if (lengthBytes === 0) this.chunkEnded(slot);
  }

  private covers(slot: Slot, startBytes: number, lengthBytes: number): boolean {
    const within = startBytes >= 0 && startBytes + lengthBytes <= (slot.request?.lengthBytes ?? 0);
    if (within && slot.coverage.add(startBytes, startBytes + lengthBytes)) return true;
    this.nonsense(within ? 'bytes of a read twice' : 'bytes outside of what was asked for');
    return false;
  }

  private chunkEnded(slot: Slot): void {
    this.slot = null;
    if (!this.last) return;
    const { request } = slot;
    const whole = request?.type !== command.read || slot.coverage.isWhole(request.lengthBytes);
    if (slot.errorNumber === 0 && !whole) this.nonsense('a read with bytes missing');
    else this.listener.answered(slot, slot.errorNumber, slot.errorText);
  }

  private nonsense(reason: string): 0 {
    if (!this.broken) {
      this.broken = true;
      this.listener.nonsense(reason);
    }
    return 0;
  }
}
