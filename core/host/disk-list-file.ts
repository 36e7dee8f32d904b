/**
 * The disks that this host knows, in `<state>/disks.json`.
 *
 * Invariants:
 * - A number, once given, belongs to that disk for ever: to its id where it has one, else to its place.
 * - The file is written whole and durably before a change of the list is acted upon.
 * - Entries of detached disks stay, so that a disk that comes back has its old number; only the oldest of very many go.
 */
import { join } from 'node:path';
import * as z from 'zod';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';
import { stateFolderRefusal, systemReason } from './state-folder.ts';

/** Detached disks whose numbers are remembered. */
export const rememberedDisksMaximum = 10_000;

const entrySchema = z.object({
  number: z.number().int().min(0),
  /** Empty while the disk bears no header. */
  diskId: z.string(),
  location: z.string(),
  readOnly: z.boolean(),
  /** Tags of a disk in no group; a member's are in its group's configuration. */
  enclosure: z.string(),
  site: z.string(),
  attached: z.boolean(),
  /** Which file it was when its group last took it in (`DiskPlace.medium`); empty where that cannot be told. */
  medium: z.string().default(''),
});
const listSchema = z.object({ version: z.literal(1), nextNumber: z.number().int().min(0), disks: z.array(entrySchema) });

export type DiskEntry = Readonly<z.infer<typeof entrySchema>>;

export class DiskListFile {
  readonly #folder: string;
  #nextNumber: number;
  #entries: readonly DiskEntry[];

  private constructor(folder: string, nextNumber: number, entries: readonly DiskEntry[]) {
    this.#folder = folder;
    this.#nextNumber = nextNumber;
    this.#entries = entries;
  }

  static open(folder: string): Result<DiskListFile, Refusal> {
    try {
      const text = readTextIfThere(join(folder, 'disks.json'));
      if (text === null) return success(new DiskListFile(folder, 0, []));
      const { nextNumber, disks } = listSchema.parse(JSON.parse(text));
      return success(new DiskListFile(folder, nextNumber, disks));
    } catch (error) {
      return failure(stateFolderRefusal(folder, `disks.json cannot be understood: ${systemReason(error)}`));
    }
  }

  get entries(): readonly DiskEntry[] {
    return this.#entries;
  }

  /** The entry of this disk that no attached disk holds, with its old number or a new one. Nothing is written yet. */
  entryFor(diskId: string, location: string, heldNumbers: ReadonlySet<number>): DiskEntry {
    const open = this.#entries.filter((entry) => !heldNumbers.has(entry.number));
    const known = open.find((entry) => diskId !== '' && entry.diskId === diskId)
      ?? open.find((entry) => entry.location === location && (entry.diskId === '' || diskId === ''));
    return known ?? { number: this.#nextNumber, diskId, location, readOnly: false, enclosure: '', site: '', attached: false, medium: '' };
  }

  /** Puts the entries in place of those with the same numbers, durably. On a refusal the list is as it was. */
  put(changed: readonly DiskEntry[]): Result<null, Refusal> {
    const numbers = new Set(changed.map((entry) => entry.number));
    const kept = this.#entries.filter((entry) => !numbers.has(entry.number));
    const attached = [...kept, ...changed].sort((left, right) => left.number - right.number);
    const surplus = attached.filter((entry) => !entry.attached).length - rememberedDisksMaximum;
    const dropped = new Set(surplus > 0 ? attached.filter((entry) => !entry.attached).slice(0, surplus) : []);
    const entries = attached.filter((entry) => !dropped.has(entry));
    const nextNumber = Math.max(this.#nextNumber, ...changed.map((entry) => entry.number + 1));
    try {
      writeFileDurably(join(this.#folder, 'disks.json'), `${JSON.stringify({ version: 1, nextNumber, disks: entries }, null, 1)}\n`);
    } catch (error) {
      return failure(stateFolderRefusal(this.#folder, systemReason(error)));
    }
    this.#entries = entries;
    this.#nextNumber = nextNumber;
    return success(null);
  }
}
