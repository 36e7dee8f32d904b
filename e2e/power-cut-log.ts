/**
 * What `write-recorder.cjs` wrote down, put in order, and replayed into images as a power cut would have left them: what a
 * flush covered is there, what the engine wrote through is there, of the rest each sector may be there or not.
 */
import fs from 'node:fs';
import path from 'node:path';

interface Issued {
  readonly kind: 'write' | 'flush' | 'zero';
  readonly file: string;
  readonly durable: boolean;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly atNanoseconds: bigint;
  readonly log: string;
  readonly payloadAt: number;
}

/** One instant of the recording. */
export type RecordedEvent =
  | { readonly kind: 'issued'; readonly at: bigint; readonly operation: Issued }
  | { readonly kind: 'ended'; readonly at: bigint; readonly operation: Issued };

const sectorBytes = 512;

function readLog(log: string): RecordedEvent[] {
  const bytes = fs.readFileSync(log);
  const operations = new Map<number, Issued>();
  const events: RecordedEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    const border = bytes.indexOf(10, at);
    // The host was killed: the last record may be cut.
    if (border < 0) break;
    const line = JSON.parse(bytes.toString('latin1', at, border)) as Record<string, never> & {
      readonly id?: number; readonly ended?: number; readonly at: string; readonly payloadBytes: number;
      readonly kind: Issued['kind']; readonly file: string; readonly durable: boolean;
      readonly offsetBytes: number; readonly lengthBytes: number;
    };
    const atNanoseconds = BigInt(line.at);
    if (line.id !== undefined) {
      const { kind, file, durable, offsetBytes, lengthBytes } = line;
      const operation: Issued = { kind, file, durable, offsetBytes, lengthBytes, atNanoseconds, log, payloadAt: border + 1 };
      operations.set(line.id, operation);
      events.push({ kind: 'issued', at: atNanoseconds, operation });
    } else {
      const operation = operations.get(line.ended ?? 0);
      if (operation !== undefined) events.push({ kind: 'ended', at: atNanoseconds, operation });
    }
    at = border + 1 + line.payloadBytes;
  }
  return events;
}

/** All threads' logs as one history. */
export function readRecording(folder: string): readonly RecordedEvent[] {
  const events = fs.readdirSync(folder).flatMap((name) => readLog(path.join(folder, name)));
  return events.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

interface Pending {
  readonly operation: Issued;
  endedAt: bigint | null;
}

/** Goes through a recording once; `images` holds what is on the media for certain. */
export class PowerCutReplay {
  readonly #events: readonly RecordedEvent[];
  readonly #images: string;
  #at = 0;
  #pending: Pending[] = [];
  readonly #contents = new Map<string, Buffer>();

  constructor(events: readonly RecordedEvent[], images: string) {
    this.#events = events;
    this.#images = images;
  }

  /** Everything before the event of that index has happened. */
  advance(index: number): void {
    for (; this.#at < index; this.#at += 1) {
      const event = this.#events[this.#at];
      if (event !== undefined) this.#take(event);
    }
  }

  /** The images of a cut at this instant, in a folder of their own. `fraction` draws from [0, 1). Answers how many sectors were lost. */
  cut(folder: string, fraction: () => number): number {
    let lost = 0;
    for (const { operation, endedAt } of this.#pending) {
      if (operation.kind === 'flush') continue;
      const chance = operation.durable && endedAt === null ? 0.5 : fraction();
      lost += this.#writePart(folder, operation, () => fraction() < chance);
    }
    return lost;
  }

  #take(event: RecordedEvent): void {
    const { operation } = event;
    if (event.kind === 'issued') {
      this.#pending.push({ operation, endedAt: null });
      return;
    }
    if (operation.kind === 'flush') {
      this.#settle((entry) => entry.operation === operation || (entry.operation.file === operation.file && entry.operation.kind !== 'flush'
        && entry.endedAt !== null && entry.endedAt < operation.atNanoseconds));
      return;
    }
    const mine = this.#pending.find((entry) => entry.operation === operation);
    if (mine === undefined) return;
    mine.endedAt = event.at;
    if (!operation.durable) return;
    const end = operation.offsetBytes + operation.lengthBytes;
    const overlaps = (other: Issued): boolean => other.file === operation.file && other.kind !== 'flush' && other.offsetBytes < end
      && operation.offsetBytes < other.offsetBytes + other.lengthBytes;
    // One page cache: what is written through takes along what lies dirty under it.
    this.#settle((entry) => entry === mine || (entry.endedAt !== null && overlaps(entry.operation)));
  }

  #settle(covered: (entry: Pending) => boolean): void {
    for (const entry of this.#pending) {
      if (covered(entry) && entry.operation.kind !== 'flush') this.#writePart(this.#images, entry.operation, () => true);
    }
    this.#pending = this.#pending.filter((entry) => !covered(entry));
  }

  /** Sector by sector as `keeps` says; answers how many were not kept. */
  #writePart(folder: string, operation: Issued, keeps: () => boolean): number {
    const bytes = this.#bytesOf(operation);
    const descriptor = fs.openSync(path.join(folder, operation.file), 'r+');
    let lost = 0;
    let runStart = -1;
    const writeRun = (end: number): void => {
      if (runStart >= 0) fs.writeSync(descriptor, bytes, runStart, end - runStart, operation.offsetBytes + runStart);
      runStart = -1;
    };
    for (let at = 0; at < bytes.length; at += sectorBytes) {
      if (keeps()) {
        if (runStart < 0) runStart = at;
      } else {
        writeRun(at);
        lost += 1;
      }
    }
    writeRun(bytes.length);
    fs.closeSync(descriptor);
    return lost;
  }

  #bytesOf(operation: Issued): Buffer {
    if (operation.kind === 'zero') return Buffer.alloc(operation.lengthBytes);
    const log = this.#contents.get(operation.log) ?? fs.readFileSync(operation.log);
    this.#contents.set(operation.log, log);
    return log.subarray(operation.payloadAt, operation.payloadAt + operation.lengthBytes);
  }
}
