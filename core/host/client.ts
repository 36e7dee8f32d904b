/**
 * A client of the contract over the host's local socket: the command line's and the tests' way in. It knows no call by
 * itself; names, inputs and outputs are the contract's.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { GroupStatistics } from '../model/io-statistics.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Change, ObjectView } from '../model/views.ts';
import { hostFrameBytesMaximum, protocolVersion } from './protocol.ts';
import type { CallInput, CallName, CallOutputs, HostFrame, HostHello } from './contract.ts';
import { frameLine, readFrames } from './frame-lines.ts';
import { hostSocketPath } from './socket-path.ts';

export interface EventListener {
  /** The whole present state; comes first, and again whenever the host could not send every change. */
  snapshot(sequence: number, objects: readonly ObjectView[]): void;
  change(change: Change): void;
}

/** Where a listener left off; with it the host sends only what came since, if it still has that. */
export interface EventPosition {
  readonly hostRun: string;
  readonly afterSequence: number;
}

export interface HostClient {
  readonly hello: HostHello;
  /** Never rejects: a lost host is the refusal `host.unreachable`. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutputs[Name], Refusal>>;
  subscribe(listener: EventListener, position?: EventPosition): Promise<Result<CallOutputs['events.subscribe'], Refusal>>;
  /** `take` gets one reading of a group after another, until it watches something else. */
  watchStatistics(take: (statistics: GroupStatistics) => void, watch: CallInput<'statistics.watch'>):
  Promise<Result<CallOutputs['statistics.watch'], Refusal>>;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

/** How long the host may take to answer a new connection. Calls themselves may take as long as they take. */
const helloMillisecondsMaximum = 10_000;

export function hostUnreachable(stateFolder: string, reason: string): Refusal {
  return refusal('host.unreachable', { kind: 'host', name: '' }, { path: stateFolder, reason, socket: hostSocketPath(stateFolder) },
    `Start the host: plexus serve --state ${stateFolder}`);
}

export function connectHost(stateFolder: string): Promise<Result<HostClient, Refusal>> {
  return new Promise((resolve) => {
    const socket = connect({ path: hostSocketPath(stateFolder) });
    const client = new SocketClient(socket, stateFolder);
    let reason = 'the connection ended before the host answered';
    const deadline = setTimeout(() => {
      reason = 'no answer';
      socket.destroy();
    }, helloMillisecondsMaximum);
    socket.once('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? error.message));
    void client.ended.then(() => {
      clearTimeout(deadline);
      resolve(failure(hostUnreachable(stateFolder, reason)));
    });
    void client.greeted.then(() => {
      clearTimeout(deadline);
      resolve(success(client));
    });
  });
}

interface Waiting {
  readonly settle: (result: Result<unknown, Refusal>) => void;
}

class SocketClient implements HostClient {
  hello: HostHello = { protocol: 0, version: '', hostId: '', hostRun: '', role: 'read-only', user: '' };
  readonly greeted: Promise<void>;
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  readonly #stateFolder: string;
  readonly #waiting = new Map<number, Waiting>();
  #greet: () => void = () => undefined;
  #listener: EventListener | null = null;
  #takeStatistics: (statistics: GroupStatistics) => void = () => undefined;
  #lastId = 0;
  #open = true;

  constructor(socket: Socket, stateFolder: string) {
    this.#socket = socket;
    this.#stateFolder = stateFolder;
    this.greeted = new Promise((resolve) => (this.#greet = resolve));
    this.ended = new Promise((resolve) => socket.once('close', () => {
      this.#end();
      resolve();
    }));
    socket.on('error', () => undefined);
    socket.once('connect', () => socket.write(frameLine({ hello: protocolVersion })));
    readFrames(socket, hostFrameBytesMaximum, (frame) => this.#take(frame as HostFrame | undefined));
  }

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutputs[Name], Refusal>> {
    if (!this.#open) return failure(hostUnreachable(this.#stateFolder, 'the connection has ended'));
    const id = ++this.#lastId;
    const answer = await new Promise<Result<unknown, Refusal>>((settle) => {
      this.#waiting.set(id, { settle });
      this.#socket.write(frameLine({ id, call: name, input }));
    });
    return answer as Result<CallOutputs[Name], Refusal>;
  }

  subscribe(listener: EventListener, position: EventPosition = { hostRun: '', afterSequence: 0 }):
  Promise<Result<CallOutputs['events.subscribe'], Refusal>> {
    this.#listener = listener;
    return this.call('events.subscribe', { hostRun: position.hostRun, afterSequence: position.afterSequence });
  }

  watchStatistics(take: (statistics: GroupStatistics) => void, watch: CallInput<'statistics.watch'>):
  Promise<Result<CallOutputs['statistics.watch'], Refusal>> {
    this.#takeStatistics = take;
    return this.call('statistics.watch', watch);
  }

  close(): void {
    this.#socket.destroySoon();
  }

  #take(frame: HostFrame | undefined): void {
    if (frame === undefined || frame === null || typeof frame !== 'object') {
      this.#socket.destroy();
    } else if ('hello' in frame) {
      this.hello = frame.hello;
      this.#greet();
    } else if ('id' in frame) {
      const waiting = this.#waiting.get(frame.id);
      this.#waiting.delete(frame.id);
      waiting?.settle(frame.ok ? success(frame.value) : failure(frame.refusal));
    } else if ('snapshot' in frame) {
      this.#listener?.snapshot(frame.snapshot.sequence, frame.snapshot.objects);
    } else if ('statistics' in frame) {
      this.#takeStatistics(frame.statistics);
    } else {
      this.#listener?.change(frame.change);
    }
  }

  #end(): void {
    this.#open = false;
    for (const { settle } of this.#waiting.values()) {
      settle(failure(hostUnreachable(this.#stateFolder, 'the connection ended before the answer came')));
    }
    this.#waiting.clear();
  }
}
