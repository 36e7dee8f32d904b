/** One read on its way: from the plex of choice, and after an error from the others, one after another. Pooled. */
import type { Done, IoError } from '../device/ports.ts';
import type { DiskError } from './disk-use.ts';
import { sabotaged } from '../model/sabotage.ts';
import { spareObjectsMaximum, unset } from './join.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { WatchedCall } from './mirror-watch.ts';
import type { Mirror } from './mirror.ts';

interface FailedRead {
  readonly member: MirrorMember;
  readonly error: IoError;
}

const nothing: Uint8Array = new Uint8Array(0);

export class MirrorRead implements WatchedCall {
  beganAtCheck = 0;
  private readonly mirror: Mirror;
  private readonly spare: MirrorRead[];
  private readonly finish: Done;
  private member: MirrorMember | null = null;
  private failed: FailedRead[] = [];
  private askedAgain = false;
  private buffer = nothing;
  private bufferStart = 0;
  private offsetBytes = 0;
  private lengthBytes = 0;
  private done: Done = unset;

  constructor(mirror: Mirror, spare: MirrorRead[]) {
    this.mirror = mirror;
    this.spare = spare;
    this.finish = (error) => {
      mirror.watch.ended(this);
      if (error === null) this.served();
      else this.another(error);
    };
  }

  issue(member: MirrorMember, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    this.member = member;
    this.buffer = buffer;
    this.bufferStart = bufferStart;
    this.offsetBytes = offsetBytes;
    this.lengthBytes = lengthBytes;
    this.done = done;
    if (!member.layer.read(buffer, bufferStart, offsetBytes, lengthBytes, this.finish)) {
      this.mirror.watch.began(this);
      return false;
    }
    this.release();
    return true;
  }

  /** Given up only while another plex can be read in its place. */
  expire(isOld: boolean): void {
    const { mirror, offsetBytes, lengthBytes } = this;
    const member = this.member as MirrorMember;
    if (!isOld && !member.layer.hasLateCalls) return;
    const another = mirror.readers.some((reader) => reader !== member && !this.hasFailed(reader)
      && reader.layer.reaches(offsetBytes, lengthBytes));
    if (another) member.layer.expire(this.finish);
    else if (sabotaged('deadline-marks-last-plex')) mirror.fail(member, { code: 'ETIMEDOUT', message: 'no answer in time' });
  }

  private hasFailed(reader: MirrorMember): boolean {
    return this.failed.some(({ member }) => member === reader);
  }

  /** Given up too early: nobody else can be read. It is asked once more, and waited for. */
  private lateReader(): MirrorMember | undefined {
    if (this.askedAgain) return undefined;
    this.askedAgain = true;
    return this.failed.find(({ member, error }) => (error as DiskError).late === true && member.condition === 'live')?.member;
  }

  private another(error: IoError): void {
    this.failed.push({ member: this.member as MirrorMember, error });
    const next = this.mirror.readers.find((reader) => !this.hasFailed(reader)) ?? this.lateReader();
    if (next === undefined) {
      const { done } = this;
      const first = this.failed.find((one) => !(one.error as DiskError).missing)?.error ?? error;
      this.release();
      done(first);
      return;
    }
    this.member = next;
    if (next.layer.read(this.buffer, this.bufferStart, this.offsetBytes, this.lengthBytes, this.finish)) this.served();
    else this.mirror.watch.began(this);
  }

  private served(): void {
    const { mirror, failed, done, offsetBytes, lengthBytes } = this;
    this.release();
    for (const { member, error } of failed) {
      if ((error as DiskError).missing) continue;
      if ((error as DiskError).late === true) {
        mirror.leave(member, error);
        continue;
      }
      mirror.owner.readFailed(mirror.failure(member, error));
      mirror.observer.readRepairable(member, offsetBytes, lengthBytes);
    }
    done(null);
  }

  private release(): void {
    if (this.failed.length > 0) this.failed = [];
    this.askedAgain = false;
    this.member = null;
    this.buffer = nothing;
    this.done = unset;
    if (this.spare.length < spareObjectsMaximum) this.spare.push(this);
  }
}
