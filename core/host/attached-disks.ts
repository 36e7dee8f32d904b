/**
 * The disks that this host has attached: each held against other openers, numbered, and looked into.
 *
 * Invariants:
 * - One attachment per disk and place; while attached, its lock is held.
 * - Of attachments that bear the same disk id one is the disk (the one a running group uses, else the one attached
 *   first); the others are copies, which join nothing.
 * - The list on disk is written before an attachment comes or goes.
 */
import type { DiskInspection } from '../group/disk-reader.ts';
import type { DiskOpening } from '../group/runtime-protocol.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { DiskAccess, HeldDisk } from './disk-access.ts';
import { diskPlace, findMoved, mayBeSameMedium, reportDisk } from './disk-finding.ts';
import type { DiskPlace } from './disk-finding.ts';
import type { DiskEntry, DiskListFile } from './disk-list-file.ts';

/** Disks attached at one time. */
export const attachedDisksMaximum = 20_000;

export interface Attachment {
  /** Names this attachment, for ever; the view's id where the disk has none of its own. */
  readonly attachment: string;
  readonly entry: DiskEntry;
  readonly place: DiskPlace;
  readonly sizeBytes: number;
  readonly inspection: DiskInspection;
  readonly held: HeldDisk;
  /** It lies in a file that was put in the place of the one that its group had: perhaps an older copy. */
  readonly inAnotherFile: boolean;
}

export function hostDiskName(number: number): string {
  return `Harddisk${number}`;
}

export function attachmentName(attachment: Attachment): string {
  return hostDiskName(attachment.entry.number);
}

/** A disk of the list that could not be found. */
export interface AbsentDisk {
  readonly entry: DiskEntry;
  readonly refusal: Refusal;
}

function goneRefusal({ number, diskId, location }: DiskEntry, reason = ''): Refusal {
  return refusal('disk.gone', { kind: 'disk', name: hostDiskName(number), ...(diskId === '' ? {} : { id: diskId }) },
    { location, ...(reason === '' ? {} : { reason }) }, 'Bring the file or device back to its folder, then run vxdisk rescan.');
}

export class AttachedDisks {
  readonly #list: DiskListFile;
  readonly #access: DiskAccess;
  readonly #newGuid: () => string;
  readonly #inUse: (diskId: string, location: string) => boolean;
  #attachments: readonly Attachment[] = [];
  #absent: readonly AbsentDisk[] = [];

  /** `inUse` says whether a running group uses the disk with this id at this place. */
  constructor(list: DiskListFile, access: DiskAccess, newGuid: () => string, inUse: (diskId: string, location: string) => boolean) {
    this.#list = list;
    this.#access = access;
    this.#newGuid = newGuid;
    this.#inUse = inUse;
  }

  all(): readonly Attachment[] {
    return this.#attachments;
  }

  absent(): readonly AbsentDisk[] {
    return this.#absent;
  }

