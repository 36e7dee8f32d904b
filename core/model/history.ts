/** The history of a disk group as people see it: one entry for each published commit, newest first. */

/** What a commit says of itself; what it does not say is empty. */
export interface CommitNote {
  /** The command line that does the same. */
  readonly command?: string | undefined;
  readonly actor?: string | undefined;
  /** Why the engine did it, in a sentence. */
  readonly cause?: string | undefined;
}

export interface HistoryEntry {
  readonly sequence: number;
  readonly commitId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who gave the command; empty for what the engine did by itself. */
  readonly actor: string;
  readonly command: string;
  readonly cause: string;
  /** What changed, a sentence a line; empty where nothing did that people care for, or where it is not known. */
  readonly changes: readonly string[];
  /** False where the configuration before is not known: nothing earlier was kept. */
  readonly known: boolean;
}

/** `entries`: all that is known. `difference`: between the configurations of two sequences of it. */
export type HistoryQuestion =
  | { readonly kind: 'entries' }
  | { readonly kind: 'difference'; readonly from: number; readonly to: number };

export interface HistoryAnswer {
  readonly entries: readonly HistoryEntry[];
  /** Of a `difference`, a sentence a line. */
  readonly changes: readonly string[];
}
