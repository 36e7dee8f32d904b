/** One read on its way: from the plex of choice, and after an error from the others, one after another. Pooled. */
import type { Done, IoError } from '../device/ports.ts';
import type { DiskError } from './disk-use.ts';
import { spareObjectsMaximum, unset } from './join.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { Mirror } from './mirror.ts';

interface FailedRead {
  readonly member: MirrorMember;
  readonly error: IoError;
}

const nothing: Uint8Array = new Uint8Array(0);

export class MirrorRead {
  private readonly mirror: Mirror;
  private readonly spare: MirrorRead[];
  private readonly finish: Done;
  private member: MirrorMember | null = null;
  private failed: FailedRead[] = [];
  private buffer = nothing;
  private bufferStart = 0;
  private offsetBytes = 0;
  private lengthBytes = 0;
  private done: Done = unset;

  constructor(mirror: Mirror, spare: MirrorRead[]) {
    this.mirror = mirror;
    this.spare = spare;
    this.finish = (error) => {
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
    if (!member.layer.read(buffer, bufferStart, offsetBytes, lengthBytes, this.finish)) return false;
    this.release();
    return true;
  }

  private another(error: IoError): void {
    this.failed.push({ member: this.member as MirrorMember, error });
    const next = this.mirror.readers.find((reader) => !this.failed.some(({ member }) => member === reader));
    if (next === undefined) {
      const { done } = this;
      const first = this.failed.find((one) => !(one.error as DiskError).missing)?.error ?? error;
      this.release();
      done(first);
      return;
    }
    this.member = next;
    if (next.layer.read(this.buffer, this.bufferStart, this.offsetBytes, this.lengthBytes, this.finish)) this.served();
  }

  private served(): void {
    const { mirror, failed, done, offsetBytes, lengthBytes } = this;
    this.release();
    for (const { member, error } of failed) {
      if ((error as DiskError).missing) continue;
      mirror.owner.readFailed(mirror.failure(member, error));
      mirror.observer.readRepairable(member, offsetBytes, lengthBytes);
    }
    done(null);
  }

  private release(): void {
    if (this.failed.length > 0) this.failed = [];
    this.member = null;
    this.buffer = nothing;
    this.done = unset;
    if (this.spare.length < spareObjectsMaximum) this.spare.push(this);
  }
}
