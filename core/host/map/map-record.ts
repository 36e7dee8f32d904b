/**
 * The notes of what is mapped: `<state>/maps/<volume GUID>.json`.
 *
 * Invariants:
 * - The note is made (exclusively) before anything is attached and removed after everything is gone, so that whatever is
 *   attached has a note, whenever this program dies.
 * - What it says of devices and mounts is never believed; `mapping.ts` asks the kernel.
 * - While `changing` is not zero, that process is at work on it, and as long as it lives nobody else is.
 */
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { privateFileMode, privateFolderMode, readTextIfThere, removeIfThere, writeFileDurably } from '../durable-file.ts';

const recordSchema = z.object({
  version: z.literal(1),
  volumeId: z.string().regex(/^[0-9a-zA-Z-]{1,64}$/),
  volume: z.string(),
  group: z.string(),
  driveLetter: z.string(),
  /** By GUID: it outlives a rename. */
  uri: z.string(),
  readOnly: z.boolean(),
  by: z.enum(['nbdfuse', 'nbd-client']),
  mountPoint: z.string(),
  /** Process that maps or unmaps right now; 0 when none does. */
  changing: z.number().int(),
});

export type MapRecord = z.infer<typeof recordSchema>;

export class MapFolder {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'maps');
  }

  /** The file that nbdfuse turns into the volume's bytes. */
  imageFile(volumeId: string): string {
    return join(this.#folder, `${volumeId}.disk`);
  }

  processIdFile(volumeId: string): string {
    return join(this.#folder, `${volumeId}.pid`);
  }

  complaintFile(volumeId: string): string {
    return join(this.#folder, `${volumeId}.log`);
  }

  /** False when there is a note already. */
  create(record: MapRecord): boolean {
    mkdirSync(this.#folder, { recursive: true, mode: privateFolderMode });
    try {
      const descriptor = openSync(this.#noteFile(record.volumeId), 'wx', privateFileMode);
      writeSync(descriptor, JSON.stringify(record));
      closeSync(descriptor);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  write(record: MapRecord): void {
    writeFileDurably(this.#noteFile(record.volumeId), JSON.stringify(record));
  }

  /** Null when there is none, or when it cannot be understood. */
  read(volumeId: string): MapRecord | null {
    const text = readTextIfThere(this.#noteFile(volumeId));
    return text === null ? null : parseRecord(text);
  }

  list(): readonly MapRecord[] {
    let names: readonly string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    return names.filter((name) => name.endsWith('.json')).sort()
      .map((name) => this.read(name.slice(0, -'.json'.length))).filter((record) => record !== null);
  }

  /** The note goes last: until then the rest can be found. */
  remove(volumeId: string): void {
    for (const file of [this.imageFile(volumeId), this.processIdFile(volumeId), this.complaintFile(volumeId)]) removeIfThere(file);
    removeIfThere(this.#noteFile(volumeId));
  }

  #noteFile(volumeId: string): string {
    return join(this.#folder, `${volumeId}.json`);
  }
}

export function parseRecord(text: string): MapRecord | null {
  try {
    const record = recordSchema.safeParse(JSON.parse(text));
    return record.success ? record.data : null;
  } catch {
    return null;
  }
}
