/**
 * The console in a browser: the built renderer over HTTP and the contract over a WebSocket, on loopback only, behind the
 * guard. The same renderer and the same contract as in the desktop program.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { consoleFile } from './console-files.ts';
import { ConsoleGuard } from './console-guard.ts';
import type { ConsoleMemory } from './console-memory.ts';
import { relayWebSocket, serveWebSocket } from './console-web-socket.ts';
import { frameBytesMaximum, webSocketPath } from './protocol.ts';
import type { SessionHost } from './contract-session.ts';
import type { Relay } from './relay/text-carrier.ts';
import { metricsContentType } from './metrics.ts';
import { bearsToken, metricsPath } from './metrics-token.ts';
import { systemReason } from './state-folder.ts';

/** The one address the console binds; other machines reach the host by its TLS listener, never by this one. */
export const consoleAddress = '127.0.0.1';
export const consoleClientsMaximum = 64;
const requestHeadMillisecondsMaximum = 10_000;

/** Positioned rows need style attributes; everything else comes from this address or not at all. */
const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** For monitors, which have a secret of their own and no session. */
export interface ConsoleMetrics {
  readonly token: string;
  text(): string;
}

export interface ConsoleServer {
  readonly port: number;
  /** Opens the console once; a new one each time the last was used. */
  entrance(): string;
  close(): Promise<void>;
}

export interface ConsoleParts {
  readonly host: SessionHost;
  /** The way to the other hosts. */
  readonly relay: Relay;
  readonly rendererFolder: string;
  /** 0 takes any free one; null the one that the memory knows, and any free one when that is taken. */
  readonly port: number | null;
  readonly memory: ConsoleMemory;
  readonly metrics: ConsoleMetrics | null;
}

export async function serveConsole(parts: ConsoleParts): Promise<Result<ConsoleServer, Refusal>> {
  const { host, relay, rendererFolder, port, memory, metrics } = parts;
  const server = createServer({ headersTimeout: requestHeadMillisecondsMaximum, requestTimeout: requestHeadMillisecondsMaximum });
  const remembered = port === null && memory.port > 0 && await listen(server, memory.port) === '';
  const fault = remembered ? '' : await listen(server, port ?? 0);
  if (fault !== '') {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' },
      { argument: '--listen', given: `${consoleAddress}:${port ?? 0}`, reason: `cannot be bound: ${fault}` },
      'Choose another port with --listen 127.0.0.1:PORT, or leave it out for any free one.'));
  }
  const bound = (server.address() as AddressInfo).port;
  const guard = new ConsoleGuard(consoleAddress, bound, memory);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameBytesMaximum, perMessageDeflate: false, clientTracking: true });
  server.on('request', (request, response) => void answer(request, response, guard, rendererFolder, metrics));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = pathOf(request);
    const ours = path === webSocketPath || path.startsWith(`${webSocketPath}/`);
    if (!ours || !guard.mayUpgrade(request) || sockets.clients.size >= consoleClientsMaximum) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (path === webSocketPath) serveWebSocket(webSocket, host);
      else relayWebSocket(webSocket, relay, path.slice(webSocketPath.length + 1));
    });
  });
  return success({ port: bound, entrance: () => guard.entrance, close: () => closeServer(server, sockets) });
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(systemReason(error)));
    server.listen({ host: consoleAddress, port, exclusive: true }, () => resolve(''));
  });
}

async function answer(
  request: IncomingMessage, response: ServerResponse, guard: ConsoleGuard, rendererFolder: string, metrics: ConsoleMetrics | null,
): Promise<void> {
  const fault = guard.fault(request);
  if (fault !== null) return say(response, fault.status, fault.reason);
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET and HEAD are served here.');
  const path = pathOf(request);
  if (path === metricsPath && metrics !== null) return answerMetrics(request, response, metrics);
  const token = path === '/' ? tokenOf(request) : null;
  if (token !== null) {
    const cookie = guard.exchange(token);
    if (cookie !== null) return redirect(response, { 'Set-Cookie': cookie });
    if (guard.hasSession(request)) return redirect(response, {});
    return say(response, 403, 'This address was used before. "plexus status" prints a new one.');
  }
  if (!guard.hasSession(request)) return say(response, 403, 'Open the console with the address that "plexus status" prints.');
  const file = await consoleFile(rendererFolder, path);
  if (file.kind === 'climbing') return say(response, 403, 'That path leads out of the console.');
  if (file.kind === 'absent') return say(response, 404, path === '/' ? 'The console is not built here.' : 'There is no such file.');
  response.writeHead(200, { ...securityHeaders, 'Content-Type': file.type, 'Content-Length': file.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function answerMetrics(request: IncomingMessage, response: ServerResponse, { token, text }: ConsoleMetrics): void {
  if (!bearsToken(request.headers.authorization, token)) {
    response.writeHead(401, {
      ...securityHeaders, 'WWW-Authenticate': 'Bearer', 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close',
    });
    response.end('The metrics are told to whoever bears the secret of metrics.token in the state folder.\n');
    return;
  }
  const body = Buffer.from(text(), 'utf8');
  response.writeHead(200, { ...securityHeaders, 'Content-Type': metricsContentType, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${text}\n`);
}

/** Takes the token out of the address bar and the history. */
function redirect(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  response.writeHead(303, { ...securityHeaders, ...headers, Location: '/', 'Content-Length': 0 });
  response.end();
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function tokenOf(request: IncomingMessage): string | null {
  const query = (request.url ?? '').split('?')[1] ?? '';
  return new URLSearchParams(query).get('token');
}

function closeServer(server: Server, sockets: WebSocketServer): Promise<void> {
  return new Promise((resolve) => {
    for (const webSocket of sockets.clients) webSocket.terminate();
    sockets.close();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
