/** For tests: a host behind the contract's door that answers every call with nothing but what the test says. */
import type { ConsoleMemory } from './console-memory.ts';
import type { ConsoleParts } from './console-server.ts';
import { createCallDispatch } from './call-dispatch.ts';
import type { CallHandlers } from './call-dispatch.ts';
import { calls } from './contract.ts';
import type { CallName, LogEntry } from './contract.ts';
import type { SessionHost } from './contract-session.ts';
import { ObjectStore } from './object-store.ts';
import type { Relay } from './relay/text-carrier.ts';
import { success } from '../model/result.ts';
import { sampleAlertView } from '../model/test-alert-view.ts';
import type { AlertView } from '../model/views.ts';

export interface TestSessionHost extends SessionHost {
  readonly audited: Omit<LogEntry, 'at'>[];
}

export function testSessionHost(own: Partial<CallHandlers> = {}, store: ObjectStore = new ObjectStore('run-1')): TestSessionHost {
  const audited: Omit<LogEntry, 'at'>[] = [];
  const handlers = Object.fromEntries((Object.keys(calls) as CallName[]).map((name) => [name, () => success({ answered: name })]));
  const all = {
    ...handlers,
    'events.subscribe': (input, caller) => success({ hostRun: store.hostRun, resumed: caller.subscribe(input).resumed }),
    ...own,
  } as CallHandlers;
  const dispatch = createCallDispatch(all, (entry) => audited.push(entry));
  return { dispatch, store, readStatistics: () => Promise.resolve(null), hostId: 'host-id', version: '0', audited };
}

/** A console's server whose host knows no others. */
export function consoleParts(
  rendererFolder: string, port: number | null, memory: ConsoleMemory, relay: Relay = { open: () => null },
): ConsoleParts {
  return { host: testSessionHost(), relay, rendererFolder, port, memory, metrics: null };
}

export function testAlert(id: string, count = 1): AlertView {
  return sampleAlertView({ id, message: `alert ${id}`, count });
}
