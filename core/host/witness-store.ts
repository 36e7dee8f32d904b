/**
 * The host's witness of each disk group: how new a configuration this host has seen published (decision 0002). A vote,
 * never a copy.
 *
 * Invariants:
 * - A note is durable before `note` returns: file synced, renamed, folder synced.
 * - A note says what was published last by this host, and how high a sequence its attempts may have taken since. It stays
 *   when the group is deported: a disk that was away then still bears our stamp, and the note is what tells that it is old.
 *   Only a destroyed group is forgotten.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { highestForeseen } from '../group/foreseen-sequences.ts';
import { privateFolderMode, readTextIfThere, removeIfThere, writeFileDurably } from './durable-file.ts';

export interface WitnessNote {
  /** 0 when nothing was published yet. */
  readonly sequence: number;
  readonly commitId: string;
  /** Attempts up to here may lie on a disk; absent when no more was noted than what is foreseen without a note. */
  readonly foreseen?: number | undefined;
}

export interface WitnessVote {
  /** The highest that this host has seen published; 0 when none. */
  readonly witnessSequence: number;
  /** No attempt of this host took a higher one; 0 when it knows nothing of the group. */
  readonly foreseenSequence: number;
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

  /** As `note`, of attempts: what was published stays as it was noted. */
  foresee(groupId: string, sequence: number): string {
    const { sequence: published, commitId } = this.read(groupId) ?? { sequence: 0, commitId: '' };
    return this.note(groupId, { sequence: published, commitId, foreseen: sequence });
  }

  /** What an import is to know of it. */
  vote(groupId: string): WitnessVote {
    const { sequence, foreseen } = this.read(groupId) ?? { sequence: 0 };
    return { witnessSequence: sequence, foreseenSequence: highestForeseen(sequence, foreseen ?? 0) };
  }

  forget(groupId: string): void {
    removeIfThere(this.#file(groupId));
  }

  #file(groupId: string): string {
    return join(this.#folder, groupId.replaceAll(/[^0-9a-zA-Z-]/g, '_'));
  }
}
