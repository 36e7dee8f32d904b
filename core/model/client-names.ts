/** Clients in words: what a refusal, a warning or a list says of who is connected. */
import type { ClientView } from './views.ts';

/**
 * A client over TCP by its address. Those on a Unix socket have no name but the server's own path, so that they are counted:
 * `4 connections on the Unix socket`.
 */
export function clientNames(clients: readonly Pick<ClientView, 'address'>[]): readonly string[] {
  const remote = clients.map(({ address }) => address).filter((address) => !isUnix(address));
  const local = clients.length - remote.length;
  return local === 0 ? remote : [...remote, `${local} connection${local === 1 ? '' : 's'} on the Unix socket`];
}

function isUnix(address: string): boolean {
  return address.startsWith('unix:');
}
