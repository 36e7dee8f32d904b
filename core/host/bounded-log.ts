/**
 * A log on disk with bounds: JSON lines, one file being written and a bounded number of full ones behind it
 * (`task.log`, `task.log.1`, ...). An entry is appended with one write, so a crash leaves at most the last line torn,
 * and a torn line is skipped on reading. A log that cannot be written never stops the host: the entry is lost and counted.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateFileMode, privateFolderMode } from './durable-file.ts';
import type { LogEntry } from './contract.ts';

export const logFileBytesMaximum = 4 * 1024 * 1024;
export const logFilesMaximum = 4;
/** One entry's text; longer facts are cut so that a single entry cannot fill a file. */
export const logEntryBytesMaximum = 64 * 1024;

export interface LogBounds {
  readonly fileBytes: number;
  readonly files: number;
}

export class BoundedLog {
  readonly #path: string;
  readonly #bounds: LogBounds;
  #sizeBytes: number;
  #lost = 0;
  /** The file may end in a line that a crash tore; the first entry of this run begins a line of its own. */
  #lineMayBeTorn: boolean;

  constructor(path: string, bounds: LogBounds = { fileBytes: logFileBytesMaximum, files: logFilesMaximum }) {
    this.#path = path;
    this.#bounds = bounds;
    this.#sizeBytes = sizeOf(path);
    this.#lineMayBeTorn = this.#sizeBytes > 0;
  }

  /** Entries that could not be written since the host started. */
  get lost(): number {
    return this.#lost;
  }

  append(entry: LogEntry): void {
    const line = lineOf(entry);
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: privateFolderMode });
      const tornBytes = this.#lineMayBeTorn ? 1 : 0;
      if (this.#sizeBytes > 0 && this.#sizeBytes + tornBytes + line.length > this.#bounds.fileBytes) this.#rotate();
      const text = this.#lineMayBeTorn ? Buffer.concat([Buffer.from('\n'), line]) : line;
      appendFileSync(this.#path, text, { mode: privateFileMode });
      this.#lineMayBeTorn = false;
      this.#sizeBytes += text.length;
    } catch {
      this.#lost += 1;
    }
  }

  /** The newest entries, oldest first. */
  last(count: number): LogEntry[] {
    let entries: LogEntry[] = [];
    for (let index = 0; index < this.#bounds.files && entries.length < count; index++) {
      entries = [...entriesOf(this.#fileName(index)), ...entries];
    }
    return entries.slice(-count);
  }

  #rotate(): void {
    for (let index = this.#bounds.files - 1; index > 0; index--) {
      try {
        renameSync(this.#fileName(index - 1), this.#fileName(index));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    this.#sizeBytes = 0;
    this.#lineMayBeTorn = false;
  }

  #fileName(index: number): string {
    return index === 0 ? this.#path : `${this.#path}.${index}`;
  }
}

function lineOf(entry: LogEntry): Buffer {
  const line = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
  if (line.length <= logEntryBytesMaximum) return line;
  const cut = { at: entry.at, severity: entry.severity, message: entry.message.slice(0, 4096), facts: { cutFromBytes: line.length } };
  return Buffer.from(`${JSON.stringify(cut)}\n`, 'utf8');
}

function entriesOf(path: string): LogEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  const entries: LogEntry[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      entries.push(JSON.parse(line) as LogEntry);
    } catch {
      // A torn last line of a crash.
    }
  }
  return entries;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
