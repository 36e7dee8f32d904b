/** One host as the console knows it: how it is reached, what it said last, and how to call it. */
import type { OtherHostKind, OtherHostView } from '../../core/model/views.ts';
import type { Bridge, ConnectionState } from '../link/bridge.ts';
import { StatisticsFeed } from '../statistics/statistics-feed.ts';
import { noObjects } from './object-store.ts';
import type { Objects } from './object-store.ts';

/** Names a host within this console; never holds a slash. */
export type HostKey = string;

/** The host that serves this console. It is always there; the others come and go. */
export const localHost: HostKey = 'local';

export type HostKind = 'local' | OtherHostKind;

/** What a host is beside what it says itself: the local one is the console's own, the others it relays to. */
export interface HostEntry {
  readonly key: HostKey;
  readonly kind: HostKind;
  /** What people call it; empty for the local host, which names itself. */
  readonly label: string;
  /** The time of what a bundle shows, ISO 8601; empty for a living host. */
  readonly asOf: string;
}

export interface HostState extends HostEntry {
  readonly connection: ConnectionState;
  readonly objects: Objects;
  /** Never rejects: a lost host is the refusal `host.unreachable`. */
  readonly call: Bridge['call'];
  /** Rates of what is watched of it. */
  readonly statistics: StatisticsFeed;
}

export type Hosts = ReadonlyMap<HostKey, HostState>;

export function newHost(entry: HostEntry, call: Bridge['call']): HostState {
  return { ...entry, connection: { kind: 'connecting' }, objects: noObjects, call, statistics: new StatisticsFeed(call) };
}

export function entryOf({ id, hostKind, name, asOf }: OtherHostView): HostEntry {
  return { key: id, kind: hostKind, label: name, asOf };
}

/** True while what is shown of the host is what it last said, not what is. */
export function isLost({ connection }: HostState): boolean {
  return connection.kind !== 'connected' && connection.kind !== 'connecting';
}

export function isAdministrator({ connection }: HostState): boolean {
  return connection.kind === 'connected' && connection.greeting.role === 'administrator';
}