  /** Attachments by the id in their header, without copies. */
  originals(): ReadonlyMap<string, Attachment> {
    const originals = new Map<string, Attachment>();
    for (const attachment of this.#attachments) {
      const diskId = attachment.inspection.header?.diskId;
      if (diskId === undefined) continue;
      if (!originals.has(diskId) || this.#inUse(diskId, attachment.place.location)) originals.set(diskId, attachment);
    }
    return originals;
  }

  /** The host name of the disk that this one is a copy of; empty when it is none. */
  originalOf(attachment: Attachment): string {
    const diskId = attachment.inspection.header?.diskId;
    const original = diskId === undefined ? undefined : this.originals().get(diskId);
    return original === undefined || original === attachment ? '' : attachmentName(original);
  }

  /** Why the location could not be attached; on success the list on disk has it. */
  async attach(location: string, readOnly: boolean): Promise<Result<Attachment, Refusal>> {
    const place = diskPlace(location);
    if (!place.ok) return place;
    const known = this.#attachments.find((attachment) => attachment.place.identity === place.value.identity);
    if (known !== undefined) {
      return failure(refusal('disk.attached', { kind: 'disk', name: location }, { hostName: attachmentName(known) },
        'It can be used as it is.'));
    }
    if (this.#attachments.length >= attachedDisksMaximum) {
      return failure(refusal('limit.reached', { kind: 'host', name: '' }, { limit: 'attached disks', maximum: attachedDisksMaximum },
        'Detach one first.'));
    }
    return this.#take(place.value, readOnly, null);
  }

  async create(location: string, sizeBytes: number): Promise<Result<null, Refusal>> {
    return this.#access.create(location, sizeBytes);
  }

  async detach(attachment: Attachment): Promise<Result<null, Refusal>> {
    const written = this.#list.put([{ ...attachment.entry, attached: false }]);
    if (!written.ok) return written;
    this.#attachments = this.#attachments.filter((other) => other !== attachment);
    await attachment.held.release();
    return success(null);
  }

  /** Attaches what the list says and is not attached: at start all of it, later what was absent. */
  async attachListed(): Promise<readonly Attachment[]> {
    const came: Attachment[] = [];
    const absent: AbsentDisk[] = [];
    const held = this.#heldNumbers();
    for (const entry of this.#list.entries.filter((listed) => listed.attached && !held.has(listed.number))) {
      const found = await this.#attachEntry(entry);
      if (found.ok) came.push(found.value);
      else absent.push({ entry, refusal: found.error });
    }
    this.#absent = absent;
    return came;
  }

  /** The disk has gone from its place: it is let go, and looked for from now on. */
  async lose(attachment: Attachment, reason: string): Promise<void> {
    const { entry } = attachment;
    this.#attachments = this.#attachments.filter((other) => other !== attachment);
    this.#absent = [...this.#absent, { entry, refusal: goneRefusal(entry, reason) }];
    await attachment.held.release();
  }

  /** Takes a disk that was not found off the list; its number is remembered. */
  forget(lost: AbsentDisk): Result<null, Refusal> {
    const written = this.#list.put([{ ...lost.entry, attached: false }]);
    if (written.ok) this.#absent = this.#absent.filter((other) => other !== lost);
    return written;
  }

  /** Looks into these disks again, after something was written to them; their ids may be new. */
  async refresh(attachments: readonly Attachment[]): Promise<void> {
    const changed: Attachment[] = [];
    for (const attachment of attachments) {
      const report = await reportDisk(this.#access, attachment.place.location, true);
      if (!report.ok) continue;
      const diskId = report.value.inspection.header?.diskId ?? '';
      const entry = { ...attachment.entry, diskId: diskId || attachment.entry.diskId };
      changed.push({ ...attachment, ...report.value, entry });
    }
    const unlisted = changed.filter(({ entry }) => !this.#list.entries.some((listed) => listed.number === entry.number
      && listed.diskId === entry.diskId));
    if (unlisted.length > 0) this.#list.put(unlisted.map(({ entry }) => entry));
    this.#replace(changed);
  }

  /** Their group has taken them in, and has marked what it does not believe: from here on these are the files that it had. */
  tookIn(attachments: readonly Attachment[]): void {
    const changed = attachments.filter(({ inAnotherFile }) => inAnotherFile)
      .map((attachment) => ({ ...attachment, inAnotherFile: false, entry: { ...attachment.entry, medium: attachment.place.medium } }));
    // Where the list cannot be written they are not believed at the next start either.
    if (changed.length > 0 && this.#list.put(changed.map(({ entry }) => entry)).ok) this.#replace(changed);
  }

  /** Tags of a disk in no group. */
  tag(attachment: Attachment, tags: { readonly enclosure: string; readonly site: string }): Result<null, Refusal> {
    const entry = { ...attachment.entry, ...tags };
    const written = this.#list.put([entry]);
    if (written.ok) this.#replace([{ ...attachment, entry }]);
    return written;
  }

  openingOf(attachment: Attachment): DiskOpening {
    const { entry, place } = attachment;
    return {
      attachment: attachment.attachment, diskId: attachment.inspection.header?.diskId ?? '', hostName: attachmentName(attachment),
      location: place.location, readOnly: entry.readOnly, enclosure: entry.enclosure, site: entry.site,
      ...(attachment.inAnotherFile ? { inAnotherFile: true } : {}),
    };
  }

  async close(): Promise<void> {
    const attachments = this.#attachments;
    this.#attachments = [];
    await Promise.all(attachments.map((attachment) => attachment.held.release()));
  }

  /** The id finds the disk; its old path is only where the search begins. A disk without an id has nothing but its path. */
  async #attachEntry(entry: DiskEntry): Promise<Result<Attachment, Refusal>> {
    const gone = failure(goneRefusal(entry));
    const taken = new Set(this.#attachments.map((attachment) => attachment.place.location));
    const there = diskPlace(entry.location);
    if (there.ok && !taken.has(there.value.location)) {
      const report = await reportDisk(this.#access, there.value.location, true);
      const diskId = report.ok ? report.value.inspection.header?.diskId ?? '' : '';
      const anothers = diskId !== '' && this.#list.entries.some((other) => other.number !== entry.number && other.diskId === diskId
        && other.attached);
      const fits = diskId === entry.diskId || (entry.diskId === '' && !anothers);
      if (report.ok && fits) return this.#take(there.value, entry.readOnly, entry);
      if (!report.ok && entry.diskId === '') return report;
    }
    const moved = entry.diskId === '' ? null : await findMoved(this.#access, entry.location, entry.diskId, taken);
    return moved === null ? gone : this.#take(moved, entry.readOnly, entry);
  }

  async #take(place: DiskPlace, readOnly: boolean, listed: DiskEntry | null): Promise<Result<Attachment, Refusal>> {
    const held = await this.#access.hold(place.location);
    if (!held.ok) return held;
    const taken = await this.#look(place, readOnly, listed, held.value);
    if (!taken.ok) {
      await held.value.release();
      return taken;
    }
    this.#attachments = [...this.#attachments, taken.value].sort((left, right) => left.entry.number - right.entry.number);
    return taken;
  }

  async #look(place: DiskPlace, readOnly: boolean, listed: DiskEntry | null, held: HeldDisk): Promise<Result<Attachment, Refusal>> {
    const report = await reportDisk(this.#access, place.location, readOnly);
    if (!report.ok) return report;
    const diskId = report.value.inspection.header?.diskId ?? listed?.diskId ?? '';
    const base = listed ?? this.#list.entryFor(diskId, place.location, this.#heldNumbers());
    const isMember = (report.value.inspection.header?.groupId ?? '') !== '';
    const inAnotherFile = isMember && !mayBeSameMedium(base.medium, place.medium);
    const medium = inAnotherFile ? base.medium : place.medium;
    const entry: DiskEntry = { ...base, diskId, location: place.location, readOnly, attached: true, medium };
    const unchanged = listed !== null && listed.location === entry.location && listed.diskId === entry.diskId && listed.medium === medium;
    const written = unchanged ? success(null) : this.#list.put([entry]);
    return written.ok ? success({ attachment: this.#newGuid(), entry, place, ...report.value, held, inAnotherFile }) : written;
  }

  #heldNumbers(): ReadonlySet<number> {
    return new Set(this.#attachments.map((attachment) => attachment.entry.number));
  }

  #replace(changed: readonly Attachment[]): void {
    const byNumber = new Map(changed.map((attachment) => [attachment.entry.number, attachment]));
    this.#attachments = this.#attachments.map((attachment) => byNumber.get(attachment.entry.number) ?? attachment);
  }
}
