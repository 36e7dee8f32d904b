/**
 * The hosts beside this one that its consoles reach through it. The renderer never dials anything but its own host.
 *
 * Invariant: a host's conversations end before its entry goes, and when another entry takes its key.
 */
import { createHash } from 'node:crypto';
import type { OtherHostView } from '../../model/views.ts';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { CallOutputs } from '../contract.ts';
import type { ParsedInput } from '../call-dispatch.ts';
import { KnownHosts } from './known-hosts.ts';
import type { OtherHost } from './other-host.ts';
import { remoteHostAddress } from './remote-address.ts';
import { openBundle } from '../support/bundle-host.ts';
import { inspectImages } from './inspection-host.ts';
import { openSample, sampleKey } from './sample-host.ts';
import type { StartBeside } from './sample-host.ts';
import { connectRemoteHost } from './remote-host.ts';
import type { Relay, RelayedConversation, TextCarrier } from './text-carrier.ts';

/** Hosts that are connected at one time. */
export const otherHostsMaximum = 64;

type ConnectInput = ParsedInput<'hosts.connect'>;

export class OtherHosts implements Relay {
  readonly #knownHosts: KnownHosts;
  readonly #publish: (views: readonly OtherHostView[]) => void;
  readonly #startBeside: StartBeside;
  readonly #hosts = new Map<string, OtherHost>();
  readonly #carriers = new Map<string, Set<TextCarrier>>();

  constructor(stateFolder: string, publish: (views: readonly OtherHostView[]) => void, startBeside: StartBeside) {
    this.#startBeside = startBeside;
    this.#knownHosts = new KnownHosts(stateFolder);
    this.#publish = publish;
  }

  list(): Result<CallOutputs['hosts.list'], Refusal> {
    const known = this.#knownHosts.all();
    return known.ok ? success({ hosts: this.#views(), known: known.value }) : known;
  }

  async connect(input: ConnectInput): Promise<Result<CallOutputs['hosts.connect'], Refusal>> {
    if (this.#hosts.size >= otherHostsMaximum) {
      return failure(refusal('limit.reached', { kind: 'host', name: '' }, { limit: 'hosts that are connected', maximum: otherHostsMaximum },
        'Disconnect one of them first.'));
    }
    const host = await this.#reach(input);
    if (!host.ok) return host;
    const { view } = host.value;
    await this.#forget(view.id);
    this.#hosts.set(view.id, host.value);
    this.#changed();
    return success({ host: view });
  }

  async disconnect(key: string): Promise<Result<CallOutputs['hosts.disconnect'], Refusal>> {
    if (!this.#hosts.has(key)) return failure(refusal('host.unknown', { kind: 'host', name: key }, {}, 'Connect to it first.'));
    await this.#forget(key);
    this.#changed();
    return success({ disconnected: true });
  }

  open(key: string, carrier: TextCarrier): RelayedConversation | null {
    const host = this.#hosts.get(key);
    if (host === undefined) return null;
    const carriers = this.#carriers.get(key) ?? new Set();
    this.#carriers.set(key, carriers.add(carrier));
    const conversation = host.open(carrier);
    return {
      take: (text) => conversation.take(text),
      end: () => {
        carriers.delete(carrier);
        conversation.end();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#hosts.keys()].map((key) => this.#forget(key)));
  }

  async #reach(input: ConnectInput): Promise<Result<OtherHost, Refusal>> {
    switch (input.kind) {
      case 'remote': return this.#reachRemote(input);
      case 'bundle': return openBundle(input.name, Buffer.from(input.content, 'base64'));
      case 'sample': return this.#openSampleOnce();
      case 'inspection': return inspectImages(input.locations, this.#startBeside);
    }
  }

  /** There is one sample at a time; who asks for another gets a fresh one. */
  async #openSampleOnce(): Promise<Result<OtherHost, Refusal>> {
    await this.#forget(sampleKey);
    return openSample(this.#startBeside);
  }

  async #reachRemote(input: Extract<ConnectInput, { kind: 'remote' }>): Promise<Result<OtherHost, Refusal>> {
    const address = remoteHostAddress(input.address, 'the address');
    if (!address.ok) return address;
    // One entry an address, whoever logs in: the key, and all that a console keeps by it, stays the same over time.
    const key = createHash('sha256').update(address.value.text).digest('hex').slice(0, 16);
    const { user, password, fingerprint } = input;
    const login = { address: address.value, user, password, accepted: fingerprint };
    return connectRemoteHost(login, key, this.#knownHosts, () => this.#changed());
  }

  async #forget(key: string): Promise<void> {
    const host = this.#hosts.get(key);
    this.#hosts.delete(key);
    for (const carrier of this.#carriers.get(key) ?? []) carrier.close();
    this.#carriers.delete(key);
    await host?.close();
  }

  #views(): OtherHostView[] {
    return [...this.#hosts.values()].map(({ view }) => view);
  }

  #changed(): void {
    this.#publish(this.#views());
  }
}
