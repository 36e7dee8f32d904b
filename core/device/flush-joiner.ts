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

  /** `start` begins a flush; it never calls back from within the call. `failed` hears of the first failure. */
  constructor(start: (done: Done) => void, failed: (error: IoError) => void) {
    this.start = start;
    this.failed = failed;
  }

  get isRunning(): boolean {
    return this.running;
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

  private run(): void {
    const joined = this.joined;
    this.joined = [];
    this.running = true;
    this.start((error) => {
      this.running = false;
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
