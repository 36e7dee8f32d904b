import type { Done, IoError } from '../device/ports.ts';
import { invariant } from '../model/invariant.ts';

/** Spare objects kept per pool; what is in flight beyond that is left to the collector. */
export const spareObjectsMaximum = 1024;

/**
 * One completion out of several parts. Pooled, so that a request all of whose parts complete at once makes no garbage.
 * It relies on the completion rule: no part calls back before the issuing loop has ended with `end()`.
 */
export class Join {
  readonly part: Done;
  private pending = 0;
  private error: IoError | null = null;
  private done: Done = unset;
  private readonly pool: Join[];

  private constructor(pool: Join[]) {
    this.pool = pool;
    this.part = (error) => {
      if (error !== null && this.error === null) this.error = error;
      this.pending -= 1;
      if (this.pending > 0) return;
      const { done, error: first } = this;
      this.release();
      done(first);
    };
  }

  static begin(pool: Join[], done: Done): Join {
    const join = pool.pop() ?? new Join(pool);
    join.done = done;
    join.error = null;
    join.pending = 0;
    return join;
  }

  /** Counts a part that answered false. */
  add(): void {
    this.pending += 1;
  }

  /** True when no part is outstanding: the whole is complete, and `done` will not be called. */
  end(): boolean {
    if (this.pending > 0) return false;
    this.release();
    return true;
  }

  private release(): void {
    this.done = unset;
    if (this.pool.length < spareObjectsMaximum) this.pool.push(this);
  }
}

export function unset(): void {
  invariant(false, 'a pooled operation was completed twice');
}
