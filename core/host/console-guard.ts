/**
 * Who may open the console of a loopback address, which any program and any web page on this machine can reach.
 *
 * Invariants:
 * - Nothing is served without a session cookie; a cookie is given only in exchange for the one-time token.
 * - A token works once; the next one is made when it is spent.
 * - Host and, where a browser sends it, Origin must be exactly the console's own: a page of another site that got its
 *   name to resolve to 127.0.0.1 still sends its own name.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { consoleSessionsMaximum } from './console-memory.ts';
import type { ConsoleMemory } from './console-memory.ts';

export interface GuardAnswer {
  readonly status: number;
  readonly reason: string;
}

export class ConsoleGuard {
  readonly #authority: string;
  readonly #cookieName: string;
  readonly #port: number;
  readonly #memory: ConsoleMemory;
  readonly #sessions: Buffer[];
  #token = newSecret();

  /** Cookies that the memory knows of this port are good. */
  constructor(address: string, port: number, memory: ConsoleMemory) {
    this.#port = port;
    this.#memory = memory;
    this.#sessions = memory.sessionDigests(port).map((digest) => Buffer.from(digest, 'hex'));
    this.#authority = `${address}:${port}`;
    // Browsers keep cookies by host name alone, so two hosts of this machine need names of their own.
    this.#cookieName = `plexus-${port}`;
  }

  get origin(): string {
    return `http://${this.#authority}`;
  }

  /** Opens the console once. */
  get entrance(): string {
    return `${this.origin}/?token=${this.#token}`;
  }

  /** Null when the request comes from where the console itself would send it. */
  fault(request: IncomingMessage): GuardAnswer | null {
    if (request.headers.host !== this.#authority) return { status: 421, reason: 'This address serves only its own name.' };
    const { origin } = request.headers;
    if (origin !== undefined && origin !== this.origin) return { status: 403, reason: 'Another site may not ask here.' };
    return null;
  }

  /** WebSockets know no same-origin rule: the browser's word about where it comes from is required, not only checked. */
  mayUpgrade(request: IncomingMessage): boolean {
    return this.fault(request) === null && request.headers.origin === this.origin && this.hasSession(request);
  }

  hasSession(request: IncomingMessage): boolean {
    const digest = digestOf(this.#cookieOf(request));
    return this.#sessions.some((session) => timingSafeEqual(session, digest));
  }

  /** The `Set-Cookie` header in exchange for the token; null when the token is not the present one. */
  exchange(token: string): string | null {
    if (!timingSafeEqual(digestOf(token), digestOf(this.#token))) return null;
    this.#token = newSecret();
    const secret = newSecret();
    this.#sessions.push(digestOf(secret));
    if (this.#sessions.length > consoleSessionsMaximum) this.#sessions.shift();
    this.#memory.keep(this.#port, this.#sessions.map((session) => session.toString('hex')));
    return `${this.#cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  #cookieOf(request: IncomingMessage): string {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2);
      if (name === this.#cookieName) return value ?? '';
    }
    return '';
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
