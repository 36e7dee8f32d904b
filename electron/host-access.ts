/**
 * The host as the desktop program sees it, whether it runs in this process or in another one that was there first. Both
 * speak the contract; the difference shows only in what quitting means.
 */
import type { HostClient } from '../core/host/client.ts';
import type { PortLike } from '../core/host/message-port-link.ts';
import type { HostUse } from './quit-decision.ts';

export interface HostAccess {
  /** True when the host runs in this process and ends with it. */
  readonly own: boolean;
  readonly stateFolder: string;
  /** Joins a window to the host. */
  servePort(port: PortLike): void;
  /** Flushes, marks clean, ends. Does nothing to another process's host. */
  stop(): Promise<void>;
}

/** Nobody, when the host cannot be asked any more: then there is nobody left to lose anything. */
export async function hostUse(client: Pick<HostClient, 'call'>): Promise<HostUse> {
  const users = await client.call('host.users', {});
  if (!users.ok) return { clients: [], runningTasks: [], activeLinks: [] };
  // Replication links join this list with replication itself; the contract names none yet.
  return { clients: users.value.clients, runningTasks: users.value.runningTasks, activeLinks: [] };
}
