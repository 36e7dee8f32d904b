/** Clients that send nonsense, byte by byte: each is answered by the protocol's error or cut off, and no other client is harmed. */
import fs from 'node:fs';
import net from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { until } from '../programs.ts';
import { sharedStage } from '../stage.ts';
import { StayingClient } from './staying-client.ts';

const optionMagic = Buffer.from('49484156454f5054', 'hex');
const exportNameOption = 1;
const goOption = 7;

function option(kind: number, data: Buffer, length = data.length): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(kind, 0);
  head.writeUInt32BE(length, 4);
  return Buffer.concat([optionMagic, head, data]);
}

function goData(name: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(name.length, 0);
  return Buffer.concat([head, Buffer.from(name), Buffer.alloc(2)]);
}

function request(type: number, offsetBytes: bigint, lengthBytes: number, magic = 0x25609513): Buffer {
  const bytes = Buffer.alloc(28);
  bytes.writeUInt32BE(magic, 0);
  bytes.writeUInt16BE(type, 6);
  bytes.writeBigUInt64BE(77n, 8);
  bytes.writeBigUInt64BE(offsetBytes, 16);
  bytes.writeUInt32BE(lengthBytes, 24);
  return bytes;
}

/** A bare connection: what it got so far, and whether the other side has closed it. */
class BareConnection {
  received = Buffer.alloc(0);
  closed = false;
  readonly #socket: net.Socket;

  constructor(path: string) {
    this.#socket = net.connect(path);
    this.#socket.on('data', (part) => { this.received = Buffer.concat([this.received, part]); });
    this.#socket.on('close', () => { this.closed = true; });
    this.#socket.on('error', () => undefined);
  }

  send(...parts: readonly Buffer[]): void {
    for (const part of parts) this.#socket.write(part);
  }

  greeting(): Promise<void> {
    return until('the greeting', () => this.received.length >= 18 || this.closed);
  }

  /** Fixed newstyle, no zeroes; then straight into transmission. */
  async enter(name: string): Promise<void> {
    await this.greeting();
    this.send(Buffer.from([0, 0, 0, 3]), option(exportNameOption, Buffer.from(name)));
    await until('transmission', () => this.received.length >= 18 + 10);
    this.received = Buffer.alloc(0);
  }

  /** What comes stays in the kernel's buffers, and then with the server. */
  stopReading(): void {
    this.#socket.pause();
  }

  drop(): void {
    this.#socket.destroy();
  }
}

describe('nonsense from clients', () => {
  const stage = sharedStage();
  let host: PlexusHost;
  let socketPath = '';
  let witness: StayingClient;
  const open: BareConnection[] = [];

  const connect = (): BareConnection => {
    const connection = new BareConnection(socketPath);
    open.push(connection);
    return connection;
  };

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '128M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    const uri = await host.uri('dg1', 'vol');
    socketPath = decodeURIComponent(/socket=([^&]*)/.exec(uri)?.[1] ?? '');
    witness = await StayingClient.connect(stage, uri);
    expect(await witness.do("h.pwrite(b'unharmed', 0)")).toBe('answer None');
  });

  afterEach(async () => {
    for (const connection of open.splice(0)) connection.drop();
    expect(await witness.do('h.pread(8, 0)'), 'the other client goes on').toBe("answer bytearray(b'unharmed')");
    expect(host.running, 'the host lives').toBe(true);
  });

  it('noise instead of an answer to the greeting', async () => {
    const connection = connect();
    await connection.greeting();
    connection.send(Buffer.alloc(4096, 0xff));
    await until('the connection is cut', () => connection.closed);
  });

  it('an option with a length beyond all bounds', async () => {
    const connection = connect();
    await connection.greeting();
    connection.send(Buffer.from([0, 0, 0, 3]), option(goOption, Buffer.alloc(16), 0xffffffff));
    await until('an error or the end', () => connection.closed || connection.received.length > 18);
  });

  it('an option whose inner length contradicts the outer', async () => {
    const connection = connect();
    await connection.greeting();
    const data = goData('dg1/vol');
    data.writeUInt32BE(0x7fffffff, 0);
    connection.send(Buffer.from([0, 0, 0, 3]), option(goOption, data));
    await until('an error reply', () => connection.closed || connection.received.length >= 18 + 20);
    if (!connection.closed) expect(connection.received.readUInt32BE(18 + 12) & 0x80000000).not.toBe(0);
  });

  it('an unknown option gets its error, and the handshake goes on', async () => {
    const connection = connect();
    await connection.greeting();
    connection.send(Buffer.from([0, 0, 0, 3]), option(4711, Buffer.from('?')), option(goOption, goData('dg1/vol')));
    await until('transmission', () => connection.received.length > 18 + 40);
    expect(connection.received.readUInt32BE(18 + 12)).toBe(0x80000001);
  });

  it('a request with the wrong magic ends the connection', async () => {
    const connection = connect();
    await connection.enter('dg1/vol');
    connection.send(request(0, 0n, 512, 0x12345678));
    await until('the connection is cut', () => connection.closed);
  });

  it('an unknown command gets EINVAL', async () => {
    const connection = connect();
    await connection.enter('dg1/vol');
    connection.send(request(999, 0n, 0));
    await until('a reply', () => connection.received.length >= 16 || connection.closed);
    expect(connection.received.readUInt32BE(4)).toBe(22);
  });

  it('a write that announces 4 GiB and one that ends in the middle', async () => {
    const huge = connect();
    await huge.enter('dg1/vol');
    huge.send(request(1, 0n, 0xffffffff), Buffer.alloc(65536));
    await until('an error or the end', () => huge.closed || huge.received.length >= 16);
    const cut = connect();
    await cut.enter('dg1/vol');
    cut.send(request(1, 1048576n, 262144), Buffer.alloc(100_000, 1));
    cut.drop();
    expect(await witness.do('h.pwrite(b"x" * 4096, 1048576)')).toBe('answer None');
  });

  it('clients that connect and never speak do not keep others out', async () => {
    for (let index = 0; index < 64; index += 1) connect();
    const last = connect();
    await last.greeting();
    expect(last.received.subarray(0, 8).toString()).toBe('NBDMAGIC');
  });

  it('a client that asks and never reads does not fill the memory', async () => {
    const connection = connect();
    await connection.enter('dg1/vol');
    connection.stopReading();
    for (let index = 0; index < 2000; index += 1) connection.send(request(0, 0n, 1048576));
    for (let round = 0; round < 20; round += 1) expect(await witness.do('h.pread(8, 0)')).toBe("answer bytearray(b'unharmed')");
    const residentKibibytes = Number(/VmRSS:\s*(\d+)/.exec(fs.readFileSync(`/proc/${host.processId}/status`, 'utf8'))?.[1]);
    expect(residentKibibytes).toBeLessThan(512 * 1024);
  });
});
