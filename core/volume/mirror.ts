/**
 * The plexes of a volume as one layer (docs/decisions/0001, steps 4 to 6).
 *
 * - A change goes to every live plex, read or only written, from the one buffer.
 * - When some plexes failed and at least one live ACTIVE plex took the change, the failed ones leave at once, and the
 *   change is acknowledged after their STALE marks are durable.
 * - When no live ACTIVE plex took it, nobody is marked, the client gets the error, and the range counts as unequal.
 * - The last live ACTIVE plex is therefore never marked.
 * - What is in flight on a plex that has left is given up: nobody waits for it. A plex whose answer is late leaves like one
 *   that failed, while another has taken the change or can serve the read.
 */
import type { Done, IoError } from '../device/ports.ts';
import type { ReadPolicy } from '../model/configuration.ts';
import type { DiskId, PlexId } from '../model/identity.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { DiskError } from './disk-use.ts';
import type { Abilities, Layer } from './layer.ts';
import type { MirrorMember } from './mirror-member.ts';
import { MirrorChange } from './mirror-change.ts';
import type { ChangeOperation } from './mirror-change.ts';
import { MirrorRead } from './mirror-read.ts';
import { MirrorWatch } from './mirror-watch.ts';
import { ReadChoice } from './read-choice.ts';
import { StaleMarks } from './stale-marks.ts';
import type { PlexFailure, VolumeOwner } from './volume-definition.ts';

const nothing: Uint8Array = new Uint8Array(0);

/** What the mirror finds out and others put right. */
export interface MirrorObserver {
  /** A change failed on every ACTIVE plex: in this range the plexes may differ though none is marked. */
  becameUnequal(offsetBytes: number, lengthBytes: number): void;
  /** A plex missed something and takes no part from now on; its mark is not committed yet. */
  plexLeft(member: MirrorMember): void;
  /** A plex that nobody had marked takes part again: no other is left. */
  plexCameBack(member: MirrorMember): void;
  /** Bytes of the plexes are about to change though no client changes them: whoever is away lacks the change. */
  rewriting(offsetBytes: number, lengthBytes: number): void;
  /** One plex could not be read where another could. */
  readRepairable(member: MirrorMember, offsetBytes: number, lengthBytes: number): void;
}

export class Mirror implements Layer {
  abilities: Abilities = { sizeBytes: 0, readOnly: false, fastZero: false };
  readonly owner: VolumeOwner;
  readonly observer: MirrorObserver;
  readonly marks: StaleMarks;
  readonly watch: MirrorWatch;
  /** Live plexes; replaced, never changed, so that an operation in flight keeps the ones that it began with. */
  writers: readonly MirrorMember[] = [];
  /** The ACTIVE ones among them. */
  readers: readonly MirrorMember[] = [];
  private members: readonly MirrorMember[] = [];
  private policy: ReadPolicy = { kind: 'select' };
  private readonly choice = new ReadChoice();
  private readonly spareChanges: MirrorChange[] = [];
  private readonly spareReads: MirrorRead[] = [];

  constructor(owner: VolumeOwner, observer: MirrorObserver) {
    this.owner = owner;
    this.observer = observer;
    this.marks = new StaleMarks(owner);
    this.watch = new MirrorWatch(owner);
  }

  configure(members: readonly MirrorMember[], policy: ReadPolicy, abilities: Abilities): void {
    for (const member of this.members) if (!members.includes(member)) this.marks.forget(member);
    this.members = members;
    this.policy = policy;
    this.abilities = abilities;
    const back = this.bringBack();
    this.refresh();
    for (const member of back) this.observer.plexCameBack(member);
  }

  /**
   * A plex whose mark was denied since it is the last that is up to date: what it missed was acknowledged to nobody. Out of
   * use it would serve nobody either, so it takes part again.
   */
  private bringBack(): readonly MirrorMember[] {
    const isGood = (member: MirrorMember): boolean => member.readable && member.condition === 'live';
    const failing = this.members.filter((member) => member.readable && member.condition === 'failing');
    if (failing.length === 0 || this.members.some(isGood)) return [];
    for (const member of failing) {
      this.marks.forget(member);
      member.condition = 'live';
    }
    return failing;
  }

  member(plexId: PlexId): MirrorMember | null {
    return this.members.find((member) => member.plexId === plexId) ?? null;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    const member = this.choice.pick(offsetBytes, lengthBytes);
    if (member === null) {
      this.owner.clock.soon(() => { done({ code: 'EIO', message: 'no plex of the volume can be read' }); });
      return false;
    }
    const read = this.spareReads.pop() ?? new MirrorRead(this, this.spareReads);
    return read.issue(member, buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.change('write', buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.change(keepAllocated ? 'zero keeping space' : 'zero', nothing, 0, offsetBytes, lengthBytes, done);
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.change('trim', nothing, 0, offsetBytes, lengthBytes, done);
  }

  flush(done: Done): boolean {
    return this.change('flush', nothing, 0, 0, 0, done);
  }

  /** A plex that can be read has no part on any of these disks. */
  canServeWithout(diskIds: readonly DiskId[]): boolean {
    return this.readers.some(({ layer }) => !diskIds.some((diskId) => layer.isOn(diskId)));
  }

  /** Takes a plex out that missed something; its mark is committed by the next `marks.settle`. */
  fail(member: MirrorMember, error: IoError): void {
    if (member.condition === 'live') this.observer.plexLeft(member);
    this.marks.add(member, this.failure(member, error));
    this.refresh();
    const { layer } = member;
    this.owner.clock.soon(() => { layer.expireAll(); });
  }

  /** Takes a plex out whose answer was late though nothing waits for its mark: it is committed all the same. */
  leave(member: MirrorMember, error: IoError): void {
    if (member.condition !== 'live' || !this.readers.some((reader) => reader !== member)) return;
    this.fail(member, error);
    // Without a commit the next change asks again.
    this.marks.settle(() => undefined);
  }

  /** Takes a plex out without a mark: its attaching has ended, and it is STALE or TEMPRMSD on disk anyway. */
  detach(member: MirrorMember): void {
    if (member.condition === 'live') member.condition = 'detached';
    this.refresh();
  }

  failure(member: MirrorMember, error: IoError): PlexFailure {
    const tagged: DiskError = member.layer.tag(error);
    const { plexId } = member;
    const { code, message } = error;
    const failure = { plexId, diskId: tagged.diskId, error: { code, message }, diskIsSound: tagged.lost === true };
    if (tagged.missing) return { ...failure, isMissing: true };
    return tagged.late === true ? { ...failure, isLate: true } : failure;
  }

  private change(
    operation: ChangeOperation, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done,
  ): boolean {
    const change = this.spareChanges.pop() ?? new MirrorChange(this, this.spareChanges);
    return change.issue(operation, buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  private refresh(): void {
    const stale = sabotaged('read-from-stale-plex');
    this.writers = this.members.filter((member) => member.condition === 'live');
    this.readers = (stale ? this.members : this.writers).filter((member) => member.readable || stale);
    this.choice.configure(this.policy, this.readers);
  }
}
