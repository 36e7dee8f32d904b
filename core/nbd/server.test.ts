import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { generate } from 'selfsigned';
import { mebibyte } from '../model/limits.ts';
import { slabBytes, slabsPerConnectionMaximum } from './limits.ts';
import { command, nbdError, option } from './protocol.ts';
import { NbdServer } from './server.ts';
import { TestClient, unsigned32 } from './test-client.ts';
import { TestLayer } from './test-layer.ts';
import { openStage, volumeId, volumeName, type Stage } from './test-server.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});
async function open(layer = new TestLayer({ sizeBytes: mebibyte })): Promise<Stage> {
  stage = await openStage(layer);
  return stage;
}

describe('a client that breaks the protocol', () => {
  const nonsense = Buffer.alloc(4096, 0x5a);
  it.each([
    ['instead of its flags', async (client: TestClient) => client.socket.write(nonsense)],
    ['instead of an option', async (client: TestClient) => client.socket.write(Buffer.concat([unsigned32(3), nonsense]))],
    ['instead of a request', async (client: TestClient) => {
      client.socket.write(unsigned32(3));
      client.option(option.exportName, Buffer.from(volumeName));
      client.socket.write(nonsense);
    }],
    ['as a write longer than any bound', async (client: TestClient) => {
      client.socket.write(unsigned32(3));
      client.option(option.exportName, Buffer.from(volumeName));
      client.send(command.write, 0, 4_000_000_000);
    }],
  ])('by sending nonsense %s is disconnected, and another is not harmed', async (_, offend) => {
    const { path, attach } = await open();
    const good = await attach();
    const bad = await TestClient.connect(path);
    await offend(bad);
    await bad.until(() => bad.closed);
    expect((await good.ask(command.write, 0, 512, 0, new Uint8Array(512).fill(7))).error).toBe(0);
    expect((await good.ask(command.read, 0, 512)).data).toEqual(new Uint8Array(512).fill(7));
  });

  it('by leaving in the middle of a 32 MiB write takes nothing with it', async () => {
    const layer = new TestLayer({ sizeBytes: 40 * mebibyte, late: () => true });
    const { attach, server } = await open(layer);
    const good = await attach();
    const bad = await attach();
    bad.send(command.write, 0, 32 * mebibyte, 0, new Uint8Array(10 * mebibyte));
    bad.send(command.write, 0, 20);
    while (layer.calls.length < 5) await good.ask(command.flush, 0, 0);
    bad.socket.destroy();
    expect((await good.ask(command.read, 0, 512)).error).toBe(0);
    while (server.clients(volumeId).length > 1) await good.ask(command.flush, 0, 0);
    expect((await good.ask(command.write, 0, 512, 0, new Uint8Array(512))).error).toBe(0);
  });
});

describe('a client that does not read', () => {
  it('makes the server stop executing its requests within the bound of memory, and another is not harmed', async () => {
    const layer = new TestLayer({ sizeBytes: 4 * mebibyte });
    const { attach } = await open(layer);
    const good = await attach();
    const slow = await attach();
    slow.socket.pause();
    const cookies = Array.from({ length: 1000 }, (_, index) => slow.send(command.read, (index % 64) * 65_536, 16_384));
    let before = -1;
    while (before !== layer.calls.length) {
      before = layer.calls.length;
      for (let turn = 0; turn < 20; turn += 1) await good.ask(command.flush, 0, 0);
      layer.calls.splice(0, layer.calls.length, ...layer.calls.filter((call) => call !== 'flush'));
    }
    expect(layer.calls.length * 16_384).toBeLessThanOrEqual(slabBytes * (slabsPerConnectionMaximum + 3) + mebibyte);
    expect((await good.ask(command.read, 0, 512)).error).toBe(0);
    slow.socket.resume();
    for (const cookie of cookies) expect((await slow.reply(cookie)).error).toBe(0);
  });

  it('is bounded also where reads complete late', async () => {
    const layer = new TestLayer({ sizeBytes: 4 * mebibyte, late: () => true });
    const { attach } = await open(layer);
    const slow = await attach(true);
    slow.socket.pause();
    const cookies = Array.from({ length: 60 }, (_, index) => slow.send(command.read, (index % 3) * mebibyte, mebibyte));
    const good = await attach();
    for (let turn = 0; turn < 50; turn += 1) await good.ask(command.flush, 0, 0);
    const reads = layer.calls.filter((call) => call.startsWith('read')).length;
    expect(reads * 131_072).toBeLessThanOrEqual(slabBytes * (slabsPerConnectionMaximum + 3) + mebibyte);
    slow.socket.resume();
    for (const cookie of cookies) expect((await slow.reply(cookie)).error).toBe(0);
  });
});

