/**
 * The host's witness of each disk group: how new a configuration this host has seen published (decision 0002). A vote,
 * never a copy.
 *
 * Invariants:
 * - A note is durable before `note` returns: file synced, renamed, folder synced.
 * - A note says what was published last by this host. It stays when the group is deported: a disk that was away then
 *   still bears our stamp, and the note is what tells that it is old. Only a destroyed group is forgotten.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolderMode, readTextIfThere, removeIfThere, writeFileDurably } from './durable-file.ts';

export interface WitnessNote {
  readonly sequence: number;
  readonly commitId: string;
}

export class WitnessStore {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'witness');
    mkdirSync(this.#folder, { recursive: true, mode: privateFolderMode });
  }

  /** Null when this host never saw the group published, or its note cannot be read (then it has no vote). */
  read(groupId: string): WitnessNote | null {
    try {
      const text = readTextIfThere(this.#file(groupId));
      if (text === null) return null;
      const note = JSON.parse(text) as WitnessNote;
      return Number.isSafeInteger(note.sequence) && typeof note.commitId === 'string' ? note : null;
    } catch {
      return null;
    }
  }

  /** Empty; or where and why the note could not be made durable, and then nothing may be published. */
  note(groupId: string, note: WitnessNote): string {
    try {
      writeFileDurably(this.#file(groupId), `${JSON.stringify(note)}\n`);
      return '';
    } catch (error) {
      return `${this.#folder}: ${(error as Error).message}`;
    }
  }

  forget(groupId: string): void {
    removeIfThere(this.#file(groupId));
  }

  #file(groupId: string): string {
    return join(this.#folder, groupId.replaceAll(/[^0-9a-zA-Z-]/g, '_'));
  }
}
