/**
 * The gate of a volume, and the one object that clients of the volume hold for its whole life. It checks each call,
 * holds calls while it is closed, and counts what it has let in, so that it can be drained: for a reconfiguration, for
 * a set of snapshots, for good. Flushes are not counted: a drain waits for data, never for the medium.
 *
 * What it counts of I/O is what clients see: a call that was held took as long as it was held, too.
 */
import { CountedCall } from '../device/io-counters.ts';
import type { IoCounters, OperationCounters } from '../device/io-counters.ts';
import type { Clock, Done, IoError, IoErrorCode, Timer } from '../device/ports.ts';
import { invariant } from '../model/invariant.ts';
import { mebibyte } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';
import { spareObjectsMaximum, unset } from './join.ts';
import type { Abilities, Layer } from './layer.ts';
import { issueInPieces } from '../device/piecewise.ts';

/** Calls that wait at a closed gate; the rest are refused. A connection has far fewer in flight. */
export const heldCallsMaximum = 16384;
export const drainTimeoutMilliseconds = 5000;
/** A longer zero or trim passes in pieces, so that it neither delays a drain nor locks a large range for long. */
export const zeroPieceBytes = 128 * mebibyte;

export class Gate implements Layer {
  /** Set anew at each reconfiguration; not asked for down the stack at every call. */
  abilities: Abilities;
  /** Data calls let in and not ended, copy steps included. */
  inFlight = 0;
  /** Data calls let in since ever, copy steps not included; says how busy clients are. */
  clientCalls = 0;
  private readonly inner: Layer;
  private readonly clock: Clock;
  private readonly counters: IoCounters;
  private stopped = false;
  /** Reasons to be closed; a new gate has one, until the first `release`. */
  private holds = 1;
  private held: { readonly run: () => void; readonly done: Done }[] = [];
  private openWaiters: (() => void)[] = [];
  private drainWaiters: (() => void)[] = [];
  private readonly spare: LetIn[] = [];
  /** When the call came that was held and is let in now; negative while none is. */
  private heldSinceMilliseconds = -1;

  constructor(inner: Layer, clock: Clock, counters: IoCounters) {
    this.inner = inner;
    this.clock = clock;
    this.counters = counters;
    this.abilities = inner.abilities;
  }

