/**
 * One BLOCK_STATUS: where the volume reads as zeros. Node cannot ask a file for its holes, so the layer is read and looked
 * at. A block of data betrays itself by its first bytes; only what might be zero is read whole. To call zeros data is
 * always legal, and that is what a reply cut short by its bounds leaves to the next request.
 */
import type { IoError } from '../device/ports.ts';
import { blockStatusBytesMaximum, blockStatusGranularityBytes, blockStatusMillisecondsMaximum } from './limits.ts';
import { allocationContextId } from './negotiation-options.ts';
import { blockState, chunkBytes, chunkFlagDone, chunkType, commandFlag, writeChunk } from './protocol.ts';
import type { RequestHeader } from './request-rules.ts';
import type { Session } from './session.ts';
import type { Slab } from './slab-pool.ts';

const probeBytes = 512;
const readsPerTurn = 64;
const zeros = Buffer.alloc(blockStatusGranularityBytes);

interface Extent { lengthBytes: number; readonly zero: boolean }

export class BlockStatus {
  private readonly session: Session;
  private readonly request: RequestHeader;
  private readonly ended: () => void;
  private readonly slab: Slab;
  private readonly endBytes: number;
  private readonly deadline = performance.now() + blockStatusMillisecondsMaximum;
  private readonly extents: Extent[] = [];
  private blockStart: number;
  private at: number;
  private readBytes = 0;

  /** `ended` is called once, after the reply has been made. */
  constructor(session: Session, request: RequestHeader, ended: () => void) {
    this.session = session;
    this.request = request;
    this.ended = ended;
    this.slab = session.account.take();
    this.blockStart = request.offsetBytes;
    this.at = request.offsetBytes;
    this.endBytes = request.offsetBytes + Math.min(request.lengthBytes, blockStatusBytesMaximum);
  }

  readonly advance = (): void => {
    for (let reads = 0; reads < readsPerTurn; reads += 1) {
      if (this.finished()) {
        this.reply(null);
        return;
      }
      this.readBytes = this.at === this.blockStart ? Math.min(probeBytes, this.blockEnd() - this.at) : this.blockEnd() - this.at;
      if (!this.session.target.layer.read(this.slab.bytes, 0, this.at, this.readBytes, this.read)) return;
      this.look();
    }
    setImmediate(this.advance);
  };

  private readonly read = (error: IoError | null): void => {
    if (error !== null) {
      this.reply(error);
      return;
    }
    this.look();
    this.advance();
  };

  private finished(): boolean {
    if (this.at !== this.blockStart || this.extents.length === 0) return this.session.closed;
    const enough = (this.request.flags & commandFlag.requestOne) !== 0 && this.extents.length > 1;
    return enough || this.at === this.endBytes || this.session.closed || performance.now() > this.deadline;
  }

  private blockEnd(): number {
    return Math.min(this.endBytes, this.blockStart - (this.blockStart % blockStatusGranularityBytes) + blockStatusGranularityBytes);
  }

  private look(): void {
    const zero = zeros.compare(this.slab.bytes, 0, this.readBytes, 0, this.readBytes) === 0;
    this.at += this.readBytes;
    if (zero && this.at < this.blockEnd()) return;
    this.at = this.blockEnd();
    const last = this.extents.at(-1);
    if (last !== undefined && last.zero === zero) last.lengthBytes += this.at - this.blockStart;
    else this.extents.push({ lengthBytes: this.at - this.blockStart, zero });
    this.blockStart = this.at;
  }

  private reply(error: IoError | null): void {
    const { cookieHigh, cookieLow, flags } = this.request;
    if (error !== null) {
      this.session.readFailed(error, cookieHigh, cookieLow);
    } else if (!this.session.closed) {
      const extents = (flags & commandFlag.requestOne) !== 0 ? this.extents.slice(0, 1) : this.extents;
      const payloadBytes = 4 + extents.length * 8;
      const { view } = this.session.replies.reserve(chunkBytes + payloadBytes);
      let at = this.session.replies.end;
      writeChunk(view, at, chunkFlagDone, chunkType.blockStatus, cookieHigh, cookieLow, payloadBytes);
      view.setUint32(at + chunkBytes, allocationContextId);
      at += chunkBytes + 4;
      for (const { lengthBytes, zero } of extents) {
        view.setUint32(at, lengthBytes);
        view.setUint32(at + 4, zero ? blockState.hole | blockState.zero : 0);
        at += 8;
      }
      this.session.replies.end = at;
    }
    this.slab.unpin();
    this.ended();
  }
}
