import type { IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import type { CatchUp } from './catch-up.ts';
import type { CopyWork } from './copy-job.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { Copied, RangeCopy } from './range-copy.ts';
import type { RangeOrder } from './range-order.ts';
import { RangeLock } from './range-order.ts';

const chunkBytes = mebibyte;

/**
 * Fills a plex that clients already write but nobody reads, from the ACTIVE ones, chunk by chunk under the range lock,
 * and ends with a flush of it. Only the commit that follows makes it readable. Copies what the plex's map names, or, where
 * there is none, everything.
 */
export class PlexAttachWork implements CopyWork {
  readonly endsAtFailure = true;
  readonly totalBytes: number;
  private readonly member: MirrorMember;
  private readonly order: RangeOrder;
  private readonly copy: RangeCopy;
  private readonly catchUp: CatchUp | null;

  constructor(member: MirrorMember, sizeBytes: number, order: RangeOrder, copy: RangeCopy, catchUp: CatchUp | null) {
    this.member = member;
    this.totalBytes = sizeBytes;
    this.order = order;
    this.copy = copy;
    this.catchUp = catchUp;
  }

  chunk(positionBytes: number): { readonly lengthBytes: number; readonly needed: boolean } {
    const restBytes = this.totalBytes - positionBytes;
    const mostBytes = Math.min(chunkBytes, restBytes);
    if (this.catchUp === null) return { lengthBytes: mostBytes, needed: true };
    const neededBytes = this.catchUp.neededFrom(positionBytes, mostBytes);
    if (neededBytes > 0) return { lengthBytes: neededBytes, needed: true };
    return { lengthBytes: Math.min(restBytes, this.catchUp.unneededFrom(positionBytes)), needed: false };
  }

  neededBytes(positionBytes: number): number {
    const { catchUp, totalBytes } = this;
    if (catchUp === null) return totalBytes - positionBytes;
    let bytes = 0;
    for (let at = positionBytes; at < totalBytes;) {
      at += Math.min(totalBytes - at, catchUp.unneededFrom(at));
      const neededBytes = catchUp.neededFrom(at, totalBytes - at);
      bytes += neededBytes;
      at += neededBytes;
    }
    return bytes;
  }

  perform(positionBytes: number, lengthBytes: number, done: Copied): void {
    const lock = new RangeLock(this.order, positionBytes, lengthBytes, () => {
      this.copy.fill(this.member, positionBytes, lengthBytes, (failure) => {
        lock.release();
        if (failure === null) this.catchUp?.copied(positionBytes, lengthBytes, positionBytes + lengthBytes === this.totalBytes);
        done(failure);
      });
    });
    lock.acquire();
  }

  conclude(done: Copied): void {
    const { member } = this;
    const ended = (error: IoError | null): void => {
      if (error !== null) done({ kind: 'failed', plexId: member.plexId, error });
      else if (member.condition !== 'live') done({ kind: 'failed', plexId: member.plexId, error: leftError });
      else done(null);
    };
    if (member.layer.flush(ended)) ended(null);
  }
}

const leftError: IoError = { code: 'EIO', message: 'the plex failed while it was being attached' };
