import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ConsoleMemory, consoleSessionsMaximum } from './console-memory.ts';
import { serveConsole } from './console-server.ts';
import type { ConsoleServer } from './console-server.ts';
import { unknownHostStatus } from './console-web-socket.ts';
import { frameBytesMaximum, protocolVersion } from './protocol.ts';
import type { Relay } from './relay/text-carrier.ts';
import { testFolder, until } from './test-folder.ts';
import { consoleParts } from './test-session-host.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request exactly as written, which no HTTP client would send for us. */
function rawRequest(port: number, head: string): Promise<Answer> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      const [top = '', ...rest] = text.split('\r\n\r\n');
      const [statusLine = '', ...lines] = top.split('\r\n');
      const headers = Object.fromEntries(lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 2)]));
      resolve({ status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') });
    });
  });
}

interface Console {
  readonly server: ConsoleServer;
  readonly port: number;
  readonly host: string;
  get(path: string, headers?: string): Promise<Answer>;
}

async function openConsole(relay?: Relay): Promise<Console> {
  const folder = testFolder();
  const built = join(folder, 'renderer');
  mkdirSync(join(built, 'assets'), { recursive: true });
  writeFileSync(join(built, 'index.html'), '<!doctype html><title>Plexus</title>');
  writeFileSync(join(built, 'assets', 'app.js'), 'void 0;');
  writeFileSync(join(folder, 'secret.json'), '"secret"');
  symlinkSync(join(folder, 'secret.json'), join(built, 'link.json'));
  const server = await serveConsole(consoleParts(built, 0, new ConsoleMemory(folder), relay));
  if (!server.ok) throw new Error(server.error.code);
  onTestFinished(() => server.value.close());
  const { port } = server.value;
  const host = `127.0.0.1:${port}`;
  const get = (path: string, headers = ''): Promise<Answer> => rawRequest(port,
    `GET ${path} HTTP/1.1\r\nHost: ${host}${headers === '' ? '' : `\r\n${headers}`}`);
  return { server: server.value, port, host, get };
}

async function logIn({ server, get }: Console): Promise<string> {
  const entrance = new URL(server.entrance());
  const answer = await get(`${entrance.pathname}${entrance.search}`);
  expect(answer.status).toBe(303);
  return answer.headers['set-cookie']!.split(';')[0]!;
}

