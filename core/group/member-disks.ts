/**
 * The disks of the group that are here, each with the device that the runtime opened for it.
 *
 * A flush that failed fails the disk for everyone, until it is attached anew: the system may have dropped the dirty
 * pages and would report success next time (decision 0001). So no second flush ever reaches such a disk, and the failure
 * is noted in the disk's header before any flush is answered with it: the next process must know it too.
 */
import type { BlockDevice, Clock, Done, IoError } from '../device/ports.ts';
import type { SlotIndex } from '../format/configuration-slot.ts';
import type { DiskHeader } from '../format/disk-header.ts';
import type { PrivateRegionLayout } from '../format/private-region-layout.ts';
import type { DiskId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { DiskOpening } from './runtime-protocol.ts';

export interface MemberDisk {
  readonly opening: DiskOpening;
  readonly device: BlockDevice;
  readonly layout: PrivateRegionLayout;
  header: DiskHeader;
  /** The slot with the disk's newest sound configuration; `unknown` after a write whose end is not known. */
  newestSlot: SlotIndex | null | 'unknown';
  /** The end of the last write to the header that was begun: one at a time, or one would undo the other. */
  headerTurn: Promise<unknown>;
  /** A write to the private region was given up and may still reach the disk: no other write until it ended. */
  writing: boolean;
  /** It failed a commit; it holds no configuration until it is attached anew or nobody else is left. */
  leftOut: boolean;
  /** It is left out since it did not answer in time: nothing else is known against it. */
  silent?: boolean;
  failed: boolean;
  /** An earlier process saw a flush of it fail: what was not flushed then may be lost though it can be read. */
  doubtful: boolean;
  errors: number;
}

const flushFailedBefore: IoError = { code: 'EIO', message: 'an earlier flush of the disk failed' };

/** Passes everything on, but for flushes after a failed one, and nothing once it is sealed. */
export class LatchedDevice implements BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly punchesHoles: boolean;
  readonly #device: BlockDevice;
  readonly #clock: Clock;
  #failure: IoError | null = null;
  /** Flushes under way, by the `done` that each was given. */
  readonly #flushes = new Map<Done, Done>();
  /** Resolves when the failure has been noted; null while no flush has failed. */
  #noted: Promise<void> | null = null;
  /** The disk belongs to another host: no call reaches it. */
  #sealed: IoError | null = null;
  /** Called once, with the error of the first flush that failed, or with the failure that the device tells of itself. */
  flushFailed: (error: IoError) => Promise<void> = () => Promise.resolve();

  constructor(device: BlockDevice, clock: Clock) {
    this.#device = device;
    this.#clock = clock;
    this.sizeBytes = device.sizeBytes;
    this.readOnly = device.readOnly;
    this.punchesHoles = device.punchesHoles;
    device.watchFailure?.((error) => { this.#latch(error); });
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.#sealed !== null) return this.#refuse(this.#sealed, done);
    return this.#device.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.#sealed !== null) return this.#refuse(this.#sealed, done);
    return this.#device.write(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (this.#sealed !== null) return this.#refuse(this.#sealed, done);
    return this.#device.zero(offsetBytes, lengthBytes, keepAllocated, done);
  }

  flush(done: Done): boolean {
    if (this.#sealed !== null) return this.#refuse(this.#sealed, done);
    if (this.#failure !== null) {
      this.#answer(this.#failure, done);
      return false;
    }
    const ended: Done = (error) => {
      this.#flushes.delete(done);
      if (error === null && this.#failure === null) done(null);
      else this.#fail(error ?? this.#failure ?? flushFailedBefore, done);
    };
    const complete = this.#device.flush(ended);
    if (!complete) this.#flushes.set(done, ended);
    return complete;
  }

  giveUp(done: Done): boolean {
    const flush = this.#flushes.get(done);
    if (this.#device.giveUp?.(flush ?? done) !== true) return false;
    if (flush !== undefined) this.#flushes.delete(done);
    return true;
  }

  get lateCalls(): number {
    return this.#device.lateCalls ?? 0;
  }

  mediumMark(): string {
    return this.#device.mediumMark?.() ?? '';
  }

  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.#sealed !== null) return this.#refuse(this.#sealed, done);
    return this.#device.writeDurable(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  close(): void {
    this.#device.close();
  }

  /** For good: what is answered with this error from now on was not done. */
  seal(error: IoError): void {
    this.#sealed = error;
  }

  #refuse(error: IoError, done: Done): false {
    this.#clock.soon(() => { done(error); });
    return false;
  }

  #fail(error: IoError, done: Done): void {
    if (sabotaged('retry-failed-flush')) {
      done(error);
      return;
    }
    this.#latch(error);
    this.#answer(error, done);
  }

  #latch(error: IoError): void {
    if (this.#failure !== null || sabotaged('retry-failed-flush')) return;
    this.#failure = error;
    this.#noted = this.flushFailed(error);
  }

  #answer(error: IoError, done: Done): void {
    void (this.#noted ?? Promise.resolve()).then(() => { this.#clock.soon(() => { done(error); }); });
  }
}

export class MemberDisks {
  readonly #members = new Map<DiskId, MemberDisk>();
  /** The marks of the media of disks that left in this life of the group. */
  readonly #leftWith = new Map<DiskId, string>();
  /** A disk has just failed for good: its volumes and its header must be told. Resolves when the header bears it. */
  onFailed: (member: MemberDisk, error: IoError) => Promise<void> = () => Promise.resolve();

  add(disk: Pick<MemberDisk, 'opening' | 'device' | 'layout' | 'header' | 'newestSlot'>): MemberDisk {
    const { diskId } = disk.header;
    invariant(!this.#members.has(diskId), 'a disk is a member once');
    for (const { opening, device } of this.#members.values()) {
      // By attachment, not by location: the file of a member may have been renamed and another put in its place.
      invariant(device !== disk.device && opening.attachment !== disk.opening.attachment, 'what is attached once is one member');
    }
    const member: MemberDisk = {
      ...disk, headerTurn: Promise.resolve(), writing: false, leftOut: false, failed: false, doubtful: disk.header.failed, errors: 0,
    };
    if (disk.device instanceof LatchedDevice) {
      disk.device.flushFailed = (error) => {
        member.failed = true;
        return this.onFailed(member, error);
      };
    }
    this.#members.set(diskId, member);
    return member;
  }

  get(diskId: DiskId): MemberDisk | undefined {
    return this.#members.get(diskId);
  }

  all(): readonly MemberDisk[] {
    return [...this.#members.values()];
  }

  /** Present and not failed. */
  device(diskId: DiskId): BlockDevice | null {
    const member = this.#members.get(diskId);
    return member === undefined || member.failed ? null : member.device;
  }

  usableIds(): ReadonlySet<DiskId> {
    return new Set(this.all().filter((disk) => !disk.failed).map((disk) => disk.header.diskId));
  }

  presentIds(): ReadonlySet<DiskId> {
    return new Set(this.#members.keys());
  }

  failedIds(): ReadonlySet<DiskId> {
    return new Set(this.all().filter((disk) => disk.failed).map((disk) => disk.header.diskId));
  }

  doubtfulIds(): ReadonlySet<DiskId> {
    return new Set(this.all().filter((disk) => disk.doubtful).map((disk) => disk.header.diskId));
  }

  remove(diskId: DiskId): void {
    const member = this.#members.get(diskId);
    this.#leftWith.set(diskId, member === undefined || member.failed ? '' : member.device.mediumMark?.() ?? '');
    member?.device.close();
    this.#members.delete(diskId);
  }

  /** Whether a disk that has come back is known not to be what left: another file, or one that was written to meanwhile. */
  changedWhileAway(diskId: DiskId, device: BlockDevice): boolean {
    const left = this.#leftWith.get(diskId) ?? '';
    return left !== '' && left !== device.mediumMark?.() && !sabotaged('returned-file-not-compared');
  }

  /** The group is another host's: nothing is read from its disks or written to them any more. */
  seal(error: IoError): void {
    for (const { device } of this.#members.values()) if (device instanceof LatchedDevice) device.seal(error);
  }

  closeAll(): void {
    for (const diskId of [...this.#members.keys()]) this.remove(diskId);
  }
}
