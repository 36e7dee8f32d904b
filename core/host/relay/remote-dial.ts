/**
 * Reaches a remote host: TLS, then its certificate against the pin, then the log-in.
 *
 * Invariant: not a byte of user or password leaves before the certificate is the one that a person accepted. Who signed it
 * counts for nothing; hosts sign their own.
 */
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import { rolesAscending } from '../../model/roles.ts';
import type { Role } from '../../model/roles.ts';
import type { Result } from '../../model/result.ts';
import { parseFrame } from '../frame-lines.ts';
import { systemReason } from '../state-folder.ts';
import { HostLine } from './host-line.ts';
import type { RemoteHostAddress } from './remote-address.ts';
import { loginAnswerSchema, loginMillisecondsMaximum } from './remote-login.ts';

export const dialMillisecondsMaximum = 10_000;

export interface RemoteTarget {
  readonly address: RemoteHostAddress;
  readonly user: string;
  readonly password: string;
  /** Why this certificate is not to be talked to; null when it is. */
  distrust(fingerprint: string): Refusal | null;
}

export interface ReachedHost {
  readonly line: HostLine;
  readonly hostId: string;
  readonly hostName: string;
  readonly user: string;
  readonly role: Role;
}

export async function dialRemoteHost(target: RemoteTarget): Promise<Result<ReachedHost, Refusal>> {
  const { address, user, password } = target;
  const secured = await secure(address);
  if (!secured.ok) return secured;
  const socket = secured.value;
  const distrust = target.distrust(socket.getPeerCertificate().fingerprint256 ?? '');
  if (distrust !== null) {
    socket.destroy();
    return failure(distrust);
  }
  const line = new HostLine(socket);
  line.send(JSON.stringify({ login: { user, password } }));
  const answer = await line.answer(loginMillisecondsMaximum);
  if (answer === null) return failure(unreachable(address, 'the connection ended before the log-in was answered'));
  const reached = loggedIn(target, line, parseFrame(answer));
  if (!reached.ok) line.close();
  return reached;
}

function secure({ host, port, text }: RemoteHostAddress): Promise<Result<TLSSocket, Refusal>> {
  return new Promise((resolve) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...name, minVersion: 'TLSv1.2', rejectUnauthorized: false });
    const fail = (reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(failure(unreachable({ text }, reason)));
    };
    const timer = setTimeout(() => fail('no answer'), dialMillisecondsMaximum);
    socket.on('error', (error) => fail(systemReason(error)));
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      resolve(success(socket));
    });
  });
}

function loggedIn({ address, user }: RemoteTarget, line: HostLine, frame: unknown): Result<ReachedHost, Refusal> {
  const parsed = loginAnswerSchema.safeParse(frame);
  if (!parsed.success) return failure(unreachable(address, 'what answers there is no Plexus host of this version'));
  const { login } = parsed.data;
  if (login.ok) {
    const role = rolesAscending.find((known) => known === login.role) ?? 'read-only';
    return success({ line, hostId: login.hostId, hostName: login.hostName, user: login.user, role });
  }
  const { code, evidence } = login.refusal;
  const advice = code === 'login.failed' ? 'Correct the user or the password.' : 'Wait, then try again.';
  return failure(refusal(code, { kind: 'host', name: address.text }, { user, ...evidence }, advice));
}

function unreachable({ text }: Pick<RemoteHostAddress, 'text'>, reason: string): Refusal {
  return refusal('host.unreachable', { kind: 'host', name: text }, { reason },
    'See that plexus serve runs there with --remote, and that the network lets it through.');
}
