/**
 * The TCP listener of the exports. Loopback is free; any other address needs TLS or a list of who may connect, because
 * NBD itself asks nobody for a password.
 */
import { BlockList, createServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { TcpListening } from '../group/runtime-protocol.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';

export interface TcpListener {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  readonly server: Server;
}

export interface TcpAdmission {
  readonly secureContext: SecureContext | null;
  admits(address: string): boolean;
}

/** What the wish means, or why it is refused. Nothing listens yet. */
export function tcpAdmission(wish: TcpListening): Result<TcpAdmission, Refusal> {
  if (isIP(wish.address) === 0) return refuse('address', wish.address, 'is no IP address', 'Give an IP address of this host.');
  const allowed = new BlockList();
  for (const range of wish.allow) {
    if (addRange(allowed, range)) continue;
    return refuse('allow', range, 'is neither an address nor a range', 'Give an address, or a range such as 192.168.1.0/24.');
  }
  if (!isLoopback(wish.address) && wish.tls === null && wish.allow.length === 0) {
    const advice = 'Give a certificate and key, or a list of addresses that may connect, or listen on 127.0.0.1.';
    return refuse('address', wish.address, 'can be reached from other machines, and nothing says who may connect', advice);
  }
  let secureContext: SecureContext | null = null;
  try {
    if (wish.tls !== null) secureContext = createSecureContext({ cert: wish.tls.certificate, key: wish.tls.key, minVersion: 'TLSv1.2' });
  } catch (error) {
    const advice = 'Give a certificate and the key that belongs to it, both as PEM text.';
    return refuse('certificate', '', `cannot be used: ${(error as Error).message}`, advice);
  }
  const open = wish.allow.length === 0;
  return success({ secureContext, admits: (address) => open || isListed(allowed, address) });
}

export async function listenOnTcp(wish: TcpListening, accept: (socket: Socket) => void): Promise<Result<TcpListener, Refusal>> {
  const server = createServer({ pauseOnConnect: true, noDelay: true, keepAlive: true }, accept);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: wish.address, port: wish.port }, resolve);
    });
  } catch (error) {
    return refuse('port', `${wish.port}`, `cannot be listened on: ${(error as Error).message}`, 'Give another address or port.');
  }
  const { address, port } = server.address() as AddressInfo;
  return success({ address, port, secure: wish.tls !== null, server });
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function addRange(list: BlockList, range: string): boolean {
  const [address = '', prefix, ...more] = range.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (prefix === undefined) {
    list.addAddress(address, type);
    return true;
  }
  const bits = Number(prefix);
  if (!/^\d+$/.test(prefix) || bits > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(address, bits, type);
  return true;
}

/** An IPv4 client of a listener for both families shows as `::ffff:a.b.c.d`. */
function isListed(list: BlockList, address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function refuse(argument: string, given: string, reason: string, advice: string): Result<never, Refusal> {
  return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument, given, reason }, advice));
}
