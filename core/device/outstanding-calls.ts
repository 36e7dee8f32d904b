import type { Done } from './ports.ts';

/**
 * One call on a device that has not been answered. `finish` answers it, once; given up, it is never answered, and
 * `abandon` sees to what was begun for it.
 */
export interface OutstandingCall {
  readonly isOver: boolean;
  readonly finish: Done;
  abandon: () => void;
}

/** The calls that may be given up, by the `done` that each was given (`BlockDevice.giveUp`). */
export class OutstandingCalls {
  private readonly calls = new Map<Done, Outstanding>();

  begin(done: Done): OutstandingCall {
    const call = new Outstanding(done, this.calls);
    this.calls.set(done, call);
    return call;
  }

  /** It was complete at once: nobody will be answered. */
  forget(call: OutstandingCall): void {
    (call as Outstanding).leave();
  }

  /** False when the call is not known: it was answered, or its answer is on its way. */
  giveUp(done: Done): boolean {
    const call = this.calls.get(done);
    if (call === undefined) return false;
    call.leave();
    call.abandon();
    return true;
  }
}

class Outstanding implements OutstandingCall {
  isOver = false;
  abandon: () => void = () => undefined;
  readonly finish: Done;
  private readonly done: Done;
  private readonly calls: Map<Done, Outstanding>;

  constructor(done: Done, calls: Map<Done, Outstanding>) {
    this.done = done;
    this.calls = calls;
    this.finish = (error) => {
      if (this.isOver) return;
      this.leave();
      done(error);
    };
  }

  leave(): void {
    this.isOver = true;
    // Whoever uses one `done` for several calls at a time cannot give them up one by one.
    if (this.calls.get(this.done) === this) this.calls.delete(this.done);
  }
}