describe('the life of an export', () => {
  it('goes on for those connected when it is renamed, and has only the new name for others', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    const { attach, publish, path, server } = await open(layer);
    const client = await attach();
    publish(layer, false, 'DG1/Post');
    expect((await client.ask(command.read, 0, 512)).error).toBe(0);
    const late = await TestClient.attach(path, volumeName);
    await late.until(() => late.closed);
    const renamed = await TestClient.attach(path, 'DG1/Post');
    expect((await renamed.ask(command.read, 0, 512)).error).toBe(0);
    renamed.socket.destroy();
    expect(server.uri(volumeId).uri).toBe(`nbd+unix:///DG1/Post?socket=${path}`);
  });

  it('shows a new size to who reconnects, and keeps the old one for who stays', async () => {
    const { attach, publish } = await open();
    const old = await attach();
    publish(new TestLayer({ sizeBytes: 2 * mebibyte }));
    expect((await old.ask(command.read, mebibyte, 512)).error).toBe(nbdError.EINVAL);
    expect((await (await attach()).ask(command.read, mebibyte, 512)).error).toBe(0);
  });

  it('ends by answering what is in flight, then a flush, then the disconnection', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    const { attach, server } = await open(layer);
    const client = await attach();
    await client.ask(command.read, 0, 512);
    layer.shut = true;
    const write = client.send(command.write, 0, 512, 0, new Uint8Array(512).fill(9));
    while (layer.inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
    let retracted = false;
    const retracting = server.retract(volumeId).then(() => { retracted = true; });
    await new Promise((resolve) => setImmediate(resolve));
    expect(retracted).toBe(false);
    expect(server.uri(volumeId).uri).toBe('');
    layer.open();
    expect((await client.reply(write)).error).toBe(0);
    await retracting;
    expect(layer.calls.at(-1)).toBe('flush');
    await client.until(() => client.closed);
  });

  it('ends also when a client does not read its replies', async () => {
    const { attach, server } = await open();
    const client = await attach();
    client.socket.pause();
    for (let index = 0; index < 100; index += 1) client.send(command.read, 0, 65_536);
    await (await attach()).ask(command.flush, 0, 0);
    await server.retract(volumeId);
    expect(server.clients(volumeId)).toEqual([]);
  }, 15_000);

  it('counts as clients those in transmission only, and disconnects one by its number', async () => {
    const { attach, server, path } = await open();
    const idle = await TestClient.connect(path);
    const first = await attach();
    const second = await attach();
    await first.ask(command.flush, 0, 0);
    await second.ask(command.flush, 0, 0);
    const [one, two] = server.clients(volumeId);
    expect(server.clients(volumeId)).toHaveLength(2);
    expect(one?.address).toBe(`unix:${path}`);
    expect(await server.disconnect(volumeId, one?.connection ?? 0)).toBe(true);
    await first.until(() => first.closed);
    expect((await second.ask(command.flush, 0, 0)).error).toBe(0);
    expect(server.clients(volumeId)).toEqual([two]);
    expect(await server.disconnect(volumeId, 99)).toBe(false);
    idle.socket.destroy();
  });

  it('closes the connection after DISC, with every answer before it', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte, late: () => true });
    const client = await (await open(layer)).attach();
    const cookie = client.send(command.write, 0, 512, 0, new Uint8Array(512));
    client.send(command.disconnect, 0, 0);
    expect((await client.reply(cookie)).error).toBe(0);
    await client.until(() => client.closed);
  });
});

describe('the Unix socket', () => {
  it('is for this user alone and is gone after close', async () => {
    const { path, server } = await open();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await server.close();
    expect(existsSync(path)).toBe(false);
  });

  it('takes the place of one that a dead host left, and never that of a living one or of another file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plexus-nbd-'));
    const path = join(folder, 's');
    const listen = async (): Promise<string> => {
      const server = new NbdServer({ write: () => undefined });
      const result = await server.listenUnix(path);
      await server.close();
      return result.ok ? 'listens' : String(result.error.evidence['reason']);
    };
    const living = createServer();
    await new Promise<void>((resolve) => living.listen(path, resolve));
    expect(await listen()).toBe('another program answers at this path');
    const { linkSync, unlinkSync } = await import('node:fs');
    linkSync(path, `${path}2`);
    await new Promise((resolve) => living.close(resolve));
    linkSync(`${path}2`, path);
    expect(await listen()).toBe('listens');
    writeFileSync(path, 'precious');
    expect(await listen()).toBe('there is a file of another kind at this path');
    unlinkSync(path);
    rmSync(folder, { recursive: true });
  });
});

