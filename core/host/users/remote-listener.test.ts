import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { invariant } from '../../model/invariant.ts';
import type { LogEntry } from '../contract.ts';
import { HostLine } from '../relay/host-line.ts';
import type { RemoteHostAddress } from '../relay/remote-address.ts';
import { dialRemoteHost } from '../relay/remote-dial.ts';
import type { ReachedHost } from '../relay/remote-dial.ts';
import { remoteHostAddress } from '../relay/remote-address.ts';
import { loginBytesMaximum } from '../relay/remote-login.ts';
import { testFolder, until } from '../test-folder.ts';
import { testSessionHost } from '../test-session-host.ts';
import { failuresFreeOfUser, waitFirstSeconds } from './login-limits.ts';
import { remoteCertificate } from './remote-certificate.ts';
import { listenRemotely, strangersMaximum } from './remote-listener.ts';
import { UserFile } from './user-file.ts';

const password = 'correct horse';

interface Door {
  readonly users: UserFile;
  readonly folder: string;
  readonly address: RemoteHostAddress;
  readonly audited: Omit<LogEntry, 'at'>[];
  now: number;
  /** The code of the refusal, or the session. */
  logIn(user: string, password: string): Promise<ReachedHost | string>;
  raw(): Promise<TLSSocket>;
}

async function openDoor(): Promise<Door> {
  const folder = testFolder();
  const users = new UserFile(folder);
  const certificate = await remoteCertificate(folder, 'north');
  invariant(certificate.ok, 'there is a certificate');
  const audited: Omit<LogEntry, 'at'>[] = [];
  const wanted: RemoteHostAddress = { host: '127.0.0.1', port: 0, text: '127.0.0.1:0' };
  const listener = await listenRemotely(wanted, {
    host: testSessionHost(), hostName: 'north', users, certificate: certificate.value, audit: (entry) => audited.push(entry),
    nowSeconds: () => door.now,
  });
  invariant(listener.ok, 'it listens');
  onTestFinished(() => listener.value.close());
  const address = remoteHostAddress(listener.value.address, 'the address');
  invariant(address.ok, 'it has an address');
  const door: Door = {
    users, folder, address: address.value, audited, now: 0,
    async logIn(user, given) {
      const reached = await dialRemoteHost({ address: address.value, user, password: given, distrust: () => null });
      if (!reached.ok) return reached.error.code;
      onTestFinished(() => reached.value.line.close());
      return reached.value;
    },
    raw: () => new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: address.value.port, rejectUnauthorized: false }, () => resolve(socket));
      socket.on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
    }),
  };
  return door;
}

function ended(socket: TLSSocket): Promise<string> {
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
  return new Promise((resolve) => socket.once('close', () => resolve(heard)));
}

describe('the log-in', () => {
  test('there is no account until somebody makes one', async () => {
    const door = await openDoor();
    expect(await door.logIn('administrator', password)).toBe('login.failed');
    await door.users.add('Ada', 'operator', password);
    expect(await door.logIn('ada', password)).toMatchObject({ user: 'Ada', role: 'operator', hostName: 'north' });
  });

  test('a wrong password and a user that there is not look the same', async () => {
    const door = await openDoor();
    await door.users.add('ada', 'operator', password);
    expect(await door.logIn('ada', 'wrong horse')).toBe('login.failed');
    expect(await door.logIn('bob', 'wrong horse')).toBe('login.failed');
  });

  test('too many failures have to wait, the right password included; others do not', async () => {
    const door = await openDoor();
    await door.users.add('ada', 'operator', password);
    for (let failure = 0; failure <= failuresFreeOfUser; failure += 1) expect(await door.logIn('ada', 'wrong horse')).toBe('login.failed');
    expect(await door.logIn('ada', password)).toBe('login.limited');
    await door.users.add('bob', 'operator', password);
    expect(await door.logIn('bob', password)).toMatchObject({ user: 'bob' });
    door.now += waitFirstSeconds;
    expect(await door.logIn('ada', password)).toMatchObject({ user: 'ada' });
    expect(await door.logIn('ada', 'wrong horse')).toBe('login.failed');
  }, 60_000);

  test('each is in the audit log, with user and address, and no password is', async () => {
    const door = await openDoor();
    await door.users.add('ada', 'operator', password);
    await door.logIn('ada', password);
    await door.logIn('ada', 'wrong horse');
    expect(door.audited).toMatchObject([
      {
        severity: 'information', message: 'log-in by ada from 127.0.0.1: done',
        facts: { user: 'ada', role: 'operator', address: '127.0.0.1' },
      },
      { severity: 'warning', message: 'log-in by ada from 127.0.0.1: refused: login.failed' },
    ]);
    expect(JSON.stringify(door.audited)).not.toContain('horse');
  });

  test('who is removed, or gets another password, is cut off; others stay', async () => {
    const door = await openDoor();
    const lines: HostLine[] = [];
    for (const user of ['ada', 'bob', 'eve']) {
      await door.users.add(user, 'operator', password);
      const reached = await door.logIn(user, password);
      invariant(typeof reached !== 'string', 'they log in');
      lines.push(reached.line);
    }
    const gone = new Set<number>();
    lines.forEach((line, index) => line.join({
      send: () => undefined, bufferedBytes: 0, whenDrained: () => undefined, close: () => gone.add(index),
    }));
    await door.users.remove('ada');
    await door.users.setPassword('bob', 'another secret');
    await until(() => gone.size === 2, 'two are cut off');
    expect(gone).toEqual(new Set([0, 1]));
  }, 60_000);
});

