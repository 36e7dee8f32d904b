/**
 * The host's end of one disk group's runtime: numbered requests, each answered once; witness notes made durable before
 * they are answered; a runtime that died or broke is reported once, and every open request is answered with a refusal.
 */
import type {
  DiskOpening, Execution, ExecutionResult, RuntimeAlert, RuntimeBirth, RuntimeMessage, RuntimeRequest, RuntimeSettings, RuntimeStatus,
} from '../group/runtime-protocol.ts';
import type { Command } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/** One runtime, wherever it runs: a worker thread in production, this thread in tests. */
export interface RuntimeChannel {
  post(request: RuntimeRequest): void;
  /** Both are called from a fresh stack. `ended` comes once, also after `terminate`. */
  listen(received: (message: RuntimeMessage) => void, ended: (reason: string) => void): void;
  terminate(): Promise<void>;
}

export type StartRuntime = (groupName: string) => RuntimeChannel;

export interface LinkEvents {
  status(status: RuntimeStatus): void;
  alert(alert: RuntimeAlert): void;
  log(severity: RuntimeAlert['severity'], message: string, facts: Readonly<Record<string, unknown>>): void;
  /** Empty when it is durable, else why it could not be made so, with the place. */
  witness(configuration: GroupConfiguration): string;
  /** The same of attempts up to this sequence. */
  foresee(groupId: string, sequence: number): string;
  /** The runtime is of no further use. Comes at most once, and not after `end`. */
  dead(reason: string): void;
}

type NumberLess<Request> = Request extends { readonly number: number } ? Omit<Request, 'number'> : never;

type PlainRequest = NumberLess<Exclude<RuntimeRequest, { kind: 'birth' | 'execute' | 'queryMaximum' | 'witnessed' }>>;

export class GroupWorkerLink {
  readonly #channel: RuntimeChannel;
  readonly #events: LinkEvents;
  readonly #groupName: string;
  readonly #waiting = new Map<number, (result: Result<unknown, Refusal>) => void>();
  #lastNumber = 0;
  #over = false;
  #unwitnessed = false;
  #ended: Promise<void>;
  #markEnded: () => void = () => undefined;
  /** Where the disks are that the runtime was handed: what else bears their ids is a copy. */
  readonly locations = new Set<string>();
  /** For whoever watches the heartbeat: monotonic milliseconds, and what the runtime said that it waits for. */
  lastHeardMilliseconds = performance.now();
  blockedOn = '';
  blockedSince = '';

  constructor(channel: RuntimeChannel, groupName: string, events: LinkEvents) {
    this.#channel = channel;
    this.#events = events;
    this.#groupName = groupName;
    this.#ended = new Promise((resolve) => (this.#markEnded = resolve));
    channel.listen((message) => this.#take(message), (reason) => this.#end(reason));
  }

  get over(): boolean {
    return this.#over;
  }

  /** The plan that the birth carried out. */
  birth(birth: RuntimeBirth, settings: RuntimeSettings): Promise<ExecutionResult> {
    this.#handOver(birth.disks);
    return this.#ask({ kind: 'birth', birth, settings }) as Promise<ExecutionResult>;
  }

  execute(execution: Execution): Promise<ExecutionResult> {
    if (!execution.dryRun) this.#handOver(execution.disks ?? []);
    return this.#ask({ kind: 'execute', execution }) as Promise<ExecutionResult>;
  }

  queryMaximum(command: Command): Promise<Result<number, Refusal>> {
    return this.#ask({ kind: 'queryMaximum', command }) as Promise<Result<number, Refusal>>;
  }

  /** For requests whose answer carries no value. */
  async request(request: PlainRequest): Promise<Result<unknown, Refusal>> {
    if ('disk' in request) this.#handOver([request.disk]);
    return this.#ask(request);
  }

  /** Flush, mark clean, end. What is asked afterwards is refused. */
  async close(): Promise<Result<unknown, Refusal>> {
    if (this.#over) return failure(this.#stopped('it had ended already'));
    const result = await this.#ask({ kind: 'close' });
    await this.end();
    return result;
  }

  /** Ends the runtime without asking it anything; for one that is broken, or that has nothing left to do. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#channel.terminate();
    await this.#ended;
  }

  #handOver(disks: readonly DiskOpening[]): void {
    for (const { location } of disks) this.locations.add(location);
  }

  #ask(request: NumberLess<RuntimeRequest>): Promise<Result<unknown, Refusal>> {
    if (this.#over) return Promise.resolve(failure(this.#stopped('it has ended')));
    const number = ++this.#lastNumber;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#channel.post({ ...request, number } as RuntimeRequest);
    });
  }

  #take(message: RuntimeMessage): void {
    this.lastHeardMilliseconds = performance.now();
    switch (message.kind) {
      case 'reply': {
        const settle = this.#waiting.get(message.number);
        this.#waiting.delete(message.number);
        return settle?.(message.result);
      }
      case 'status': return this.#events.status(message.status);
      case 'alert': return this.#events.alert(message.alert);
      case 'log': return this.#events.log(message.severity, message.message, message.facts);
      case 'witness': return this.#witnessed(message, this.#events.witness(message.configuration));
      case 'foresee': return this.#witnessed(message, this.#events.foresee(message.configuration.id, message.sequence));
      case 'heartbeat':
        this.blockedOn = message.blockedOn;
        this.blockedSince = message.blockedSince;
        return;
      case 'broken': return this.#end(message.message);
    }
  }

  /** Without a durable note the runtime must not publish. How long it tries again is its own to say; one alert stands for all of it. */
  #witnessed({ configuration, sequence }: { readonly configuration: GroupConfiguration; readonly sequence: number }, reason: string): void {
    const unwitnessed = reason !== '';
    if (unwitnessed !== this.#unwitnessed) this.#alertUnwitnessed(configuration, reason);
    this.#unwitnessed = unwitnessed;
    this.#channel.post({ kind: 'witnessed', number: 0, sequence, ...(unwitnessed ? { error: reason } : {}) });
  }

  #alertUnwitnessed({ name, id }: GroupConfiguration, reason: string): void {
    this.#events.alert({
      severity: 'critical', code: 'host.state-folder', subject: { kind: 'group', name, id },
      message: `The witness of disk group ${name} could not be written; the group accepts no change until it can.`,
      evidence: { reason }, cleared: reason === '',
    });
  }

  #end(reason: string): void {
    const first = !this.#over;
    this.#over = true;
    for (const settle of this.#waiting.values()) settle(failure(this.#stopped(reason)));
    this.#waiting.clear();
    this.#markEnded();
    if (first) this.#events.dead(reason);
  }

  #stopped(reason: string): Refusal {
    return refusal('group.stopped', { kind: 'group', name: this.#groupName }, { reason },
      { kind: 'command', command: { command: 'group.import', group: this.#groupName, clearStamp: false, force: false } });
  }
}