  get isOpen(): boolean {
    return this.holds === 0 && !this.stopped;
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (!this.admits(offsetBytes, lengthBytes, false) || bufferStart + lengthBytes > buffer.length) {
      const again = (later: Done): boolean => this.read(buffer, bufferStart, offsetBytes, lengthBytes, later);
      return this.turnAway(offsetBytes, lengthBytes, false, done, again);
    }
    const call = this.letIn(this.counters.read, lengthBytes, done);
    return this.entered(call, this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, call.finish));
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (!this.admits(offsetBytes, lengthBytes, true) || bufferStart + lengthBytes > buffer.length) {
      const again = (later: Done): boolean => this.write(buffer, bufferStart, offsetBytes, lengthBytes, later);
      return this.turnAway(offsetBytes, lengthBytes, true, done, again);
    }
    const call = this.letIn(this.counters.write, lengthBytes, done);
    return this.entered(call, this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, call.finish));
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (lengthBytes > zeroPieceBytes) {
      return issueInPieces(offsetBytes, lengthBytes, zeroPieceBytes, (at, bytes, part) => this.zero(at, bytes, keepAllocated, part), done);
    }
    if (!this.admits(offsetBytes, lengthBytes, true)) {
      return this.turnAway(offsetBytes, lengthBytes, true, done, (again) => this.zero(offsetBytes, lengthBytes, keepAllocated, again));
    }
    const call = this.letIn(this.counters.zero, lengthBytes, done);
    return this.entered(call, this.inner.zero(offsetBytes, lengthBytes, keepAllocated, call.finish));
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (lengthBytes > zeroPieceBytes) {
      return issueInPieces(offsetBytes, lengthBytes, zeroPieceBytes, (at, bytes, part) => this.trim(at, bytes, part), done);
    }
    if (!this.admits(offsetBytes, lengthBytes, true)) {
      return this.turnAway(offsetBytes, lengthBytes, true, done, (again) => this.trim(offsetBytes, lengthBytes, again));
    }
    const call = this.letIn(this.counters.zero, lengthBytes, done);
    return this.entered(call, this.inner.trim(offsetBytes, lengthBytes, call.finish));
  }

  flush(done: Done): boolean {
    if (this.holds > 0 || this.stopped) return this.turnAway(0, 1, false, done, (again) => this.flush(again));
    return this.inner.flush(done);
  }

  /** Adds a reason to be closed. Calls that arrive wait until each reason has been taken back by `release`. */
  hold(): void {
    this.holds += 1;
  }

  release(): void {
    invariant(this.holds > 0, 'an open gate was opened');
    this.holds -= 1;
    this.runWaiting();
  }

  /** Closes and drains. On `ETIMEDOUT` the gate is as before; else it is closed until `release`. */
  pause(done: Done): void {
    this.hold();
    this.drain((error) => {
      if (error !== null) this.release();
      done(error);
    });
  }

  /** Closed for good: what waits, and what comes, gets ESHUTDOWN. */
  stop(): void {
    this.stopped = true;
    this.runWaiting();
  }

  /** Calls back, later, when nothing that was let in is in flight; with `ETIMEDOUT` when that takes 5 s. */
  drain(done: Done): void {
    let timer: Timer | null = null;
    let ended = false;
    const end = (error: IoError | null): void => {
      if (ended) return;
      ended = true;
      timer?.cancel();
      this.drainWaiters = this.drainWaiters.filter((waiter) => waiter !== drained);
      done(error);
    };
    const drained = (): void => { end(null); };
    if (this.inFlight === 0 || sabotaged('gate-does-not-drain')) {
      this.clock.soon(drained);
      return;
    }
    this.drainWaiters.push(drained);
    timer = this.clock.after(drainTimeoutMilliseconds, () => {
      end({ code: 'ETIMEDOUT', message: `${this.inFlight} calls are still in flight after ${drainTimeoutMilliseconds} ms` });
    });
  }

  /** For a look of the engine's own at the data: let in like a copy step, and not counted among what clients ask. */
  peek(buffer: Uint8Array, offsetBytes: number, done: Done): boolean {
    if (!this.tryEnter()) return this.refuse('ESHUTDOWN', 'the volume is closed at this moment', done);
    const complete = this.inner.read(buffer, 0, offsetBytes, buffer.length, (error) => {
      this.leave();
      done(error);
    });
    if (complete) this.leave();
    return complete;
  }

  /** For copy steps: lets one in, unless the gate is closed. Each is followed by one `leave`. */
  tryEnter(): boolean {
    if (!this.isOpen) return false;
    this.inFlight += 1;
    return true;
  }

  leave(): void {
    this.inFlight -= 1;
    this.checkDrained();
  }

  /** Once, when the gate is open or has been stopped. */
  whenOpen(run: () => void): void {
    this.openWaiters.push(run);
  }

  private admits(offsetBytes: number, lengthBytes: number, changes: boolean): boolean {
    if (this.holds > 0 || this.stopped) return false;
    const abilities = this.abilities;
    return offsetBytes >= 0 && lengthBytes > 0 && offsetBytes + lengthBytes <= abilities.sizeBytes && !(changes && abilities.readOnly);
  }

  private turnAway(offsetBytes: number, lengthBytes: number, changes: boolean, done: Done, again: (done: Done) => boolean): boolean {
    if (this.stopped) return this.refuse('ESHUTDOWN', 'the volume is stopped', done);
    if (this.holds > 0) {
      if (this.held.length >= heldCallsMaximum) return this.refuse('EIO', `${heldCallsMaximum} calls wait for the volume already`, done);
      const heldSinceMilliseconds = this.clock.nowMilliseconds();
      this.held.push({ done, run: () => { this.runHeld(heldSinceMilliseconds, again, done); } });
      return false;
    }
    if (lengthBytes === 0 && offsetBytes >= 0 && offsetBytes <= this.abilities.sizeBytes) return true;
    if (changes && this.abilities.readOnly) return this.refuse('EPERM', 'the volume is read-only', done);
    return this.refuse('EINVAL', `${lengthBytes} bytes at ${offsetBytes} are outside the volume or the buffer`, done);
  }

  private runHeld(sinceMilliseconds: number, again: (done: Done) => boolean, done: Done): void {
    this.heldSinceMilliseconds = sinceMilliseconds;
    const complete = again(done);
    this.heldSinceMilliseconds = -1;
    if (complete) done(null);
  }

  private refuse(code: IoErrorCode, message: string, done: Done): boolean {
    this.clock.soon(() => { done({ code, message }); });
    return false;
  }

  private letIn(counters: OperationCounters, lengthBytes: number, done: Done): LetIn {
    const call = this.spare.pop() ?? new LetIn(this);
    call.done = done;
    call.countFrom(counters, lengthBytes, this.clock, this.heldSinceMilliseconds);
    this.clientCalls += 1;
    return call;
  }

  private entered(call: LetIn, complete: boolean): boolean {
    if (complete) {
      call.countAtOnce(this.clock);
      this.spare.push(call);
    } else {
      call.countLater(this.clock);
      this.inFlight += 1;
    }
    return complete;
  }

  /** Called by a call that ends late. */
  ended(call: LetIn, error: IoError | null): void {
    const { done } = call;
    call.countEnd(error, this.clock);
    call.done = unset;
    if (this.spare.length < spareObjectsMaximum) this.spare.push(call);
    this.inFlight -= 1;
    done(error);
    this.checkDrained();
  }

  private checkDrained(): void {
    invariant(this.inFlight >= 0, 'more calls left the gate than entered it');
    if (this.inFlight > 0 || this.drainWaiters.length === 0) return;
    const waiters = this.drainWaiters;
    this.drainWaiters = [];
    for (const waiter of waiters) waiter();
  }

  /** In the order of arrival, until the gate closes again. */
  private runWaiting(): void {
    const held = this.held;
    this.held = [];
    let next = 0;
    while (next < held.length && (this.isOpen || this.stopped)) {
      held[next]?.run();
      next += 1;
    }
    if (next < held.length) this.held = [...held.slice(next), ...this.held];
    if (!this.isOpen && !this.stopped) return;
    const waiters = this.openWaiters;
    this.openWaiters = [];
    for (const waiter of waiters) waiter();
  }
}

class LetIn extends CountedCall {
  done: Done = unset;
  readonly finish: Done;

  constructor(gate: Gate) {
    super();
    this.finish = (error) => { gate.ended(this, error); };
  }
}
