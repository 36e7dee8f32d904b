/**
 * The event stream of one client: changes in order, each once, beginning where the client left off or with a snapshot.
 * A client that cannot keep up is not buffered for: once more than the bound waits to go out, changes are left out, and
 * when its pipe has drained it gets a fresh snapshot instead.
 */
import type { Change } from '../model/views.ts';
import type { HostFrame } from './contract.ts';
import type { ObjectStore } from './object-store.ts';

export const clientBufferBytesMaximum = 1024 * 1024;

/** How frames reach one client, whatever carries them. */
export interface FrameTransport {
  send(frame: HostFrame): void;
  /** Bytes handed over and not yet gone out; 0 where the carrier cannot tell. */
  readonly bufferedBytes: number;
  /** Runs once, when all that was handed over has gone out. */
  whenDrained(run: () => void): void;
  close(): void;
}

export interface EventPosition {
  readonly hostRun: string;
  readonly afterSequence: number;
}

export class EventStream {
  readonly #store: ObjectStore;
  readonly #transport: FrameTransport;
  #stopListening: (() => void) | null = null;
  #behind = false;

  constructor(store: ObjectStore, transport: FrameTransport) {
    this.#store = store;
    this.#transport = transport;
  }

  /** True when the client goes on from its position; then `begin` sends what it missed, else a snapshot. */
  canResume(position: EventPosition): boolean {
    return position.hostRun === this.#store.hostRun && this.#store.changesAfter(position.afterSequence) !== null;
  }

  /** Called after the answer to `events.subscribe` went out, in the same turn, so that no change falls between. */
  begin(position: EventPosition): void {
    this.end();
    const missed = position.hostRun === this.#store.hostRun ? this.#store.changesAfter(position.afterSequence) : null;
    this.#stopListening = this.#store.listen((change) => this.#send(change));
    if (missed === null) this.#sendSnapshot();
    else for (const change of missed) this.#send(change);
  }

  end(): void {
    this.#stopListening?.();
    this.#stopListening = null;
  }

  #send(change: Change): void {
    if (this.#behind) return;
    if (this.#transport.bufferedBytes <= clientBufferBytesMaximum) {
      this.#transport.send({ change });
      return;
    }
    this.#behind = true;
    this.#transport.whenDrained(() => {
      this.#behind = false;
      if (this.#stopListening !== null) this.#sendSnapshot();
    });
  }

  #sendSnapshot(): void {
    this.#transport.send({ snapshot: { sequence: this.#store.sequence, objects: this.#store.objects() } });
  }
}
