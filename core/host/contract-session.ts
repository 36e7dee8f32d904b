/**
 * One client's conversation, whatever carries its frames: first `hello`, then numbered calls, each answered once, and the
 * event stream when it asks for it. A client that breaks the order is closed, and harms nobody else.
 */
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Role } from '../model/roles.ts';
import type { CallDispatch, Caller } from './call-dispatch.ts';
import { protocolVersion } from './protocol.ts';
import { EventStream } from './event-stream.ts';
import type { EventPosition, FrameTransport } from './event-stream.ts';
import type { ObjectStore } from './object-store.ts';
import { StatisticsStream } from './statistics-stream.ts';
import type { ReadGroupStatistics, StatisticsWatch } from './statistics-stream.ts';

/** Calls of one client that may wait for their answers at the same time. */
export const callsInFlightMaximum = 256;

export interface SessionHost {
  readonly dispatch: CallDispatch;
  readonly store: ObjectStore;
  readonly readStatistics: ReadGroupStatistics;
  readonly hostId: string;
  readonly version: string;
}

export interface Access {
  readonly role: Role;
  readonly user: string;
  /** How the caller reached the host: `local socket`, `console`, `window`, `remote`. */
  readonly via: string;
  /** Where a remote caller is; empty at this machine. */
  readonly address: string;
}

export interface ContractSession {
  take(frame: unknown): void;
  /** The carrier has gone. Calls that run go on; their answers are dropped. */
  end(): void;
}

export function openSession(host: SessionHost, transport: FrameTransport, access: Access): ContractSession {
  return new Session(host, transport, access);
}

class Session implements ContractSession {
  readonly #host: SessionHost;
  readonly #transport: FrameTransport;
  readonly #access: Access;
  readonly #events: EventStream;
  readonly #statistics: StatisticsStream;
  #greeted = false;
  #ended = false;
  #inFlight = 0;

  constructor(host: SessionHost, transport: FrameTransport, access: Access) {
    this.#host = host;
    this.#transport = transport;
    this.#access = access;
    this.#events = new EventStream(host.store, transport);
    this.#statistics = new StatisticsStream(host.readStatistics, transport);
  }

  take(frame: unknown): void {
    if (this.#ended) return;
    if (typeof frame !== 'object' || frame === null) return this.#refuseClient();
    const fields = frame as Readonly<Record<string, unknown>>;
    if (!this.#greeted) return this.#greet(fields['hello']);
    const { id, call, input } = fields;
    if (typeof id !== 'number' || !Number.isSafeInteger(id)) return this.#refuseClient();
    void this.#answer(id, call, input);
  }

  end(): void {
    this.#ended = true;
    this.#events.end();
    this.#statistics.end();
  }

  /** The host says hello in any case, so that a client of another version can tell why it was closed. */
  #greet(protocol: unknown): void {
    const { role, user } = this.#access;
    const { hostId, version, store } = this.#host;
    this.#transport.send({ hello: { protocol: protocolVersion, version, hostId, hostRun: store.hostRun, role, user } });
    if (protocol !== protocolVersion) return this.#refuseClient();
    this.#greeted = true;
  }

  async #answer(id: number, call: unknown, input: unknown): Promise<void> {
    if (this.#inFlight >= callsInFlightMaximum) return this.#transport.send({ id, ok: false, refusal: tooManyCalls() });
    const subscriptions: EventPosition[] = [];
    const watches: StatisticsWatch[] = [];
    const caller: Caller = {
      ...this.#access,
      subscribe: (position) => {
        subscriptions.push(position);
        return { resumed: this.#events.canResume(position) };
      },
      watchStatistics: (watch) => { watches.push(watch); },
    };
    this.#inFlight += 1;
    const result = await this.#host.dispatch.call(call, input, caller);
    this.#inFlight -= 1;
    if (this.#ended) return;
    this.#transport.send(result.ok ? { id, ok: true, value: result.value } : { id, ok: false, refusal: result.error });
    for (const position of subscriptions) this.#events.begin(position);
    for (const watch of watches) this.#statistics.watch(watch);
  }

  #refuseClient(): void {
    this.end();
    this.#transport.close();
  }
}

function tooManyCalls(): Refusal {
  return refusal('limit.reached', { kind: 'host', name: '' }, { limit: 'calls in flight', maximum: callsInFlightMaximum },
    'Wait for earlier answers before calling again.');
}
