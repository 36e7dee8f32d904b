/**
 * A disk that does what a script says and nothing else: no chance, one given delay, faults where the script puts them,
 * and every change told to a watcher. Its bytes are cheap to copy, so a world can be forked thousands of times.
 */
import type { BlockDevice, Done, IoError } from '../device/ports.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import { SparseImage } from './sparse-image.ts';

export type DiskCallKind = 'read' | 'write' | 'zero' | 'flush' | 'durable';

export interface DiskChange {
  readonly disk: number;
  /** The descriptor: clients' data, or the engine's own records, durable at completion. */
  readonly kind: 'data' | 'durable';
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Null is zeros. */
  readonly bytes: Uint8Array | null;
}

export interface DiskWatcher {
  issued(change: DiskChange): void;
  completed(change: DiskChange): void;
  /** Answers with a token that comes back when the flush has completed. */
  flushIssued(disk: number): number;
  flushCompleted(disk: number, token: number): void;
}

export class ScriptedDisk {
  readonly name: string;
  readonly number: number;
  /** An image may be made larger while it is open. */
  sizeBytes: number;
  readonly image: SparseImage;
  present = true;
  /** Every call fails. */
  dead = false;
  /** 0: every call completes before it returns. */
  delayMilliseconds = 0;
  /** The error that this call is to end with. */
  fault: (kind: DiskCallKind) => IoError | null = () => null;
  watcher: DiskWatcher | null = null;
  readonly #clock: SimulatedClock;
  #life = 0;
  #flushing = false;
  #waitingFlushes: (() => void)[] = [];

  constructor(number: number, sizeBytes: number, clock: SimulatedClock, image = new SparseImage()) {
    this.name = `disk${number}`;
    this.number = number;
    this.sizeBytes = sizeBytes;
    this.image = image;
    this.#clock = clock;
  }

  /** What is under way never happens. What a power cut leaves is the business of whoever watches. */
  crash(): void {
    this.#life += 1;
    this.#flushing = false;
    this.#waitingFlushes = [];
  }

  open(readOnly: boolean): BlockDevice {
    const disk = this;
    const changeOf = (kind: DiskChange['kind'], offsetBytes: number, lengthBytes: number, bytes: Uint8Array | null): DiskChange =>
      ({ disk: this.number, kind, offsetBytes, lengthBytes, bytes });
    return {
      get sizeBytes() { return disk.sizeBytes; },
      readOnly,
      punchesHoles: true,
      read: (buffer, start, offset, length, done) => this.#run('read', () => { this.image.read(buffer, start, offset, length); }, done),
      write: (buffer, start, offset, length, done) =>
        this.#change('write', changeOf('data', offset, length, buffer.slice(start, start + length)), done),
      zero: (offset, length, _keep, done) => this.#change('zero', changeOf('data', offset, length, null), done),
      flush: (done) => this.#flush(done),
      writeDurable: (buffer, start, offset, length, done) =>
        this.#change('durable', changeOf('durable', offset, length, buffer.slice(start, start + length)), done),
      close: () => undefined,
    };
  }

  #change(call: DiskCallKind, change: DiskChange, done: Done): boolean {
    if (this.present && !this.dead) this.watcher?.issued(change);
    return this.#run(
      call,
      () => {
        this.image.write(change.bytes, 0, change.offsetBytes, change.lengthBytes);
        this.watcher?.completed(change);
      },
      done,
    );
  }

  /** One at a time; who comes meanwhile waits for the next. */
  #flush(done: Done): boolean {
    if (this.#flushing) {
      this.#waitingFlushes.push(() => { if (this.#flush(done)) this.#clock.schedule(0, () => { done(null); }); });
      return false;
    }
    this.#flushing = true;
    const token = this.watcher?.flushIssued(this.number) ?? 0;
    const complete = this.#run('flush', () => { this.watcher?.flushCompleted(this.number, token); }, (error) => {
      this.#flushing = false;
      done(error);
      this.#waitingFlushes.shift()?.();
    });
    if (complete) this.#flushing = false;
    return complete;
  }

  #run(kind: DiskCallKind, perform: () => void, done: Done): boolean {
    const broken = !this.present || this.dead;
    const error = broken ? { code: 'EIO' as const, message: `${this.name} does not answer` } : this.fault(kind);
    if (error === null && this.delayMilliseconds === 0) {
      perform();
      return true;
    }
    const life = this.#life;
    this.#clock.schedule(this.delayMilliseconds, () => {
      if (life !== this.#life) return;
      if (error === null) perform();
      done(error);
    });
    return false;
  }
}
