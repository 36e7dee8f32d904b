/**
 * A copy that runs chunk by chunk beside client I/O. Between two chunks the event loop turns, and the governor says how much
 * longer the next one waits. Each chunk passes the gate, so a closed gate holds the copy up and a drain waits for the chunk in
 * flight. A chunk takes no new objects but what its work takes.
 *
 * Pause and abort hold from the next chunk on: one that is in flight ends. Of a conclusion that is under way, a pause is too
 * late; a copy that was aborted before its conclusion ended is cancelled all the same.
 */
import type { Clock } from '../device/ports.ts';
import { CopyGovernor, type CopyLedger } from './copy-governor.ts';
import type { Gate } from './gate.ts';
import type { Copied, CopyFailure } from './range-copy.ts';
import type { CopyJob, CopyOutcome } from './volume-definition.ts';

/** What a job copies. `perform` locks its chunk itself; its callback may come from within the call. */
export interface CopyWork {
  readonly totalBytes: number;
  /** Length of the next chunk, from `positionBytes` on; `needed` false when nothing is to be done there. */
  chunk(positionBytes: number): { readonly lengthBytes: number; readonly needed: boolean };
  /** How much is to be copied from `positionBytes` on, where that is less than all of it. */
  neededBytes?(positionBytes: number): number;
  perform(positionBytes: number, lengthBytes: number, done: Copied): void;
  /** After the last chunk: makes the result durable. */
  conclude(done: Copied): void;
  /** Whether a chunk that failed ends the job at once; else it goes on with the rest and ends as failed. */
  readonly endsAtFailure: boolean;
}

type Phase = 'idle' | 'chunk' | 'concluding' | 'over';

export class ChunkedCopyJob implements CopyJob {
  /** Copied so far; what needed no copy is not in it. */
  doneBytes = 0;
  slowMilliseconds = 0;
  private readonly work: CopyWork;
  private readonly gate: Gate;
  private readonly clock: Clock;
  private readonly ended: (outcome: CopyOutcome) => void;
  private readonly governor: CopyGovernor;
  private positionBytes = 0;
  private chunkBytes = 0;
  private failure: CopyFailure | null = null;
  private phase: Phase = 'idle';
  /** Counts the wake-ups asked for; only the last one is obeyed. */
  private wakeUp = 0;
  private hasWaited = false;
  private awaitsGate = false;
  private paused = false;
  private cancelled = false;
  private withinPerform = false;

  constructor(work: CopyWork, gate: Gate, clock: Clock, ended: (outcome: CopyOutcome) => void) {
    this.work = work;
    this.gate = gate;
    this.clock = clock;
    this.ended = ended;
    this.governor = new CopyGovernor(gate, clock);
    this.schedule(0);
  }

  get totalBytes(): number {
    const { work, positionBytes, doneBytes } = this;
    return doneBytes + (work.neededBytes?.(positionBytes) ?? work.totalBytes - positionBytes);
  }

  get copyShare(): number {
    return this.paused ? 0 : this.governor.copyShare;
  }

  get clientsBusy(): boolean {
    return this.governor.clientsBusy;
  }

  /** Of the group whose copies share its thread. */
  shareWith(ledger: CopyLedger): void {
    this.governor.ledger = ledger;
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
    if (this.phase !== 'idle') return;
    this.wakeUp += 1;
    const own = this.wakeUp;
    const wake = (): void => { if (own === this.wakeUp) this.proceed(); };
    if (delayMilliseconds === 0) this.clock.soon(wake);
    else this.clock.after(delayMilliseconds, wake);
  }

  private proceed(): void {
    if (this.phase !== 'idle') return;
    if (this.cancelled) {
      this.end({ kind: 'cancelled' });
    } else if (!this.paused) {
      if (this.skipToNeeded()) this.copyChunk();
      else this.conclude();
    }
  }

  /** False when nothing is left to be copied; else `chunkBytes` are, at the position. */
  private skipToNeeded(): boolean {
    while (this.positionBytes < this.work.totalBytes) {
      const { lengthBytes, needed } = this.work.chunk(this.positionBytes);
      this.chunkBytes = lengthBytes;
      if (needed) return true;
      this.positionBytes += lengthBytes;
    }
    return false;
  }

  private copyChunk(): void {
    if (!this.hasWaited) {
      this.hasWaited = true;
      const waitMilliseconds = Math.max(this.governor.waitMilliseconds(), this.slowMilliseconds);
      if (waitMilliseconds > 0) {
        this.schedule(waitMilliseconds);
        return;
      }
    }
    if (!this.gate.tryEnter()) {
      if (this.gate.isStopped) this.end({ kind: 'cancelled' });
      else this.awaitGate();
      return;
    }
    this.phase = 'chunk';
    this.governor.chunkBegins();
    this.withinPerform = true;
    this.work.perform(this.positionBytes, this.chunkBytes, this.chunkEnded);
    this.withinPerform = false;
  }

  private readonly chunkEnded: Copied = (failure) => {
    this.governor.chunkEnded(this.withinPerform);
    this.phase = 'idle';
    this.hasWaited = false;
    this.positionBytes += this.chunkBytes;
    this.doneBytes += this.chunkBytes;
    this.gate.leave();
    this.failure ??= failure;
    if (this.failure !== null && this.work.endsAtFailure) this.end(this.failure);
    else this.schedule(0);
  };

  private awaitGate(): void {
    if (this.awaitsGate) return;
    this.awaitsGate = true;
    this.gate.whenOpen(() => {
      this.awaitsGate = false;
      this.schedule(0);
    });
  }

  private conclude(): void {
    this.phase = 'concluding';
    this.work.conclude((failure) => {
      const failed = failure ?? this.failure;
      if (failed !== null) this.end(failed);
      else this.end(this.cancelled ? { kind: 'cancelled' } : { kind: 'done' });
    });
  }

  private end(outcome: CopyOutcome): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.ended(outcome);
  }
}
