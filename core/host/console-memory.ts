/**
 * What lets a browser's tab come back by itself after the host was started again: the console's port, and the digests of
 * the cookies that were given there. Kept in `<state>/console.json` (0600); a digest opens nothing.
 *
 * A file that cannot be read or written costs a visit to `plexus status`, nothing more: no start and no login fails by it.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';

/** Browsers that may be logged in at the same time; the oldest makes room. */
export const consoleSessionsMaximum = 32;

const memorySchema = z.object({
  version: z.literal(1),
  port: z.number().int().min(1).max(65_535),
  sessionDigests: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(consoleSessionsMaximum),
});
type MemoryText = z.infer<typeof memorySchema>;

export class ConsoleMemory {
  readonly #file: string;
  #kept: MemoryText | null;

  constructor(stateFolder: string) {
    this.#file = join(stateFolder, 'console.json');
    this.#kept = read(this.#file);
  }

  /** 0 when there is none. */
  get port(): number {
    return this.#kept?.port ?? 0;
  }

  /** SHA-256 digests in hexadecimal, oldest first; cookies of another port are not sent to this one. */
  sessionDigests(port: number): readonly string[] {
    return this.#kept?.port === port ? this.#kept.sessionDigests : [];
  }

  keep(port: number, sessionDigests: readonly string[]): void {
    this.#kept = { version: 1, port, sessionDigests: sessionDigests.slice(-consoleSessionsMaximum) };
    try {
      writeFileDurably(this.#file, `${JSON.stringify(this.#kept)}\n`);
    } catch {
      // A full state folder has an alert of its own.
    }
  }
}

function read(file: string): MemoryText | null {
  try {
    return memorySchema.parse(JSON.parse(readTextIfThere(file) ?? 'null'));
  } catch {
    return null;
  }
}