describe('TCP', () => {
  const wish = { address: '127.0.0.1', port: 0, tls: null, allow: [] };

  it('is free on loopback and names its address in the URI once nothing else listens', async () => {
    const server = new NbdServer({ write: () => undefined });
    const listening = await server.listenTcp(wish);
    const layer = new TestLayer({ sizeBytes: mebibyte });
    server.publish({ volumeId, names: ['DG 1/Vol', volumeId], description: '', layer, readOnly: false });
    const port = listening.ok ? listening.value.port : 0;
    expect(server.uri(volumeId).uri).toBe(`nbd://127.0.0.1:${port}/DG%201/Vol`);
    const client = await TestClient.connect({ host: '127.0.0.1', port });
    expect((await client.take(18)).subarray(0, 8).toString()).toBe('NBDMAGIC');
    client.socket.destroy();
    await server.close();
  });

  it('is refused elsewhere without TLS and without a list, and for wishes that make no sense', async () => {
    const server = new NbdServer({ write: () => undefined });
    for (const [argument, bad] of [
      ['address', { ...wish, address: '0.0.0.0' }], ['address', { ...wish, address: 'host.example' }],
      ['allow', { ...wish, allow: ['10.0.0.0/99'] }], ['certificate', { ...wish, tls: { certificate: 'no', key: 'no' } }],
    ] as const) {
      const result = await server.listenTcp(bad);
      expect(result.ok ? '' : result.error.code).toBe('argument.invalid');
      expect(result.ok ? '' : result.error.evidence['argument']).toBe(argument);
    }
    await server.close();
  });

  it('admits only who is on the list', async () => {
    const server = new NbdServer({ write: () => undefined });
    const strangers = await server.listenTcp({ ...wish, address: '0.0.0.0', allow: ['10.0.0.0/8', '192.168.7.1'] });
    const refused = await TestClient.connect({ host: '127.0.0.1', port: strangers.ok ? strangers.value.port : 0 });
    await refused.until(() => refused.closed);
    const friends = await server.listenTcp({ ...wish, address: '0.0.0.0', allow: ['127.0.0.0/8'] });
    const admitted = await TestClient.connect({ host: '127.0.0.1', port: friends.ok ? friends.value.port : 0 });
    expect(await admitted.take(18)).toHaveLength(18);
    admitted.socket.destroy();
    await server.close();
  });

  it('speaks TLS after STARTTLS and nothing about volumes before', async () => {
    const certificate = await generate([{ name: 'commonName', value: 'localhost' }]);
    const server = new NbdServer({ write: () => undefined });
    const layer = new TestLayer({ sizeBytes: mebibyte });
    server.publish({ volumeId, names: [volumeName, volumeId], description: '', layer, readOnly: false });
    const listening = await server.listenTcp({ ...wish, tls: { certificate: certificate.cert, key: certificate.private } });
    const client = await TestClient.connect({ host: '127.0.0.1', port: listening.ok ? listening.value.port : 0 });
    await client.take(18);
    client.socket.write(unsigned32(3));
    client.option(option.list);
    expect((await client.take(20)).readUInt32BE(12)).toBe(0x80000005);
    client.option(option.startTls);
    expect((await client.take(20)).readUInt32BE(12)).toBe(1);
    client.socket.removeAllListeners('data');
    const secured = connectTls({ socket: client.socket, rejectUnauthorized: false });
    await new Promise((resolve) => secured.once('secureConnect', resolve));
    const asked = Buffer.alloc(16 + volumeName.length);
    asked.write('IHAVEOPT');
    asked.writeUInt32BE(option.exportName, 8);
    asked.writeUInt32BE(volumeName.length, 12);
    asked.write(volumeName, 16);
    const answer = new Promise<Buffer>((resolve) => secured.once('data', resolve));
    secured.write(asked);
    expect((await answer).readUInt32BE(4)).toBe(mebibyte);
    secured.destroy();
    await server.close();
  });
});
