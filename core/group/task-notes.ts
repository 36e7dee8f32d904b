/**
 * Keeps the task log of the disks (core/format/klog.ts) in step with what is known of the tasks.
 *
 * What is guaranteed:
 * - `settled` answers null when what was kept before the call is on every holder that is there, sound, and took it within 3 s, and
 *   on one at least. A pause that was answered therefore holds after a restart with any of those disks.
 * - A holder that did not take a note is named in the log, and gets it with the next note, or when it is attached anew. If all
 *   others are gone meanwhile, it speaks with the note before: a task may then run that was paused. Nothing else can follow.
 * - One write at a time goes to the log of a disk. A write that was given up is waited for before the next one is made, so a
 *   late one never lands over a newer note.
 * - A group that is frozen writes nothing.
 */
import type { Clock, IoError, Log } from '../device/ports.ts';
import {
  encodeTaskNote, notedTasksMaximum, readTaskNotes, taskNoteOffsetBytes, taskNotesBytes, type ReadPlace, type TaskNote,
} from '../format/klog.ts';
import type { GroupId } from '../model/identity.ts';
import { sabotaged } from '../model/sabotage.ts';
import { holderTimeoutMilliseconds, readBytes, silence, within, writeBytesDurably } from './device-promises.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { MemberDisk, MemberDisks } from './member-disks.ts';

export interface TaskNotesParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly groupId: GroupId;
  /** The holders that are here. */
  holders(): readonly MemberDisk[];
  /** False when nothing may be written: the disks bear another host's stamp. */
  mayWrite(): boolean;
}

/** Where notes go: the holders that are here and take commits. */
export function noteHolders({ holders }: GroupConfiguration, disks: MemberDisks): readonly MemberDisk[] {
  return holders.flatMap((diskId) => disks.get(diskId) ?? []).filter((disk) => !disk.failed && !disk.leftOut && !disk.device.readOnly);
}

export type WantedNote = Omit<TaskNote, 'sequence' | 'underWay'>;

/** What is known of one disk's log. */
interface DiskLog {
  readonly sequences: number[];
  readonly nextEntries: (0 | 1)[];
}

const noHolder: IoError = { code: 'EIO', message: 'no disk of the group takes notes' };
const noRoom: IoError = { code: 'ENOSPC', message: 'the task log of the disk is too small' };

export class TaskNotes {
  readonly #parts: TaskNotesParts;
  readonly #places: (TaskNote | null)[] = Array.from({ length: notedTasksMaximum }, () => null);
  readonly #logs = new WeakMap<MemberDisk, DiskLog>();
  readonly #writing = new Map<MemberDisk, Promise<IoError | null>>();
  #sequence = 0;
  /** From here on this host is the only one that writes. */
  #loaded = false;

  constructor(parts: TaskNotesParts) {
    this.#parts = parts;
  }

