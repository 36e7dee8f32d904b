/** A small NBD client for the odd cases that well-behaved clients never make. */
import { connect, type Socket } from 'node:net';
import { invariant } from '../model/invariant.ts';
import { option, optionMagic, requestMagic, simpleReplyMagic, structuredReplyMagic, chunkType } from './protocol.ts';

export interface Reply {
  readonly error: number;
  readonly data: Uint8Array;
}

export class TestClient {
  readonly socket: Socket;
  closed = false;
  /** Replies by cookie, whole ones only. */
  readonly replies = new Map<number, Reply>();
  /** Never written to once it is there: replies are views of it. */
  private received: Buffer = Buffer.alloc(0);
  /** Joined only when a whole reply may be there, since replies can be 32 MiB long. */
  private readonly chunks: Buffer[] = [];
  private chunkBytes = 0;
  private neededBytes = 0;
  private readonly waiters: (() => void)[] = [];
  private readonly expected = new Map<number, { lengthBytes: number; offsetBytes: number; data: Uint8Array; error: number }>();
  private transmitting = false;
  private lastCookie = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.chunks.push(chunk);
      this.chunkBytes += chunk.length;
      if (this.received.length + this.chunkBytes < this.neededBytes) return;
      this.received = Buffer.concat([this.received, ...this.chunks.splice(0)]);
      this.chunkBytes = 0;
      if (this.transmitting) this.parse();
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  static async connect(target: string | { host: string; port: number }): Promise<TestClient> {
    const socket = typeof target === 'string' ? connect(target) : connect(target);
    const client = new TestClient(socket);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return client;
  }

  /** In transmission on `name`. */
  static async attach(path: string, name: string, structured = false): Promise<TestClient> {
    const client = await TestClient.connect(path);
    await client.take(18);
    client.socket.write(unsigned32(3));
    if (structured) {
      client.option(option.structuredReply);
      await client.take(20);
    }
    client.option(option.exportName, Buffer.from(name));
    await client.take(10);
    client.transmitting = true;
    client.parse();
    return client;
  }

  option(number: number, data: Uint8Array = Buffer.alloc(0)): void {
    const header = Buffer.alloc(16);
    header.writeBigUInt64BE(optionMagic);
    header.writeUInt32BE(number, 8);
    header.writeUInt32BE(data.length, 12);
    this.socket.write(Buffer.concat([header, data]));
  }

  /** Sends a request and returns its cookie. `payload` may be shorter than the length claims. */
  send(type: number, offsetBytes: number, lengthBytes: number, flags = 0, payload: Uint8Array | null = null): number {
    this.lastCookie += 1;
    const cookie = this.lastCookie;
    const header = Buffer.alloc(28);
    header.writeUInt32BE(requestMagic);
    header.writeUInt16BE(flags, 4);
    header.writeUInt16BE(type, 6);
    header.writeBigUInt64BE(BigInt(cookie), 8);
    header.writeBigUInt64BE(BigInt(offsetBytes), 16);
    header.writeUInt32BE(lengthBytes, 24);
    if (type === 0) this.expected.set(cookie, { lengthBytes, offsetBytes, data: new Uint8Array(lengthBytes), error: 0 });
    this.socket.write(header);
    if (payload !== null) this.socket.write(payload);
    return cookie;
  }

  async ask(type: number, offsetBytes: number, lengthBytes: number, flags = 0, payload: Uint8Array | null = null): Promise<Reply> {
    return this.reply(this.send(type, offsetBytes, lengthBytes, flags, payload));
  }

  async reply(cookie: number): Promise<Reply> {
    await this.until(() => this.replies.has(cookie) || this.closed);
    const reply = this.replies.get(cookie);
    invariant(reply !== undefined, 'the connection stays open until the reply has come');
    this.replies.delete(cookie);
    return reply;
  }

  async take(count: number): Promise<Buffer> {
    await this.until(() => this.received.length >= count || this.closed);
    const taken = this.received.subarray(0, count);
    this.received = this.received.subarray(count);
    return taken;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  private wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  private parse(): void {
    for (;;) {
      this.neededBytes = 0;
      const usedBytes = this.parseOne(this.received);
      if (usedBytes === 0) return;
      this.received = this.received.subarray(usedBytes);
    }
  }

  private parseOne(bytes: Buffer): number {
    if (bytes.length < 16) return 0;
    const magic = bytes.readUInt32BE(0);
    if (magic === structuredReplyMagic) return this.parseChunk(bytes);
    invariant(magic === simpleReplyMagic, `${magic.toString(16)} is no reply`);
    const error = bytes.readUInt32BE(4);
    const cookie = Number(bytes.readBigUInt64BE(8));
    const lengthBytes = error === 0 ? this.expected.get(cookie)?.lengthBytes ?? 0 : 0;
    if (bytes.length < 16 + lengthBytes) {
      this.neededBytes = 16 + lengthBytes;
      return 0;
    }
    this.finish(cookie, error, new Uint8Array(bytes.buffer, bytes.byteOffset + 16, lengthBytes));
    return 16 + lengthBytes;
  }

  private parseChunk(bytes: Buffer): number {
    if (bytes.length < 20) return 0;
    const lengthBytes = bytes.readUInt32BE(16);
    if (bytes.length < 20 + lengthBytes) return 0;
    const cookie = Number(bytes.readBigUInt64BE(8));
    const payload = bytes.subarray(20, 20 + lengthBytes);
    const type = bytes.readUInt16BE(6);
    const read = this.expected.get(cookie);
    if (type === chunkType.offsetData && read !== undefined) {
      read.data.set(payload.subarray(8), Number(payload.readBigUInt64BE(0)) - read.offsetBytes);
    }
    if (type === chunkType.error && read !== undefined) read.error = payload.readUInt32BE(0);
    if ((bytes.readUInt16BE(4) & 1) !== 0) {
      if (read !== undefined) this.finish(cookie, read.error, read.data);
      else this.finish(cookie, type === chunkType.error ? payload.readUInt32BE(0) : 0, Uint8Array.from(payload));
    }
    return 20 + lengthBytes;
  }

  private finish(cookie: number, error: number, data: Uint8Array): void {
    this.expected.delete(cookie);
    this.replies.set(cookie, { error, data });
  }
}

export function unsigned32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
