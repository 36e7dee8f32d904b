/**
 * A copy that runs chunk by chunk beside client I/O. Between two chunks the event loop turns; while clients are busy a
 * chunk waits a little longer, but a bounded time, so that the copy always gets on. Each chunk passes the gate, so a
 * closed gate holds the copy up and a drain waits for the chunk in flight.
 */
import type { Clock } from '../device/ports.ts';
import type { Gate } from './gate.ts';
import type { Copied, CopyFailure } from './range-copy.ts';
import type { CopyJob, CopyOutcome } from './volume-definition.ts';

/** With more client calls than this since the last chunk, clients count as busy. */
export const busyClientCalls = 8;
/** How long a chunk waits for busy clients: 1 MiB each time is about 200 MB/s at the cost of a fifth of the thread. */
export const busyWaitMilliseconds = 5;

/** What a job copies. `perform` locks its chunk itself; its callback may come from within the call. */
export interface CopyWork {
  readonly totalBytes: number;
  /** Length of the next chunk, from `positionBytes` on; `needed` false when nothing is to be done there. */
  chunk(positionBytes: number): { readonly lengthBytes: number; readonly needed: boolean };
  perform(positionBytes: number, lengthBytes: number, done: Copied): void;
  /** After the last chunk: makes the result durable. */
  conclude(done: Copied): void;
  /** Whether a chunk that failed ends the job at once; else it goes on with the rest and ends as failed. */
  readonly endsAtFailure: boolean;
}

export class ChunkedCopyJob implements CopyJob {
  doneBytes = 0;
  private readonly work: CopyWork;
  private readonly gate: Gate;
  private readonly clock: Clock;
  private readonly ended: (outcome: CopyOutcome) => void;
  private failure: CopyFailure | null = null;
  private callsBefore: number;
  private hasWaited = false;
  private chunkInFlight = false;
  /** Counts the wake-ups asked for; only the last one is obeyed. */
  private wakeUp = 0;
  private paused = false;
  private cancelled = false;
  private over = false;

  constructor(work: CopyWork, gate: Gate, clock: Clock, ended: (outcome: CopyOutcome) => void) {
    this.work = work;
    this.gate = gate;
    this.clock = clock;
    this.ended = ended;
    this.callsBefore = gate.clientCalls;
    this.schedule(0);
  }

  get totalBytes(): number {
    return this.work.totalBytes;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.schedule(0);
  }

  cancel(): void {
    this.cancelled = true;
    this.schedule(0);
  }

  private schedule(delayMilliseconds: number): void {
    if (this.over || this.chunkInFlight) return;
    this.wakeUp += 1;
    const own = this.wakeUp;
    const wake = (): void => { if (own === this.wakeUp) this.proceed(); };
    if (delayMilliseconds === 0) this.clock.soon(wake);
    else this.clock.after(delayMilliseconds, wake);
  }

  private proceed(): void {
    if (this.over || this.chunkInFlight) return;
    if (this.cancelled) {
      this.end({ kind: 'cancelled' });
    } else if (!this.paused) {
      this.skip();
      if (this.doneBytes < this.totalBytes) this.copyChunk();
      else this.conclude();
    }
  }

  private skip(): void {
    while (this.doneBytes < this.totalBytes) {
      const { lengthBytes, needed } = this.work.chunk(this.doneBytes);
      if (needed) return;
      this.doneBytes += lengthBytes;
    }
  }

  private copyChunk(): void {
    if (!this.hasWaited && this.clientsAreBusy()) {
      this.hasWaited = true;
      this.schedule(busyWaitMilliseconds);
      return;
    }
    if (!this.gate.tryEnter()) {
      if (this.gate.isStopped) this.end({ kind: 'cancelled' });
      else this.gate.whenOpen(() => { this.schedule(0); });
      return;
    }
    const { lengthBytes } = this.work.chunk(this.doneBytes);
    this.chunkInFlight = true;
    this.work.perform(this.doneBytes, lengthBytes, (failure) => {
      this.chunkInFlight = false;
      this.hasWaited = false;
      this.callsBefore = this.gate.clientCalls;
      this.doneBytes += lengthBytes;
      this.gate.leave();
      this.failure ??= failure;
      if (this.failure !== null && this.work.endsAtFailure) this.end(this.failure);
      else this.schedule(0);
    });
  }

  private conclude(): void {
    this.chunkInFlight = true;
    this.work.conclude((failure) => { this.end(failure ?? this.failure ?? { kind: 'done' }); });
  }

  /** Calls since the last chunk tell of clients over synchronous disks, calls in flight of those over slow ones. */
  private clientsAreBusy(): boolean {
    return this.gate.inFlight > busyClientCalls / 2 || this.gate.clientCalls - this.callsBefore > busyClientCalls;
  }

  private end(outcome: CopyOutcome): void {
    if (this.over) return;
    this.over = true;
    this.ended(outcome);
  }
}
