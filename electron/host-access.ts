/**
 * The host as the desktop program sees it, whether it runs in this process or in another one that was there first. Both
 * speak the contract; the difference shows only in what quitting means.
 */
import type { HostClient } from '../core/host/client.ts';
import { startHost } from '../core/host/host.ts';
import { relayMessagePort, serveMessagePort } from '../core/host/message-port-link.ts';
import type { PortLike } from '../core/host/message-port-link.ts';
import { localAccess } from '../core/host/local-access.ts';
import { hostSocketPath } from '../core/host/socket-path.ts';
import { startWorkerRuntime } from '../core/host/worker-channel.ts';
import type { Refusal } from '../core/model/refusal.ts';
import type { Result } from '../core/model/result.ts';
import { relayPort } from './port-relay.ts';
import type { HostUse } from './quit-decision.ts';

export interface HostAccess {
  /** True when the host runs in this process and ends with it. */
  readonly own: boolean;
  readonly stateFolder: string;
  /** Joins a window to the host, or through it to the host beside it that has the key; the empty key is the host's own. */
  servePort(port: PortLike, key: string): void;
  /** Flushes, marks clean, ends. Does nothing to another process's host. */
  stop(): Promise<void>;
}

/**
 * Starts the host of the state folder here, or finds the one that serves it already. The window is the console: no port is
 * opened for browsers.
 */
export async function reachHost(stateFolder: string, stopRequested: () => void): Promise<Result<HostAccess, Refusal>> {
  const started = await startHost({ stateFolder, console: null, remote: null, stopRequested, startRuntime: startWorkerRuntime });
  if (started.ok) {
    const host = started.value;
    const access: HostAccess = {
      own: true,
      stateFolder: host.stateFolder,
      servePort: (port, key) => {
        if (key === '') serveMessagePort(port, host.session, localAccess('window'));
        else relayMessagePort(port, host.relay, key);
      },
      stop: () => host.close(),
    };
    return { ok: true, value: access };
  }
  if (started.error.code !== 'host.running') return started;
  const access: HostAccess = {
    own: false,
    stateFolder,
    servePort: (port, key) => relayPort(port, hostSocketPath(stateFolder), key),
    stop: async () => undefined,
  };
  return { ok: true, value: access };
}

/** Nobody, when the host cannot be asked any more: then there is nobody left to lose anything. */
export async function hostUse(client: Pick<HostClient, 'call'>): Promise<HostUse> {
  const users = await client.call('host.users', {});
  if (!users.ok) return { clients: [], runningTasks: [], activeLinks: [] };
  // Replication links join this list with replication itself; the contract names none yet.
  return { clients: users.value.clients, runningTasks: users.value.runningTasks, activeLinks: [] };
}
