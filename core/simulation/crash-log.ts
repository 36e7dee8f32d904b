/**
 * One run, written down: what each disk was told and when it answered, and what the clients were told, in one order. A
 * cursor goes through it and says of each instant what is on the media for certain and what the crash decides.
 *
 * Invariants, for each disk:
 * - a completed durable write is on the medium, and so is every change before it that it overlaps (they share one cache);
 * - a completed flush puts on the medium what had completed when it was issued;
 * - all else that was issued is undecided: the crash may keep it, lose it, or tear it between sectors.
 */
import type { DiskChange } from './scripted-disk.ts';
import { SparseImage } from './sparse-image.ts';

export type ModelEvent =
  /** `origin`: the volume that it was broken off; empty for one that was made. */
  | {
    readonly kind: 'published'; readonly volumeId: string; readonly number: number; readonly lengthBytes: number; readonly origin: string;
  }
  | { readonly kind: 'sent'; readonly write: number; readonly volumeId: string; readonly first: number; readonly count: number }
  | { readonly kind: 'acknowledged'; readonly write: number }
  | { readonly kind: 'refused'; readonly write: number }
  | { readonly kind: 'flush sent'; readonly flush: number; readonly volumeId: string }
  | { readonly kind: 'flushed'; readonly flush: number; readonly volumeId: string }
  /** The host died and came back in the middle of the run; nothing that had completed was lost. */
  | { readonly kind: 'killed' };

export type CrashEvent =
  | { readonly kind: 'issued'; readonly change: DiskChange }
  | { readonly kind: 'completed'; readonly change: DiskChange }
  | { readonly kind: 'flush completed'; readonly disk: number; readonly issuedAt: number }
  | { readonly kind: 'model'; readonly event: ModelEvent }
  | { readonly kind: 'witness'; readonly sequence: number; readonly groupId: string }
  | { readonly kind: 'foreseen'; readonly sequence: number }
  /** A volume that appears from now on was broken off this one; null: was made. */
  | { readonly kind: 'breaking'; readonly volumeId: string | null }
  /** Configurations that may be found from now on; `null` among them: no group at all. */
  | { readonly kind: 'expected'; readonly descriptions: readonly (string | null)[] }
  | { readonly kind: 'failing'; readonly disk: number; readonly dead: boolean };

export interface Undecided {
  readonly change: DiskChange;
  /** Index of the event that issued it: no other change of the run has it. */
  readonly number: number;
  /** Index of the event that completed it; null while it is under way. */
  completedAt: number | null;
}

export interface DiskAtCrash {
  readonly settled: SparseImage;
  /** How many changes have settled: the same number, the same bytes. */
  readonly settledChanges: number;
  readonly undecided: readonly Undecided[];
  readonly dead: boolean;
}

interface CursorDisk {
  readonly settled: SparseImage;
  settledChanges: number;
  undecided: Undecided[];
  dead: boolean;
}

function overlap(one: DiskChange, other: DiskChange): boolean {
  return one.offsetBytes < other.offsetBytes + other.lengthBytes && other.offsetBytes < one.offsetBytes + one.lengthBytes;
}

export class CrashCursor {
  readonly #events: readonly CrashEvent[];
  readonly #disks: readonly CursorDisk[];
  readonly #model: ModelEvent[] = [];
  #at = 0;
  witnessSequence = 0;
  foreseenSequence = 0;
  groupId = '';
  expected: readonly (string | null)[] = [null];
  breaking: string | null = null;

  constructor(events: readonly CrashEvent[], bases: readonly SparseImage[]) {
    this.#events = events;
    this.#disks = bases.map((base) => ({ settled: base.fork(), settledChanges: 0, undecided: [], dead: false }));
  }

  get disks(): readonly DiskAtCrash[] {
    return this.#disks;
  }

  /** What the clients had been told. */
  get model(): readonly ModelEvent[] {
    return this.#model;
  }

  /** Takes the next event; false at the end. */
  advance(): boolean {
    const event = this.#events[this.#at];
    if (!event) return false;
    this.#apply(event, this.#at);
    this.#at += 1;
    return true;
  }

  #apply(event: CrashEvent, at: number): void {
    switch (event.kind) {
      case 'issued':
        this.#disks[event.change.disk]?.undecided.push({ change: event.change, number: at, completedAt: null });
        break;
      case 'completed':
        this.#complete(event.change, at);
        break;
      case 'flush completed':
        this.#settle(event.disk, ({ completedAt }) => completedAt !== null && completedAt < event.issuedAt);
        break;
      case 'model':
        this.#model.push(event.event);
        if (event.event.kind === 'killed') this.#forgetUnderWay();
        break;
      case 'witness':
        this.witnessSequence = Math.max(this.witnessSequence, event.sequence);
        this.groupId = event.groupId;
        break;
      case 'foreseen':
        this.foreseenSequence = Math.max(this.foreseenSequence, event.sequence);
        break;
      case 'breaking':
        this.breaking = event.volumeId;
        break;
      case 'expected':
        this.expected = event.descriptions;
        break;
      case 'failing': {
        const disk = this.#disks[event.disk];
        if (disk) disk.dead = event.dead;
      }
    }
  }

  #complete(change: DiskChange, at: number): void {
    const disk = this.#disks[change.disk];
    const entry = disk?.undecided.find((candidate) => candidate.change === change);
    if (!disk || !entry) return;
    entry.completedAt = at;
    if (change.kind === 'data') return;
    const overlaps = disk.undecided.some((other) => other !== entry && overlap(other.change, change));
    this.#settle(change.disk, (other) => other === entry || (overlaps && other.completedAt !== null));
  }

  #settle(number: number, covered: (entry: Undecided) => boolean): void {
    const disk = this.#disks[number];
    if (!disk) return;
    for (const entry of disk.undecided) if (covered(entry)) writeChange(disk.settled, entry.change);
    const rest = disk.undecided.filter((entry) => !covered(entry));
    disk.settledChanges += disk.undecided.length - rest.length;
    disk.undecided = rest;
  }

  #forgetUnderWay(): void {
    for (const disk of this.#disks) disk.undecided = disk.undecided.filter((entry) => entry.completedAt !== null);
  }
}

export function writeChange(image: SparseImage, change: DiskChange): void {
  image.write(change.bytes, 0, change.offsetBytes, change.lengthBytes);
}