function webSocketOutcome(port: number, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/contract`, { headers });
    socket.on('open', () => socket.send(JSON.stringify({ hello: protocolVersion })));
    socket.on('message', (data: Buffer) => {
      resolve(Object.keys(JSON.parse(data.toString('utf8')) as object)[0]!);
      socket.terminate();
    });
    socket.on('error', (error) => resolve(error.message));
  });
}

describe('the console on loopback', () => {
  test('swaps the token once for a cookie that scripts cannot read, and takes it out of the address', async () => {
    const opened = await openConsole();
    const entrance = new URL(opened.server.entrance());
    expect(entrance.host).toBe(opened.host);
    const first = await opened.get(`/${entrance.search}`);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    expect(first.headers['set-cookie']).toMatch(/^plexus-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await opened.get(`/${entrance.search}`)).status).toBe(403);
    expect(opened.server.entrance()).not.toBe(entrance.href);
  });

  test('serves nothing without the cookie', async () => {
    const opened = await openConsole();
    const paths = ['/', '/index.html', '/assets/app.js', '/?token=', '/?token=guess'];
    for (const path of paths) expect((await opened.get(path)).status).toBe(403);
    expect((await opened.get('/', `Cookie: plexus-${opened.port}=guess`)).status).toBe(403);
  });

  test('serves the built console with headers that shut everything else out', async () => {
    const opened = await openConsole();
    const cookie = await logIn(opened);
    const page = await opened.get('/', `Cookie: ${cookie}`);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Plexus') as string });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
    const script = await opened.get('/assets/app.js', `Cookie: ${cookie}`);
    expect(script.headers['content-type']).toContain('text/javascript');
  });

  test('any other name for this address is misdirected', async () => {
    const { port, server } = await openConsole();
    const { search } = new URL(server.entrance());
    for (const host of [`localhost:${port}`, 'evil.example', `evil.example:${port}`, '127.0.0.1', `[::1]:${port}`]) {
      expect((await rawRequest(port, `GET /${search} HTTP/1.1\r\nHost: ${host}`)).status).toBe(421);
    }
    expect((await rawRequest(port, 'GET / HTTP/1.0')).status).toBe(421);
  });

  test('another origin is refused, even with the cookie', async () => {
    const opened = await openConsole();
    const cookie = await logIn(opened);
    for (const origin of ['http://evil.example', 'null', `https://${opened.host}`, `http://localhost:${opened.port}`]) {
      expect((await opened.get('/', `Cookie: ${cookie}\r\nOrigin: ${origin}`)).status).toBe(403);
    }
  });

  test('a path cannot climb out of the console', async () => {
    const opened = await openConsole();
    const cookie = await logIn(opened);
    const paths = ['/../secret.json', '/%2e%2e/secret.json', '/assets/..%2f..%2fsecret.json', '/..%5csecret.json', '/link.json', '/%00',
      '/%', '/C:/x.json', '//etc/passwd'];
    for (const path of paths) {
      const answer = await opened.get(path, `Cookie: ${cookie}`);
      expect([403, 404]).toContain(answer.status);
      expect(answer.body).not.toContain('secret"');
    }
    expect((await opened.get('/link.json', `Cookie: ${cookie}`)).status).toBe(403);
  });

  test('only GET and HEAD are served', async () => {
    const opened = await openConsole();
    const cookie = await logIn(opened);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await rawRequest(opened.port, `${method} / HTTP/1.1\r\nHost: ${opened.host}\r\nCookie: ${cookie}`)).status).toBe(405);
    }
    const head = await rawRequest(opened.port, `HEAD / HTTP/1.1\r\nHost: ${opened.host}\r\nCookie: ${cookie}`);
    expect(head).toMatchObject({ status: 200, body: '' });
  });

  test('the WebSocket needs the cookie and exactly this origin', async () => {
    const opened = await openConsole();
    const cookie = await logIn(opened);
    const origin = `http://${opened.host}`;
    expect(await webSocketOutcome(opened.port, { Cookie: cookie, Origin: origin })).toBe('hello');
    expect(await webSocketOutcome(opened.port, { Origin: origin })).toContain('403');
    expect(await webSocketOutcome(opened.port, { Cookie: cookie })).toContain('403');
    expect(await webSocketOutcome(opened.port, { Cookie: cookie, Origin: 'http://evil.example' })).toContain('403');
    expect(await webSocketOutcome(opened.port, { Cookie: cookie, Origin: origin, Host: 'evil.example' })).toContain('403');
  });

  test('a path with a key leads to that host: frames pass as they are, behind the same guard', async () => {
    const taken: string[] = [];
    const relay: Relay = {
      open: (key, carrier) => key !== 'north' ? null : {
        take: (text) => {
          taken.push(text);
          carrier.send(`{"heard":  ${text}}`);
        },
        end: () => taken.push('end'),
      },
    };
    const opened = await openConsole(relay);
    const headers = { Cookie: await logIn(opened), Origin: `http://${opened.host}` };
    const dial = (path: string, given: Record<string, string>): Promise<string> => new Promise((resolve) => {
      const socket = new WebSocket(`ws://${opened.host}${path}`, { headers: given });
      socket.on('open', () => socket.send('{"hello":   1}'));
      socket.on('message', (data: Buffer) => {
        resolve(data.toString('utf8'));
        socket.terminate();
      });
      socket.on('error', (error) => resolve(error.message));
      socket.on('close', (code) => resolve(String(code)));
    });
    expect(await dial('/contract/north', headers)).toBe('{"heard":  {"hello":   1}}');
    await until(() => taken.length === 2, 'the relay hears the end');
    expect(taken).toEqual(['{"hello":   1}', 'end']);
    expect(await dial('/contract/south', headers)).toBe(String(unknownHostStatus));
    expect(await dial('/contract/north', { Origin: headers.Origin })).toContain('403');
    expect(await dial('/contract/north', { ...headers, Origin: 'http://evil.example' })).toContain('403');
  });

  test('a frame beyond the bound ends the WebSocket', async () => {
    const opened = await openConsole();
    const cookie = await logIn(opened);
    const code = await new Promise((resolve) => {
      const socket = new WebSocket(`ws://${opened.host}/contract`, { headers: { Cookie: cookie, Origin: `http://${opened.host}` } });
      socket.on('open', () => socket.send(Buffer.alloc(frameBytesMaximum + 1, 32).toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', resolve);
    });
    expect(code).toBe(1009);
  });

  test('a port that is taken is a refusal', async () => {
    const { port } = await openConsole();
    expect(await serveConsole(consoleParts('/nowhere', port, new ConsoleMemory(testFolder())))).toMatchObject({ ok: false,
      error: { code: 'argument.invalid', evidence: { given: `127.0.0.1:${port}` } } });
  });

  test('a restarted console is found where it was, with the cookie of before; elsewhere the cookie is nothing', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'renderer'));
    writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>');
    const start = async (port: number | null): Promise<ConsoleServer> => {
      const server = await serveConsole(consoleParts(join(folder, 'renderer'), port, new ConsoleMemory(folder)));
      if (!server.ok) throw new Error(server.error.code);
      onTestFinished(() => server.value.close());
      return server.value;
    };
    const statusOf = async (port: number, cookie: string): Promise<number> =>
      (await rawRequest(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}`)).status;
    const first = await start(null);
    const { search } = new URL(first.entrance());
    const entered = await rawRequest(first.port, `GET /${search} HTTP/1.1\r\nHost: 127.0.0.1:${first.port}`);
    const cookie = entered.headers['set-cookie']!.split(';')[0]!;
    expect(statSync(join(folder, 'console.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'console.json'), 'utf8')).not.toContain(cookie.split('=')[1]!);
    await first.close();

    const second = await start(null);
    expect(second.port).toBe(first.port);
    expect(await statusOf(second.port, cookie)).toBe(200);
    expect(await statusOf(second.port, `${cookie.slice(0, -1)}_`)).toBe(403);
    const beside = await start(null);
    expect(beside.port).not.toBe(first.port);
    expect(await statusOf(beside.port, cookie.replace(String(first.port), String(beside.port)))).toBe(403);
  });

  test('what is kept of browsers is bounded, and a file that cannot be understood is as none', () => {
    const folder = testFolder();
    const digests = Array.from({ length: consoleSessionsMaximum + 3 }, (_unused, index) => String(index).padStart(64, '0'));
    new ConsoleMemory(folder).keep(4711, digests);
    expect(new ConsoleMemory(folder).sessionDigests(4711)).toEqual(digests.slice(3));
    expect(new ConsoleMemory(folder).sessionDigests(4712)).toEqual([]);
    writeFileSync(join(folder, 'console.json'), '{"version":1,"port":"x"}');
    expect(new ConsoleMemory(folder).port).toBe(0);
  });
});