describe('whoever does not log in', () => {
  test.each(['{"hello":1}', 'GET / HTTP/1.1', '{"login":{"user":"ada"}}', '{"id":1,"call":"host.status","input":{}}'])(
    'with %j is closed without a word', async (line) => {
      const socket = await (await openDoor()).raw();
      const heard = ended(socket);
      socket.write(`${line}\n`);
      expect(await heard).toBe('');
    });

  test('sends no more than a log-in takes', async () => {
    const socket = await (await openDoor()).raw();
    const heard = ended(socket);
    socket.write(Buffer.alloc(loginBytesMaximum + 1, 'x'));
    expect(await heard).toBe('');
  });

  test('cannot speak the contract behind a log-in that is not answered yet', async () => {
    const door = await openDoor();
    await door.users.add('ada', 'operator', password);
    const socket = await door.raw();
    const heard = ended(socket);
    socket.write(`${JSON.stringify({ login: { user: 'ada', password } })}\n{"hello":1}\n`);
    expect(await heard).not.toContain('hello');
  });

  test('takes one of a bounded number of places', async () => {
    const door = await openDoor();
    await Promise.all(Array.from({ length: strangersMaximum }, () => door.raw()));
    const socket = await door.raw();
    expect(await ended(socket)).toBe('');
  }, 60_000);
});

describe('the files', () => {
  test('are for the host alone, and hold no password', async () => {
    const door = await openDoor();
    await door.users.add('ada', 'operator', password);
    for (const name of ['users.json', 'remote-certificate.pem', 'remote-key.pem']) {
      expect(statSync(join(door.folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(door.folder, 'users.json'), 'utf8')).not.toContain(password);
    const again = await remoteCertificate(door.folder, 'north');
    const first = await remoteCertificate(door.folder, 'other name');
    expect(again).toEqual(first);
  });

  test('one that cannot be understood lets nobody in, and stays', async () => {
    const door = await openDoor();
    writeFileSync(join(door.folder, 'users.json'), '{"version":2}');
    expect(await door.logIn('ada', password)).toBe('host.unreachable');
    expect(await door.users.add('ada', 'operator', password)).toMatchObject({ ok: false, error: { code: 'host.state-folder' } });
    expect(readFileSync(join(door.folder, 'users.json'), 'utf8')).toBe('{"version":2}');
  });

  test('names and passwords have rules', async () => {
    const users = new UserFile(testFolder());
    for (const name of ['', ' ada', 'a/b', '-ada', 'x'.repeat(65)]) {
      expect(await users.add(name, 'operator', password)).toMatchObject({ ok: false, error: { code: 'argument.invalid' } });
    }
    expect(await users.add('ada', 'operator', 'short')).toMatchObject({ ok: false, error: { evidence: { argument: 'the password' } } });
    expect(await users.add('longenough', 'operator', 'LongEnough')).toMatchObject({ ok: false });
    expect(await users.add('ada', 'operator', password)).toMatchObject({ ok: true });
    expect(await users.add('ADA', 'operator', password)).toMatchObject({ ok: false, error: { code: 'user.exists' } });
    expect(await users.setPassword('bob', password))
      .toMatchObject({ ok: false, error: { code: 'user.unknown', evidence: { known: ['ada'] } } });
    expect(await users.remove('Ada')).toMatchObject({ ok: true, value: { name: 'ada', role: 'operator' } });
    expect(users.list()).toEqual({ ok: true, value: [] });
  });
});
