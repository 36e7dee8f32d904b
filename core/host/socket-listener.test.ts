import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Change, ObjectView } from '../model/views.ts';
import { connectHost } from './client.ts';
import type { HostClient } from './client.ts';
import { protocolVersion } from './protocol.ts';
import type { SessionHost } from './contract-session.ts';
import { ObjectStore } from './object-store.ts';
import type { Relay, TextCarrier } from './relay/text-carrier.ts';
import { listenLocally } from './socket-listener.ts';
import { hostSocketPath } from './socket-path.ts';
import { testFolder, until } from './test-folder.ts';
import { testAlert, testSessionHost } from './test-session-host.ts';

/** No host beside this one. */
const alone: Relay = { open: () => null };

async function listening(folder: string, host: SessionHost, relay = alone): Promise<void> {
  const listener = await listenLocally(folder, host, relay);
  expect(listener.ok).toBe(true);
  if (listener.ok) onTestFinished(() => listener.value.close());
}

async function connected(folder: string): Promise<HostClient> {
  const client = await connectHost(folder);
  if (!client.ok) throw new Error(client.error.code);
  onTestFinished(() => client.value.close());
  return client.value;
}

/** Sends the text and answers what came back until the host hung up. */
function conversation(folder: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ path: hostSocketPath(folder) }, () => socket.write(text));
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('utf8')));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(received));
  });
}

describe('the local socket', () => {
  test('carries calls and their answers, for its owner alone', async () => {
    const folder = testFolder();
    await listening(folder, testSessionHost());
    const client = await connected(folder);
    expect(client.hello).toMatchObject({ protocol: protocolVersion, role: 'administrator', hostId: 'host-id' });
    expect(await client.call('host.users', {})).toEqual({ ok: true, value: { answered: 'host.users' } });
    expect(statSync(hostSocketPath(folder)).mode & 0o777).toBe(0o600);
  });

  test('a host that is not there is a refusal that names the way out', async () => {
    const folder = testFolder();
    const client = await connectHost(folder);
    expect(client).toMatchObject({ ok: false,
      error: { code: 'host.unreachable', remedy: { advice: expect.stringContaining('plexus serve') as string } } });
  });

  test('a path too long for the system gets a short name that both sides find', async () => {
    const folder = join(testFolder(), 'x'.repeat(90), 'y'.repeat(90));
    mkdirSync(folder, { recursive: true });
    expect(hostSocketPath(folder)).toMatch(/^\/tmp\/plexus-\d+\/\w+\.sock$/);
    await listening(folder, testSessionHost());
    const link = join(testFolder(), 'link');
    symlinkSync(folder, link);
    expect((await connected(link)).hello.hostId).toBe('host-id');
  });

  test('what is no dead socket is not removed from its path', async () => {
    const folder = testFolder();
    const path = join(folder, 'host.sock');
    writeFileSync(path, 'mine');
    expect(await listenLocally(folder, testSessionHost(), alone)).toMatchObject({ ok: false,
      error: { code: 'host.state-folder', evidence: { path } } });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    const busy = testFolder();
    await listening(busy, testSessionHost());
    expect((await listenLocally(busy, testSessionHost(), alone)).ok).toBe(false);
    expect((await connected(busy)).hello.hostId).toBe('host-id');
  });

  test('a dead socket makes room', async () => {
    const folder = testFolder();
    const path = join(folder, 'host.sock');
    const script = "require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
    spawnSync(process.execPath, ['-e', script, path]);
    expect(existsSync(path)).toBe(true);
    await listening(folder, testSessionHost());
    expect((await connected(folder)).hello.hostId).toBe('host-id');
  });

  test('a subscriber gets a snapshot and then every change', async () => {
    const folder = testFolder();
    const store = new ObjectStore('run-1');
    await listening(folder, testSessionHost({}, store));
    store.replace('a', [testAlert('1')]);
    const client = await connected(folder);
    const snapshots: (readonly ObjectView[])[] = [];
    const changes: Change[] = [];
    await client.subscribe({ snapshot: (_sequence, objects) => snapshots.push(objects), change: (change) => changes.push(change) });
    store.replace('a', [testAlert('1', 2), testAlert('2')]);
    await until(() => changes.length === 1, 'the change arrives');
    expect(snapshots).toEqual([[testAlert('1')]]);
    expect(changes[0]!.put).toEqual([testAlert('1', 2), testAlert('2')]);
  });

  test('a lost host answers open calls with a refusal', async () => {
    const folder = testFolder();
    const listener = await listenLocally(folder, testSessionHost({ 'host.users': () => new Promise(() => undefined) }), alone);
    const client = await connected(folder);
    const call = client.call('host.users', {});
    await client.call('host.status', {});
    if (listener.ok) await listener.value.close();
    expect(await call).toMatchObject({ ok: false, error: { code: 'host.unreachable' } });
    expect(await client.call('host.status', {})).toMatchObject({ ok: false, error: { code: 'host.unreachable' } });
  });

  test('a first line with the key of another host makes the rest a conversation with that one', async () => {
    const folder = testFolder();
    const heard: string[] = [];
    const ended = vi.fn();
    const relay: Relay = {
      open: (key: string, carrier: TextCarrier) => (key !== 'other' ? null : {
        take: (text) => {
          heard.push(text);
          carrier.send('{"hello":"from the other"}');
          carrier.close();
        },
        end: ended,
      }),
    };
    await listening(folder, testSessionHost(), relay);
    expect(await conversation(folder, '{"host":"other"}\n{"hello":1}\n')).toBe('{"hello":"from the other"}\n');
    expect(heard).toEqual(['{"hello":1}']);
    expect(ended).toHaveBeenCalledOnce();
    expect(await conversation(folder, '{"host":"nobody"}\n{"hello":1}\n')).toBe('');
    expect(await conversation(folder, '{"hello":1}\n{"host":"other"}\n')).not.toContain('other');
  });

  test('a client that breaks the order is closed', async () => {
    const folder = testFolder();
    await listening(folder, testSessionHost());
    expect(await conversation(folder, '{"id":1,"call":"host.status","input":{}}\n')).not.toContain('"id":1');
    expect(await conversation(folder, 'no json\n')).toBe('');
    const otherVersion = await conversation(folder, `{"hello":${protocolVersion + 1}}\n`);
    expect(JSON.parse(otherVersion)).toMatchObject({ hello: { protocol: protocolVersion } });
  });
});
