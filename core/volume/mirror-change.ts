/** One write, zero, trim or flush on its way to all plexes. Pooled: complete at once on all of them, it makes no garbage. */
import type { Done, IoError } from '../device/ports.ts';
import { sabotaged } from '../model/sabotage.ts';
import { spareObjectsMaximum, unset } from './join.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { WatchedCall } from './mirror-watch.ts';
import type { Mirror } from './mirror.ts';
import type { PlexLayer } from './plex-layer.ts';

export type ChangeOperation = 'write' | 'zero' | 'zero keeping space' | 'trim' | 'flush';

const noTaker: IoError = { code: 'EIO', message: 'no plex of the volume took it' };

interface FailedMember {
  readonly member: MirrorMember;
  readonly error: IoError;
}

export class MirrorChange implements WatchedCall {
  beganAtCheck = 0;
  private readonly mirror: Mirror;
  private readonly spare: MirrorChange[];
  private members: readonly MirrorMember[] = [];
  /** One completion per plex, made once and kept. */
  private readonly ends: Done[] = [];
  private pending = 0;
  /** By plex: the layer that it was issued to, while its answer is outstanding; a layer may be replaced during a flush. */
  private readonly awaited: (PlexLayer | null)[] = [];
  private failed: FailedMember[] = [];
  private operation: ChangeOperation = 'write';
  private offsetBytes = 0;
  private lengthBytes = 0;
  private done: Done = unset;
  private acknowledged = false;

  constructor(mirror: Mirror, spare: MirrorChange[]) {
    this.mirror = mirror;
    this.spare = spare;
  }

  issue(
    operation: ChangeOperation, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done,
  ): boolean {
    const members = this.mirror.writers;
    this.operation = operation;
    this.members = members;
    this.offsetBytes = offsetBytes;
    this.lengthBytes = lengthBytes;
    this.done = done;
    this.acknowledged = false;
    this.pending = 0;
    while (this.ends.length < members.length) this.ends.push(this.endOf(this.ends.length));
    const count = operation === 'flush' && sabotaged('flush-one-plex-only') ? 1 : members.length;
    for (let index = 0; index < count; index += 1) {
      const member = members[index] as MirrorMember;
      const complete = this.issueTo(member, buffer, bufferStart, this.ends[index] as Done);
      this.awaited[index] = complete ? null : member.layer;
      if (!complete) this.pending += 1;
    }
    if (this.pending > 0) {
      this.mirror.watch.began(this);
      return false;
    }
    if (this.mirror.readers.length > 0 && !this.mirror.marks.pending) {
      this.release();
      return true;
    }
    this.mirror.owner.clock.soon(() => { this.settle(); });
    return false;
  }

  /**
   * While one ACTIVE plex has taken it nobody waits for the others any longer. With none that has, they are waited for: it may
   * be that all are slow, and what was given up on all would be an error to the client.
   */
  expire(isOld: boolean): void {
    const { awaited, members, ends } = this;
    const taken = members.some((member, index) => awaited[index] === null && isTaker(member) && !hasFailed(this.failed, member));
    if (!taken && !sabotaged('deadline-marks-last-plex')) return;
    // The last of them to end may set this object free for another change.
    const late = members.flatMap((_member, index) => {
      const layer = awaited[index] ?? null;
      return layer !== null && (isOld || layer.hasLateCalls) ? [{ layer, end: ends[index] as Done }] : [];
    });
    for (const { layer, end } of late) layer.expire(end);
  }

  private issueTo(member: MirrorMember, buffer: Uint8Array, bufferStart: number, end: Done): boolean {
    const { layer } = member;
    switch (this.operation) {
      case 'write': return layer.write(buffer, bufferStart, this.offsetBytes, this.lengthBytes, end);
      case 'trim': return layer.trim(this.offsetBytes, this.lengthBytes, end);
      case 'flush': return layer.flush(end);
      default: return layer.zero(this.offsetBytes, this.lengthBytes, this.operation === 'zero keeping space', end);
    }
  }

  private endOf(index: number): Done {
    return (error) => {
      if (error !== null) this.failed.push({ member: this.members[index] as MirrorMember, error });
      this.awaited[index] = null;
      this.pending -= 1;
      if (this.pending === 0) this.settle();
      else if (sabotaged('acknowledge-before-second-plex')) this.acknowledge(null);
    };
  }

  /** All plexes have answered: who took it, who is to be marked, what the client is told. */
  private settle(): void {
    const { mirror, failed } = this;
    mirror.watch.ended(this);
    const taken = this.members.some((member) => isTaker(member) && !hasFailed(failed, member));
    if (!taken) {
      const error = failed.find(({ member }) => member.readable)?.error ?? noTaker;
      // After a flush that failed on all, each may have lost another part of what was not flushed.
      if (this.operation === 'flush') mirror.observer.becameUnequal(0, mirror.abilities.sizeBytes);
      else mirror.observer.becameUnequal(this.offsetBytes, this.lengthBytes);
      if (!sabotaged('mark-stale-when-all-failed')) {
        this.end(error);
        return;
      }
    }
    for (const { member, error } of failed) mirror.fail(member, error);
    if (sabotaged('stale-mark-after-acknowledgement')) this.acknowledge(null);
    mirror.marks.settle((error) => { this.end(error); });
  }

  private end(error: IoError | null): void {
    const { done, acknowledged } = this;
    this.release();
    if (!acknowledged) done(error);
  }

  private acknowledge(error: IoError | null): void {
    if (this.acknowledged) return;
    this.acknowledged = true;
    this.done(error);
  }

  private release(): void {
    if (this.failed.length > 0) this.failed = [];
    this.members = [];
    this.done = unset;
    if (this.spare.length < spareObjectsMaximum) this.spare.push(this);
  }
}

function isTaker(member: MirrorMember): boolean {
  return member.readable && member.condition === 'live';
}

function hasFailed(failed: readonly FailedMember[], member: MirrorMember): boolean {
  return failed.some((one) => one.member === member);
}
