/**
 * The one bridge between the console and a host: calls, and the event stream with resume. It dials, greets, subscribes
 * where the console left off, and dials again after a loss, later each time.
 *
 * Invariant: changes are handed on in order and once; after a gap or a new run of the host a snapshot comes first.
 */
import type { CallInput, CallName, CallOutputs, ClientFrame, HostFrame } from '../../core/host/contract.ts';
import type { GroupStatistics } from '../../core/model/io-statistics.ts';
import type { Role } from '../../core/model/roles.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { Result } from '../../core/model/result.ts';
import type { Change, ObjectView } from '../../core/model/views.ts';
import type { Connection, Dial } from './connection.ts';

export interface Greeting {
  readonly version: string;
  readonly hostId: string;
  readonly hostRun: string;
  readonly role: Role;
  readonly user: string;
}

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly greeting: Greeting }
  /** `lastSeenMilliseconds` is the wall clock at the last frame; null when there never was one. */
  | { readonly kind: 'lost'; readonly lastSeenMilliseconds: number | null }
  /** The host speaks another version of the contract; dialling again would not help. */
  | { readonly kind: 'incompatible'; readonly hostProtocol: number };

export interface BridgeListener {
  state(state: ConnectionState): void;
  snapshot(hostRun: string, sequence: number, objects: readonly ObjectView[]): void;
  change(change: Change): void;
  statistics(reading: GroupStatistics): void;
  /** How far the console has come, asked at each subscription. */
  position(): { readonly hostRun: string; readonly sequence: number };
}

export interface BridgeTiming {
  now(): number;
  after(delayMilliseconds: number, run: () => void): { cancel(): void };
}

export const protocolSpoken = 1;
/** Calls that may wait for their answers at one time; one more is answered `host.busy` at once. */
export const callsInFlightMaximum = 256;
export const redialFirstMilliseconds = 500;
export const redialLongestMilliseconds = 10_000;

type Settle = (result: Result<unknown, Refusal>) => void;

export class Bridge {
  readonly #dial: Dial;
  readonly #listener: BridgeListener;
  readonly #timing: BridgeTiming;
  #connection: Connection | null = null;
  /** Tells the frames of the present connection from those of one given up. */
  #attempt = 0;
  #greeting: Greeting | null = null;
  #waiting = new Map<number, Settle>();
  #lastId = 0;
  #delayMilliseconds = redialFirstMilliseconds;
  #redial: { cancel(): void } | null = null;
  #lastSeenMilliseconds: number | null = null;

  constructor(dial: Dial, listener: BridgeListener, timing: BridgeTiming) {
    this.#dial = dial;
    this.#listener = listener;
    this.#timing = timing;
  }

  /** Dials at once, also when the next attempt is not due yet. Does nothing while connected or dialling. */
  open(): void {
    if (this.#connection !== null) return;
    this.#redial?.cancel();
    this.#redial = null;
    const attempt = ++this.#attempt;
    const ifCurrent = (run: () => void): void => {
      if (attempt === this.#attempt) run();
    };
    if (this.#lastSeenMilliseconds === null) this.#listener.state({ kind: 'connecting' });
    this.#connection = this.#dial({
      opened: () => ifCurrent(() => this.#send({ hello: protocolSpoken })),
      frame: (frame) => ifCurrent(() => this.#take(frame)),
      closed: () => ifCurrent(() => this.#lose()),
    });
  }

  close(): void {
    this.#attempt += 1;
    this.#redial?.cancel();
    this.#drop();
  }

  /** Never rejects: a lost host is the refusal `host.unreachable`. */
  call<Name extends CallName>(call: Name, input: CallInput<Name>): Promise<Result<CallOutputs[Name], Refusal>> {
    return new Promise((resolve) => {
      if (this.#greeting === null) return resolve(refused('host.unreachable', 'Connect to the host first.'));
      if (this.#waiting.size >= callsInFlightMaximum) return resolve(refused('host.busy', 'Wait for the calls under way.'));
      const id = ++this.#lastId;
      this.#waiting.set(id, resolve as Settle);
      this.#send({ id, call, input });
    });
  }

  /** Asks for the stream again from where the console stands: after a gap in it. */
  subscribe(): void {
    const { hostRun, sequence } = this.#listener.position();
    void this.call('events.subscribe', { hostRun, afterSequence: Math.max(sequence, 0) });
  }

  #take(frame: HostFrame): void {
    this.#lastSeenMilliseconds = this.#timing.now();
    if ('hello' in frame) this.#greet(frame.hello);
    else if ('id' in frame) {
      const settle = this.#waiting.get(frame.id);
      this.#waiting.delete(frame.id);
      settle?.(frame.ok ? { ok: true, value: frame.value } : { ok: false, error: frame.refusal });
    } else if ('snapshot' in frame) {
      this.#listener.snapshot(this.#greeting?.hostRun ?? '', frame.snapshot.sequence, frame.snapshot.objects);
    } else if ('statistics' in frame) this.#listener.statistics(frame.statistics);
    else this.#listener.change(frame.change);
  }

  #greet(hello: Greeting & { readonly protocol: number }): void {
    if (hello.protocol !== protocolSpoken) {
      this.close();
      this.#listener.state({ kind: 'incompatible', hostProtocol: hello.protocol });
      return;
    }
    this.#greeting = hello;
    this.#delayMilliseconds = redialFirstMilliseconds;
    this.#listener.state({ kind: 'connected', greeting: hello });
    this.subscribe();
  }

  #send(frame: ClientFrame): void {
    this.#connection?.send(frame);
  }

  #lose(): void {
    this.#drop();
    this.#listener.state({ kind: 'lost', lastSeenMilliseconds: this.#lastSeenMilliseconds });
    this.#redial = this.#timing.after(this.#delayMilliseconds, () => this.open());
    this.#delayMilliseconds = Math.min(this.#delayMilliseconds * 2, redialLongestMilliseconds);
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#greeting = null;
    connection?.close();
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const settle of waiting.values()) settle(refused('host.unreachable', 'Connect to the host again.'));
  }
}

function refused(code: 'host.unreachable' | 'host.busy', advice: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { code, subject: { kind: 'host', name: '' }, evidence: {}, remedy: { kind: 'advice', advice } } };
}
