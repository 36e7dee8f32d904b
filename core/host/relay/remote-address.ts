/** `ADDRESS:PORT` of a host's TLS listener, as people write it. */
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';

export interface RemoteHostAddress {
  readonly host: string;
  readonly port: number;
  /** One text for one address, however it was written. */
  readonly text: string;
}

/** `argument` is what the person has to correct. Port 0 takes any free one, where that is allowed. */
export function remoteHostAddress(given: string, argument: string, portMinimum = 1): Result<RemoteHostAddress, Refusal> {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/.exec(given.trim());
  const host = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
  const port = Number(match?.[3] ?? -1);
  if (host !== '' && port >= portMinimum && port <= 65_535) {
    return success({ host, port, text: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}` });
  }
  return failure(refusal('argument.invalid', { kind: 'host', name: given },
    { argument, given, reason: 'is no address with a port' }, 'Write ADDRESS:PORT, or [ADDRESS]:PORT for IPv6.'));
}
