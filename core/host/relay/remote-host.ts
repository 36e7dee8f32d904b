/**
 * A remote host that somebody connected to. User and password stay in memory, for consoles that join and for coming back
 * after a loss; they end with the entry or with this host.
 */
import type { OtherHostView } from '../../model/views.ts';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { HostLine } from './host-line.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { OtherHost } from './other-host.ts';
import type { RemoteHostAddress } from './remote-address.ts';
import { dialRemoteHost } from './remote-dial.ts';
import type { ReachedHost } from './remote-dial.ts';
import { relayLine } from './relayed-line.ts';
import type { RelayedConversation, TextCarrier } from './text-carrier.ts';

export interface RemoteLogin {
  readonly address: RemoteHostAddress;
  readonly user: string;
  readonly password: string;
  /** The fingerprint that a person accepted just now; empty when nobody was asked. */
  readonly accepted: string;
}

/** Only a person mends these: dialling again would be refused the same way, and count as a failed log-in. */
const finalCodes: readonly string[] = ['login.failed', 'host.certificate-new', 'host.certificate-changed'];

/** Dials, pins what was accepted, logs in once, and answers the entry. */
export async function connectRemoteHost(
  login: RemoteLogin, key: string, knownHosts: KnownHosts, changed: () => void,
): Promise<Result<RemoteHost, Refusal>> {
  const reached = await reach(login, knownHosts);
  if (!reached.ok) return reached;
  const { line, hostName, user } = reached.value;
  line.close();
  return success(new RemoteHost({ ...login, accepted: '' }, knownHosts, changed, {
    kind: 'other host', id: key, hostKind: 'remote', name: hostName === '' ? login.address.text : hostName, address: login.address.text,
    user, state: 'connected', fault: null, asOf: '',
  }));
}

async function reach(login: RemoteLogin, knownHosts: KnownHosts): Promise<Result<ReachedHost, Refusal>> {
  const known = knownHosts.all();
  if (!known.ok) return known;
  const { address, user, accepted } = login;
  const before = known.value.find((host) => host.address === address.text);
  let seen = '';
  const reached = await dialRemoteHost({
    ...login,
    distrust: (fingerprint) => {
      seen = fingerprint;
      return distrust(address.text, fingerprint, accepted === '' ? before?.fingerprint ?? '' : accepted);
    },
  });
  if (seen === '' || (!reached.ok && finalCodes.slice(1).includes(reached.error.code))) return reached;
  const kept = knownHosts.keep({
    address: address.text, fingerprint: seen, hostName: reached.ok ? reached.value.hostName : before?.hostName ?? '', user,
    lastAt: reached.ok ? new Date().toISOString() : before?.lastAt ?? '',
  });
  if (kept.ok || !reached.ok) return reached;
  reached.value.line.close();
  return failure(kept.error);
}

/** `wanted` is empty where nobody has accepted anything yet. */
function distrust(address: string, fingerprint: string, wanted: string): Refusal | null {
  const subject = { kind: 'host', name: address } as const;
  if (wanted === '') {
    return refusal('host.certificate-new', subject, { fingerprint },
      'Compare it with what "plexus status" prints on that host, and connect with that fingerprint accepted.');
  }
  if (fingerprint === wanted) return null;
  return refusal('host.certificate-changed', subject, { known: wanted, fingerprint },
    'Somebody may stand between. Accept the new fingerprint only when that host prints the same one in "plexus status".');
}

export class RemoteHost implements OtherHost {
  readonly #login: RemoteLogin;
  readonly #knownHosts: KnownHosts;
  readonly #changed: () => void;
  #view: OtherHostView;

  constructor(login: RemoteLogin, knownHosts: KnownHosts, changed: () => void, view: OtherHostView) {
    this.#login = login;
    this.#knownHosts = knownHosts;
    this.#changed = changed;
    this.#view = view;
  }

  get view(): OtherHostView {
    return this.#view;
  }

  open(carrier: TextCarrier): RelayedConversation {
    return relayLine(this.#dial(), carrier, {
      reached: () => this.#show({ state: 'connected', fault: null }),
      lost: (fault) => this.#show({ state: 'lost', fault: fault ?? this.#view.fault }),
    });
  }

  async close(): Promise<void> {
    // Its conversations were its only life.
  }

  async #dial(): Promise<Result<HostLine, Refusal>> {
    const { fault } = this.#view;
    if (fault !== null && finalCodes.includes(fault.code)) return failure(fault);
    const reached = await reach(this.#login, this.#knownHosts);
    return reached.ok ? success(reached.value.line) : reached;
  }

  #show(part: Pick<OtherHostView, 'state' | 'fault'>): void {
    this.#view = { ...this.#view, ...part };
    this.#changed();
  }
}
