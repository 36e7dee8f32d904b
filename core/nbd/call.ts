/**
 * One call to a layer on behalf of a request. Calls are reused, so that a request which completes at once costs no
 * allocation: `done` is made once for each call object and not for each request.
 */
import { invariant } from '../model/invariant.ts';
import type { Done, IoError } from '../device/ports.ts';
import type { Slab } from './slab-pool.ts';

/** Who hears of a call that completes late. */
export interface CallEnd {
  ended(call: Call, error: IoError | null): void;
}

export class Call {
  cookieHigh = 0;
  cookieLow = 0;
  offsetBytes = 0;
  lengthBytes = 0;
  /** The slab that the layer reads into or writes from, and where the reply or the data begins in it. */
  slab: Slab | null = null;
  at = 0;
  end: CallEnd | null = null;
  readonly done: Done = (error) => {
    invariant(this.end !== null, 'a layer completes a call once');
    const end = this.end;
    this.end = null;
    end.ended(this, error);
  };
}

/** The idle calls of one connection; there are never more than were in flight at one time. */
export class CallStore {
  private readonly spare: Call[] = [];

  take(): Call {
    return this.spare.pop() ?? new Call();
  }

  giveBack(call: Call): void {
    call.slab = null;
    call.end = null;
    this.spare.push(call);
  }
}
