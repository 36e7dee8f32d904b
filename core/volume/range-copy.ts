/**
 * Copies a range that its caller has locked from one readable plex to others. A source that cannot be read is counted
 * and another is tried; a target that cannot be written leaves the mirror, and its mark is durable before the copy goes on.
 * Callbacks may come from within the call.
 */
import type { Clock, IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import type { DiskError } from './disk-use.ts';
import { Join } from './join.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { Mirror } from './mirror.ts';
import type { CopyOutcome } from './volume-definition.ts';

/**
 * A whole chunk in one read and one write. Smaller pieces stay in the processor's cache, but a disk that takes its time is
 * waited for at each of them: 128 KiB made a copy half as fast as this on a machine with other work.
 */
export const copyPieceBytes = mebibyte;
const spareBuffersMaximum = 4;

export type CopyFailure = Extract<CopyOutcome, { readonly kind: 'failed' }>;
export type Copied = (failure: CopyFailure | null) => void;

export class RangeCopy {
  private readonly mirror: Mirror;
  private readonly spareBuffers: Uint8Array[] = [];
  private readonly joins: Join[] = [];

  constructor(mirror: Mirror) {
    this.mirror = mirror;
  }

  get clock(): Clock {
    return this.mirror.owner.clock;
  }

  /** Afterwards all live plexes hold the bytes that one of the readable ones held. */
  equalize(offsetBytes: number, lengthBytes: number, done: Copied): void {
    this.inPieces(offsetBytes, lengthBytes, null, done);
  }

  /** Afterwards `target` holds the bytes of a readable plex. Fails when the target does. */
  fill(target: MirrorMember, offsetBytes: number, lengthBytes: number, done: Copied): void {
    this.inPieces(offsetBytes, lengthBytes, target, done);
  }

  /** Writes these bytes, which `source` holds, to all other live plexes. */
  spread(source: MirrorMember, bytes: Uint8Array, offsetBytes: number, lengthBytes: number, done: Copied): void {
    this.mirror.observer.rewriting(offsetBytes, lengthBytes);
    this.writeTo(source, bytes, offsetBytes, lengthBytes, null, done);
  }

  private inPieces(offsetBytes: number, lengthBytes: number, target: MirrorMember | null, done: Copied): void {
    const buffer = this.spareBuffers.pop() ?? new Uint8Array(copyPieceBytes);
    let at = 0;
    const proceed = (failure: CopyFailure | null): void => {
      if (failure !== null || at === lengthBytes) {
        if (this.spareBuffers.length < spareBuffersMaximum) this.spareBuffers.push(buffer);
        done(failure);
        return;
      }
      const bytes = Math.min(copyPieceBytes, lengthBytes - at);
      const from = offsetBytes + at;
      at += bytes;
      this.piece(buffer, from, bytes, target, proceed);
    };
    proceed(null);
  }

  private piece(buffer: Uint8Array, offsetBytes: number, lengthBytes: number, target: MirrorMember | null, done: Copied): void {
    const sources = this.mirror.readers.filter((member) => member !== target);
    const late: [MirrorMember, IoError][] = [];
    let firstFailure: CopyFailure | null = null;
    const readFrom = (index: number): void => {
      const source = sources[index];
      if (source === undefined) {
        done(firstFailure ?? noSource(target));
        return;
      }
      const ended = (error: IoError | null): void => {
        if (error === null) {
          for (const [member, lateError] of late) this.mirror.leave(member, lateError);
          this.writeTo(source, buffer, offsetBytes, lengthBytes, target, done);
          return;
        }
        firstFailure ??= { kind: 'failed', plexId: source.plexId, error };
        if ((error as DiskError).late === true) late.push([source, error]);
        else if (!(error as DiskError).missing) this.mirror.owner.readFailed(this.mirror.failure(source, error));
        readFrom(index + 1);
      };
      // The range is locked meanwhile: clients would wait for the plex as long as the copy does.
      const hasOther = (): boolean => this.mirror.readers.some((reader) => reader !== source && reader !== target);
      const call = this.mirror.watch.watch(source, hasOther, ended);
      if (call.issued(source.layer.read(buffer, 0, offsetBytes, lengthBytes, call.finish))) ended(null);
    };
    readFrom(0);
  }

  private writeTo(
    source: MirrorMember, buffer: Uint8Array, offsetBytes: number, lengthBytes: number, target: MirrorMember | null, done: Copied,
  ): void {
    const { mirror } = this;
    const targets = mirror.writers.filter((member) => (target === null ? member !== source : member === target));
    if (target !== null && targets.length === 0) {
      done({ kind: 'failed', plexId: target.plexId, error: { code: 'EIO', message: 'the plex takes no part any more' } });
      return;
    }
    let failure: CopyFailure | null = null;
    const ended = (): void => {
      if (failure === null) {
        done(null);
        return;
      }
      mirror.marks.settle((error) => {
        if (error !== null) done({ kind: 'failed', plexId: (failure as CopyFailure).plexId, error });
        else done(target === null ? null : failure);
      });
    };
    const join = Join.begin(this.joins, ended);
    for (const member of targets) {
      const written = (error: IoError | null): void => {
        if (error !== null) {
          failure ??= { kind: 'failed', plexId: member.plexId, error };
          mirror.fail(member, error);
        }
        join.part(null);
      };
      const call = mirror.watch.watch(member, () => source.condition === 'live', written);
      if (!call.issued(member.layer.write(buffer, 0, offsetBytes, lengthBytes, call.finish))) join.add();
    }
    if (join.end()) ended();
  }
}

function noSource(target: MirrorMember | null): CopyFailure | null {
  // With no plex that can be read there is nothing to make equal, but a plex cannot be filled from nothing.
  if (target === null) return null;
  return { kind: 'failed', plexId: target.plexId, error: { code: 'EIO', message: 'no plex of the volume can be read' } };
}
