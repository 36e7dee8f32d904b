/**
 * Compares the plexes of a volume while clients write. A chunk is compared under the lock of its range: no change is in
 * flight there, so what differs differs for good and is no false alarm. With a plex named as the right one, what differs is
 * overwritten from it, block by block, under the same lock.
 */
import type { IoError } from '../device/ports.ts';
import type { PlexId } from '../model/identity.ts';
import { mebibyte } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { CopyWork } from './copy-job.ts';
import type { DiskError } from './disk-use.ts';
import { Join } from './join.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { Mirror } from './mirror.ts';
import { agreeingPlexes, comparedBlockBytes, PlexDifferences } from './plex-differences.ts';
import type { Copied, CopyFailure, RangeCopy } from './range-copy.ts';
import type { RangeOrder } from './range-order.ts';
import { RangeLock } from './range-order.ts';
import type { UnequalRegions } from './unequal-regions.ts';

const chunkBytes = mebibyte;

interface PlexCopy {
  readonly member: MirrorMember;
  readonly plexId: PlexId;
  readonly bytes: Uint8Array;
  error: IoError | null;
  answered: boolean;
}

export interface VerifyParts {
  readonly mirror: Mirror;
  readonly order: RangeOrder;
  readonly copy: RangeCopy;
  /** Regions that are to be made equal anyway; they are not compared. */
  readonly unequal: UnequalRegions;
  readonly sizeBytes: number;
  /** The plex whose bytes are right; null to change nothing. */
  readonly rightPlexId: PlexId | null;
}

export class VerifyWork implements CopyWork {
  readonly endsAtFailure = true;
  readonly totalBytes: number;
  readonly differences = new PlexDifferences();
  /** Of what was found, written anew from the right plex. */
  repairedBytes = 0;
  private readonly parts: VerifyParts;
  private readonly joins: Join[] = [];
  private buffers: Uint8Array[] = [];

  constructor(parts: VerifyParts) {
    this.parts = parts;
    this.totalBytes = parts.sizeBytes;
  }

  chunk(positionBytes: number): { readonly lengthBytes: number; readonly needed: boolean } {
    return { lengthBytes: Math.min(chunkBytes, this.totalBytes - positionBytes), needed: true };
  }

  perform(positionBytes: number, lengthBytes: number, done: Copied): void {
    const { order, unequal } = this.parts;
    const lock = new RangeLock(order, positionBytes, lengthBytes, () => {
      const ended: Copied = (failure) => {
        lock.release();
        done(failure);
      };
      if (unequal.firstIn(positionBytes, lengthBytes) >= 0) ended(null);
      else this.readAll(positionBytes, lengthBytes, ended);
    });
    if (sabotaged('repair-without-lock')) {
      order.append(lock);
      lock.begin();
      return;
    }
    lock.acquire();
  }

  /** Repaired blocks are flushed by whoever flushes the volume next, like any write. */
  conclude(done: Copied): void {
    this.buffers = [];
    done(null);
  }

  private readAll(offsetBytes: number, lengthBytes: number, done: Copied): void {
    const { mirror } = this.parts;
    const members = mirror.readers;
    while (this.buffers.length < members.length) this.buffers.push(new Uint8Array(chunkBytes));
    const copies = members.map((member, index): PlexCopy => {
      const bytes = (this.buffers[index] as Uint8Array).subarray(0, lengthBytes);
      return { member, plexId: member.plexId, bytes, error: null, answered: false };
    });
    const join = Join.begin(this.joins, () => { this.compare(copies, offsetBytes, lengthBytes, done); });
    for (const copy of copies) {
      const ended = (error: IoError | null): void => {
        copy.answered = true;
        copy.error = error;
        if ((error as DiskError | null)?.late === true) mirror.leave(copy.member, error as DiskError);
        else if (error !== null && !(error as DiskError).missing) mirror.owner.readFailed(mirror.failure(copy.member, error));
        join.part(null);
      };
      const call = mirror.watch.watch(copy.member, () => copies.some((other) => other.answered && other.error === null), ended);
      if (call.issued(copy.member.layer.read(copy.bytes, 0, offsetBytes, lengthBytes, call.finish))) copy.answered = true;
      else join.add();
    }
    if (join.end()) this.compare(copies, offsetBytes, lengthBytes, done);
  }

  private compare(copies: readonly PlexCopy[], offsetBytes: number, lengthBytes: number, done: Copied): void {
    const read = copies.filter((copy) => copy.error === null);
    const [first] = read;
    if (first === undefined || read.length < 2) {
      done(tooFew(copies));
      return;
    }
    if (read.every(({ bytes }) => Buffer.compare(first.bytes, bytes) === 0)) {
      done(null);
      return;
    }
    const blocks: number[] = [];
    for (let at = 0; at < lengthBytes; at += comparedBlockBytes) {
      const endBytes = Math.min(at + comparedBlockBytes, lengthBytes);
      const agreeing = agreeingPlexes(read.map(({ plexId, bytes }) => ({ plexId, bytes: bytes.subarray(at, endBytes) })));
      if (agreeing.length === 1) continue;
      this.differences.add(offsetBytes + at, endBytes - at, agreeing);
      blocks.push(at);
    }
    const right = read.find(({ plexId }) => plexId === this.parts.rightPlexId);
    if (right === undefined) done(null);
    else this.repair(right, blocks, offsetBytes, done);
  }

  private repair(right: PlexCopy, blocks: readonly number[], offsetBytes: number, done: Copied): void {
    let next = 0;
    const proceed: Copied = (failure) => {
      const at = blocks[next];
      if (failure !== null || at === undefined) {
        done(failure);
        return;
      }
      next += 1;
      const bytes = right.bytes.subarray(at, at + comparedBlockBytes);
      this.repairedBytes += bytes.length;
      this.parts.copy.spread(right.member, bytes, offsetBytes + at, bytes.length, proceed);
    };
    proceed(null);
  }
}

function tooFew(copies: readonly PlexCopy[]): CopyFailure {
  const failed = copies.find((copy) => copy.error !== null) ?? copies[0];
  const error: IoError = failed?.error ?? { code: 'EIO', message: 'fewer than two plexes can be read' };
  return { kind: 'failed', plexId: failed?.plexId ?? ('' as PlexId), error };
}
