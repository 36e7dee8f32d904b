/**
 * Asynchronous reads and writes of one disk: at most 4 in libuv's thread pool, the rest queued in order. The pool works on
 * buffers of its own, so that a call that hangs in the kernel and is given up can never touch memory that its caller has
 * put to another use.
 */
import type { FileCalls } from './file-calls.ts';
import { endOfFile, ioErrorOf } from './io-error.ts';
import { LateRanges } from './late-ranges.ts';
import type { Clock, Done, IoError } from './ports.ts';
import { kibibyte } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';

/** With a flush, five threads of the pool, which the programs set to 32: disks that hang leave the others theirs. */
export const poolJobsMaximum = 4;
export const poolPieceBytes = 256 * kibibyte;
/** A bound against a caller gone wild; a volume's gate holds back long before. */
export const queuedJobsMaximum = 65536;
const spareBuffersMaximum = 8;

const spareBuffers: Uint8Array[] = [];

export interface PoolJob {
  readonly kind: 'read' | 'write';
  readonly descriptor: number;
  readonly buffer: Uint8Array;
  readonly bufferStart: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Asked before each piece: the job may have been given up. Set by `abandon`. */
  abandoned: boolean;
  /** A piece of it is in the kernel. */
  running: boolean;
  /** Called even when the job was given up: never begun, or returned late. */
  readonly done: Done;
}

export interface PoolWatcher {
  /** How long one call took in the pool, without the time in the queue. */
  served(job: PoolJob, milliseconds: number): void;
  /** The last call in the pool has returned. */
  idle(): void;
}

export class PoolQueue {
  running = 0;
  /** Jobs that were given up and have not returned. */
  lateJobs = 0;
  readonly lateRanges = new LateRanges();
  private readonly calls: FileCalls;
  private readonly waiting: PoolJob[] = [];
  private readonly urgent: PoolJob[] = [];
  private readonly clock: Clock;
  private readonly watcher: PoolWatcher;

  constructor(calls: FileCalls, clock: Clock, watcher: PoolWatcher) {
    this.calls = calls;
    this.clock = clock;
    this.watcher = watcher;
  }

  /** Never calls back from within the call, except for an overfull queue, which answers false. */
  submit(job: PoolJob, urgent: boolean): boolean {
    if (this.waiting.length + this.urgent.length >= queuedJobsMaximum) return false;
    (urgent ? this.urgent : this.waiting).push(job);
    this.startJobs();
    return true;
  }

  abandon(job: PoolJob): void {
    if (job.abandoned) return;
    job.abandoned = true;
    if (!job.running) return;
    this.lateJobs += 1;
    if (job.kind === 'write') this.lateRanges.add(job);
  }

  /** To be called when a range that others wait for has left `lateRanges`. */
  startJobs(): void {
    while (this.running < poolJobsMaximum) {
      const job = this.next(this.urgent) ?? this.next(this.waiting);
      if (job === undefined) return;
      if (job.abandoned) {
        job.done(null);
        continue;
      }
      this.running += 1;
      job.running = true;
      this.transfer(job, spareBuffers.pop() ?? new Uint8Array(poolPieceBytes), 0);
    }
  }

  private next(jobs: PoolJob[]): PoolJob | undefined {
    if (this.lateRanges.count === 0) return jobs.shift();
    const index = jobs.findIndex((job) => job.abandoned || job.kind === 'read' || !this.lateRanges.touch(job));
    return index < 0 ? undefined : jobs.splice(index, 1)[0];
  }

  private transfer(job: PoolJob, own: Uint8Array, at: number): void {
    const bytes = Math.min(poolPieceBytes, job.lengthBytes - at);
    const position = job.offsetBytes + at;
    const start = job.bufferStart + at;
    if (job.kind === 'write') own.set(job.buffer.subarray(start, start + bytes));
    const since = this.clock.nowMilliseconds();
    const ended = (error: NodeJS.ErrnoException | null, moved: number): void => {
      this.watcher.served(job, this.clock.nowMilliseconds() - since);
      const failure = error !== null ? ioErrorOf(error) : moved === 0 ? endOfFile : null;
      if (failure !== null || (job.abandoned && !sabotaged('late-read-touches-buffer'))) {
        this.end(job, own, failure);
        return;
      }
      if (job.kind === 'read') job.buffer.set(own.subarray(0, moved), start);
      if (at + moved < job.lengthBytes) this.transfer(job, own, at + moved);
      else this.end(job, own, null);
    };
    if (job.kind === 'write') this.calls.write(job.descriptor, own, 0, bytes, position, ended);
    else this.calls.read(job.descriptor, own, 0, bytes, position, ended);
  }

  private end(job: PoolJob, own: Uint8Array, failure: IoError | null): void {
    if (spareBuffers.length < spareBuffersMaximum) spareBuffers.push(own);
    this.running -= 1;
    job.running = false;
    if (job.abandoned) {
      this.lateJobs -= 1;
      this.lateRanges.remove(job);
    }
    this.startJobs();
    job.done(failure);
    if (this.running === 0) this.watcher.idle();
  }
}
