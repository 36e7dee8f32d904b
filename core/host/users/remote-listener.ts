/**
 * The TLS listener for consoles of other machines (`plexus serve --remote ADDRESS:PORT`). The first line logs in; then the
 * line is a session of the contract with the role of that user.
 *
 * Invariants:
 * - Nothing of the contract is spoken before the log-in, and who does not log in takes a bounded place for a bounded time.
 * - Each log-in, good or bad, is in the audit log; no password ever is.
 * - What is wrong with the host's own files is for the audit log, not for strangers.
 * - A user who was removed, or whose password changed, is cut off.
 */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { frameBytesMaximum } from '../protocol.ts';
import type { LogEntry, UserAccount } from '../contract.ts';
import { openSession } from '../contract-session.ts';
import type { SessionHost } from '../contract-session.ts';
import { createFrameReader, frameLine, parseFrame } from '../frame-lines.ts';
import type { RemoteHostAddress } from '../relay/remote-address.ts';
import { loginBytesMaximum, loginMillisecondsMaximum, loginSchema } from '../relay/remote-login.ts';
import type { LoginAnswer } from '../relay/remote-login.ts';
import { lineTransport } from '../socket-transport.ts';
import { systemReason } from '../state-folder.ts';
import { LoginLimits } from './login-limits.ts';
import type { RemoteCertificate } from './remote-certificate.ts';
import type { UserFile } from './user-file.ts';

export const remoteClientsMaximum = 128;
/** Of those, connections that have not logged in yet. */
export const strangersMaximum = 32;

export interface RemoteParts {
  readonly host: SessionHost;
  readonly hostName: string;
  readonly users: UserFile;
  readonly certificate: RemoteCertificate;
  readonly audit: (entry: Omit<LogEntry, 'at'>) => void;
  readonly nowSeconds: () => number;
}

export interface RemoteListener {
  /** `ADDRESS:PORT`, with the port that was bound. */
  readonly address: string;
  close(): Promise<void>;
}

export async function listenRemotely(wanted: RemoteHostAddress, parts: RemoteParts): Promise<Result<RemoteListener, Refusal>> {
  const { certificate: { certificate, key } } = parts;
  const server = createServer({ cert: certificate, key, minVersion: 'TLSv1.2', handshakeTimeout: loginMillisecondsMaximum });
  server.maxConnections = remoteClientsMaximum;
  const fault = await listen(server, wanted);
  if (fault !== '') {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' },
      { argument: '--remote', given: wanted.text, reason: `cannot be bound: ${fault}` },
      'Choose another address or port with --remote ADDRESS:PORT.'));
  }
  const door = new Door(parts);
  server.on('secureConnection', (socket) => door.admit(socket));
  server.on('tlsClientError', () => undefined);
  const { port } = server.address() as AddressInfo;
  return success({
    address: wanted.text.replace(/\d+$/, String(port)),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      door.close();
    }),
  });
}

function listen(server: Server, { host, port }: RemoteHostAddress): Promise<string> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(systemReason(error)));
    server.listen({ host, port, exclusive: true }, () => resolve(''));
  });
}

class Door {
  readonly #parts: RemoteParts;
  readonly #limits: LoginLimits;
  readonly #strangers = new Set<TLSSocket>();
  readonly #userBySocket = new Map<TLSSocket, string>();

  constructor(parts: RemoteParts) {
    this.#parts = parts;
    this.#limits = new LoginLimits(parts.nowSeconds);
    parts.users.listen((name) => {
      for (const [socket, user] of this.#userBySocket) if (user === name) socket.destroy();
    });
  }

  admit(socket: TLSSocket): void {
    socket.on('error', () => undefined);
    if (this.#strangers.size >= strangersMaximum) {
      socket.destroy();
      return;
    }
    this.#strangers.add(socket);
    const patience = setTimeout(() => socket.destroy(), loginMillisecondsMaximum);
    socket.once('close', () => {
      clearTimeout(patience);
      this.#strangers.delete(socket);
      this.#userBySocket.delete(socket);
    });
    let take = (line: string): void => {
      // One log-in a connection: what follows before its answer is nothing that a console of ours sends.
      take = () => socket.destroy();
      void this.#logIn(socket, line).then((account) => {
        clearTimeout(patience);
        this.#strangers.delete(socket);
        if (account === null) return socket.destroySoon();
        take = this.#openSession(socket, account);
      });
    };
    const reader = createFrameReader((line) => take(line), frameBytesMaximum);
    let loginBytes = 0;
    socket.on('data', (chunk: Buffer) => {
      if (this.#strangers.has(socket)) loginBytes += chunk.length;
      if (loginBytes > loginBytesMaximum || !reader.take(chunk)) socket.destroy();
    });
  }

  close(): void {
    for (const socket of [...this.#strangers, ...this.#userBySocket.keys()]) socket.destroySoon();
  }

  async #logIn(socket: TLSSocket, line: string): Promise<UserAccount | null> {
    const address = socket.remoteAddress ?? '';
    const parsed = loginSchema.safeParse(parseFrame(line));
    if (!parsed.success) return null;
    const { user, password } = parsed.data.login;
    const account = await this.#check(address, user, password);
    const { host, hostName, audit } = this.#parts;
    const outcome = account.ok ? 'done' : `refused: ${account.error.code}`;
    audit({ severity: account.ok ? 'information' : 'warning', message: `log-in by ${user} from ${address}: ${outcome}`,
      facts: { user, address, via: 'remote', call: 'login', outcome, ...(account.ok ? { role: account.value.role } : {}) } });
    if (!account.ok && account.error.code === 'host.state-folder') return null;
    const answer: LoginAnswer = account.ok
      ? { login: { ok: true, hostId: host.hostId, hostName, user: account.value.name, role: account.value.role } }
      : { login: { ok: false, refusal: account.error } };
    if (!socket.destroyed) socket.write(frameLine(answer));
    return account.ok ? account.value : null;
  }

  async #check(address: string, user: string, password: string): Promise<Result<UserAccount, Refusal>> {
    const subject = { kind: 'host', name: this.#parts.hostName } as const;
    const seconds = this.#limits.waitSeconds(address, user);
    if (seconds > 0) return failure(refusal('login.limited', subject, { user, seconds }, 'Wait, then try again.'));
    // Counted before the check, and taken back after it: tries at the same time count as much as one after the other.
    this.#limits.failed(address, user);
    const account = await this.#parts.users.check(user, password);
    if (!account.ok) return account;
    if (account.value === null) return failure(refusal('login.failed', subject, { user }, 'Correct the user or the password.'));
    this.#limits.passed(address, user);
    return success(account.value);
  }

  #openSession(socket: TLSSocket, { name, role }: UserAccount): (line: string) => void {
    this.#userBySocket.set(socket, name);
    const access = { role, user: name, via: 'remote', address: socket.remoteAddress ?? 'unknown' };
    const session = openSession(this.#parts.host, lineTransport(socket), access);
    socket.once('close', () => session.end());
    return (line) => session.take(parseFrame(line));
  }
}
