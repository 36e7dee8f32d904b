/**
 * One fdatasync in flight per disk. A request that arrives meanwhile may concern writes that the running one does not
 * cover, so it joins the next one. The first failure is final: the kernel may have dropped the dirty pages and would
 * report success the second time.
 */
import type { Done, IoError } from './ports.ts';

export class FlushJoiner {
  private readonly start: (done: Done) => void;
  private readonly failed: (error: IoError) => void;
  private failure: IoError | null = null;
  private running = false;
  private joined: Done[] = [];
  private shared: readonly Done[] = [];
  private abandoned = false;

  /** `start` begins a flush; it never calls back from within the call. `failed` hears of the first failure. */
  constructor(start: (done: Done) => void, failed: (error: IoError) => void) {
    this.start = start;
    this.failed = failed;
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** The flush that runs was given up by one who waited for it. */
  get isLate(): boolean {
    return this.abandoned;
  }

  /** Calls back later, never from within the call, unless the disk has failed already. */
  flush(done: Done): void {
    if (this.failure !== null) {
      done(this.failure);
      return;
    }
    this.joined.push(done);
    if (!this.running) this.run();
  }

  /** Who waited for the flush that runs is told all the same, and has to ignore it; who waits for the next, waits no more. */
  giveUp(done: Done): void {
    if (this.shared.includes(done)) this.abandoned = true;
    else this.joined = this.joined.filter((waiting) => waiting !== done);
  }

  private run(): void {
    const joined = this.joined;
    this.joined = [];
    this.shared = joined;
    this.running = true;
    this.start((error) => {
      this.running = false;
      this.abandoned = false;
      this.shared = [];
      if (error !== null && this.failure === null) {
        this.failure = error;
        this.failed(error);
      }
      for (const done of joined) done(error);
      if (this.joined.length === 0 || this.running) return;
      if (this.failure === null) {
        this.run();
        return;
      }
      const late = this.joined;
      this.joined = [];
      for (const done of late) done(this.failure);
    });
  }
}