  /** What the present disks tell, of each place the newest. A disk that cannot be read tells nothing. */
  async load(): Promise<readonly TaskNote[]> {
    const { holders, clock } = this.#parts;
    await Promise.all(holders().map((disk) => within(clock, holderTimeoutMilliseconds, this.#read(disk), null)));
    this.#loaded = true;
    return this.#places.flatMap((note) => note ?? []);
  }

  /** These are under way and no others; at most `notedTasksMaximum`. */
  keep(wanted: readonly WantedNote[]): void {
    this.#loaded = true;
    const ids = new Set(wanted.map(({ taskId }) => taskId));
    for (const [place, note] of this.#places.entries()) {
      if (note !== null && note.underWay && !ids.has(note.taskId)) this.#set(place, { ...note, underWay: false });
    }
    for (const note of wanted) {
      const own = this.#places.findIndex((known) => known !== null && known.underWay && known.taskId === note.taskId);
      const place = own >= 0 ? own : this.#places.findIndex((known) => known === null || !known.underWay);
      const known = this.#places[place];
      if (own < 0 || known === null || known === undefined || differs(known, note)) this.#set(place, { ...note, underWay: true });
    }
    this.#writeWhatLacks();
  }

  /** See the guarantees above. */
  async settled(): Promise<IoError | null> {
    const { clock, holders } = this.#parts;
    this.#writeWhatLacks();
    const disks = holders();
    const ends = await Promise.all(disks.map((disk) =>
      within(clock, holderTimeoutMilliseconds, this.#writing.get(disk) ?? Promise.resolve(null), silence)));
    if (disks.some((disk, index) => ends[index] === null && this.#nothingLacks(disk))) return null;
    return this.#places.every((note) => note === null) ? null : ends.find((error) => error !== null) ?? noHolder;
  }

  #set(place: number, note: Omit<TaskNote, 'sequence'>): void {
    this.#sequence += 1;
    this.#places[place] = { ...note, sequence: this.#sequence };
  }

  #nothingLacks(disk: MemberDisk): boolean {
    return this.#lacking(disk) < 0;
  }

  /** The first place whose note the disk does not have; -1 when there is none. */
  #lacking(disk: MemberDisk): number {
    const sequences = this.#logs.get(disk)?.sequences;
    return this.#places.findIndex((note, place) => note !== null && (sequences?.[place] ?? 0) !== note.sequence);
  }

  #writeWhatLacks(): void {
    if (!this.#parts.mayWrite()) return;
    for (const disk of this.#parts.holders()) {
      if (this.#writing.has(disk) || this.#nothingLacks(disk)) continue;
      const work = this.#write(disk).finally(() => { this.#writing.delete(disk); });
      this.#writing.set(disk, work);
    }
  }

  async #write(disk: MemberDisk): Promise<IoError | null> {
    const log = this.#logs.get(disk) ?? await this.#read(disk);
    if (log === null) return this.#told(disk, { code: 'EIO', message: 'the task log cannot be read' });
    for (let place = this.#lacking(disk); place >= 0; place = this.#lacking(disk)) {
      const note = this.#places[place] as TaskNote;
      const next = log.nextEntries[place] ?? 0;
      const entry = sabotaged('task-note-over-newest') ? 0 : next;
      const { diskId } = disk.header;
      const bytes = encodeTaskNote(note, { diskId, groupId: this.#parts.groupId, place });
      const offsetBytes = disk.layout.klog.offsetBytes + taskNoteOffsetBytes(place, entry);
      const error = await writeBytesDurably(disk.device, offsetBytes, bytes);
      if (error !== null) return this.#told(disk, error);
      log.sequences[place] = note.sequence;
      log.nextEntries[place] = next === 0 ? 1 : 0;
    }
    return null;
  }

  #told(disk: MemberDisk, error: IoError): IoError {
    this.#parts.log.write('warning', 'a disk did not take a note of the tasks', { disk: disk.opening.hostName, error: error.message });
    return error;
  }

  /** Null when it cannot be read. What it tells that is newer than what is known counts. */
  async #read(disk: MemberDisk): Promise<DiskLog | null> {
    const { offsetBytes, lengthBytes } = disk.layout.klog;
    if (lengthBytes < taskNotesBytes) {
      this.#told(disk, noRoom);
      return null;
    }
    const bytes = await readBytes(disk.device, offsetBytes, taskNotesBytes);
    if (!bytes.ok) return null;
    const places = readTaskNotes(bytes.value, disk.header.diskId, this.#parts.groupId);
    const log: DiskLog = {
      sequences: places.map(({ note }) => note?.sequence ?? 0), nextEntries: places.map(({ nextEntry }) => nextEntry),
    };
    this.#logs.set(disk, log);
    for (const [place, read] of places.entries()) this.#learn(place, read);
    return log;
  }

  /**
   * At the import the newest note counts. Later we are the only writer, and a disk that returns tells of an older life: what it
   * says is overwritten, also where its number is as high as ours.
   */
  #learn(place: number, { note }: ReadPlace): void {
    if (note === null) return;
    const known = this.#places[place] ?? null;
    this.#sequence = Math.max(this.#sequence, note.sequence);
    if (!this.#loaded) {
      if (known === null || known.sequence < note.sequence) this.#places[place] = note;
    } else if (known === null) {
      if (note.underWay) this.#set(place, { ...note, underWay: false });
    } else if (note.sequence > known.sequence || (note.sequence === known.sequence && note.taskId !== known.taskId)) {
      this.#set(place, known);
    }
  }
}

/** Whether what is wished or told of the task differs from what the place says. */
function differs(known: TaskNote, wanted: WantedNote): boolean {
  return known.paused !== wanted.paused || known.slowMilliseconds !== wanted.slowMilliseconds || known.name !== wanted.name
    || known.objectName !== wanted.objectName;
}
