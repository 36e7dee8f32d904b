/**
 * An NBD server in memory, for tests: it can keep silent, lose what was not flushed, land writes of dead connections late,
 * come back as somebody else, and lie. `life` null makes it a server that is not ours.
 */
import { answerText, parseClaim } from '../format/nbd-identity.ts';
import {
  command, commandFlag, greeting, information, nbdError, option, optionHeaderBytes, optionReply, optionReplyFrame, readLong, requestBytes,
  transmissionFlag, writeDataChunk, writeLong, writeSimpleReply,
} from '../format/nbd-wire.ts';
import type { FakeClock } from './fake-clock.ts';
import type { ConnectLink, Link, LinkOwner } from './ports.ts';

const { hasFlags, flush, forceUnitAccess, writeZeroes, fastZero } = transmissionFlag;

interface Request {
  readonly connection: Connection;
  readonly type: number;
  readonly flags: number;
  readonly cookie: readonly [number, number];
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly payload: Uint8Array;
}

export class FakeNbdServer {
  flags: number = hasFlags | flush | forceUnitAccess | writeZeroes | fastZero;
  life: string | null = 'life-1';
  reachable = true;
  /** Takes requests and does nothing about them. */
  silent = false;
  minimumBlockBytes = 1;
  payloadBytesMaximum = 32 * 1024 * 1024;
  sizeBytes: number;
  /** What is asked for, in the order in which it came: `write 4096+512`. */
  readonly asked: string[] = [];
  fault: (what: string) => number = () => 0;
  /** What is sent instead of what should be. */
  mangle: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;
  /** As clients see it, and as it is after a power cut. */
  cache: Uint8Array;
  durable: Uint8Array;
  connections = 0;
  private readonly clock: FakeClock;
  private readonly live = new Set<Connection>();
  private held: Request[] = [];

  constructor(clock: FakeClock, sizeBytes: number) {
    this.clock = clock;
    this.sizeBytes = sizeBytes;
    this.cache = new Uint8Array(sizeBytes);
    this.durable = new Uint8Array(sizeBytes);
  }

  readonly connect: ConnectLink = (_address, owner): Link => {
    const connection = new Connection(this, this.clock, owner);
    this.clock.soon(() => {
      if (!this.reachable) connection.drop('connection refused');
      else {
        this.connections += 1;
        this.live.add(connection);
        owner.opened();
        connection.reply(greeting());
      }
    });
    return connection;
  };

  /** The connections are gone; the server lives on. */
  dropLinks(): void {
    for (const connection of [...this.live]) connection.drop('dropped by the test');
    this.live.clear();
  }

  /** Whatever was not flushed is lost, and nothing that was asked is done any more. */
  crash(life: string | null): void {
    this.cache = this.durable.slice();
    this.held = [];
    this.life = life;
    this.dropLinks();
  }

  /** Does what was asked while it was silent, for dead connections too. */
  speak(): void {
    this.silent = false;
    for (const request of this.held.splice(0)) this.perform(request);
  }

  claim(connection: Connection, text: string): string | null {
    const claim = parseClaim(text);
    if (claim === null || this.life === null) return null;
    for (const other of [...this.live]) if (other !== connection && claim.writes) {
      other.drop('a newer connection has come');
      this.live.delete(other);
      this.held = this.held.filter((request) => request.connection !== other);
    }
    return answerText({ kind: 'life', life: this.life });
  }

  take(request: Request): void {
    this.asked.push(`${nameOf(request.type)} ${request.offsetBytes}+${request.lengthBytes}`);
    if (this.silent) this.held.push(request);
    else this.perform(request);
  }

  private perform({ connection, type, flags, cookie, offsetBytes, lengthBytes, payload }: Request): void {
    const error = this.fault(`${nameOf(type)} ${offsetBytes}+${lengthBytes}`);
    const endBytes = offsetBytes + lengthBytes;
    if (error !== 0) {
      connection.replySimple(error, cookie);
      return;
    }
    if (type === command.write) this.cache.set(payload, offsetBytes);
    if (type === command.writeZeroes) this.cache.fill(0, offsetBytes, endBytes);
    if (type === command.flush) this.durable = this.cache.slice();
    if (type === command.write && (flags & commandFlag.forceUnitAccess) !== 0) this.durable.set(payload, offsetBytes);
    if (type !== command.read) connection.replySimple(nbdError.none, cookie);
    else connection.replyData(cookie, offsetBytes, this.cache.subarray(offsetBytes, endBytes));
  }
}

export class Connection implements Link {
  private readonly server: FakeNbdServer;
  private readonly clock: FakeClock;
  private readonly owner: LinkOwner;
  private bytes: Buffer = Buffer.alloc(0);
  private phase: 'flags' | 'options' | 'requests' = 'flags';
  private over = false;

  constructor(server: FakeNbdServer, clock: FakeClock, owner: LinkOwner) {
    this.server = server;
    this.clock = clock;
    this.owner = owner;
  }

  /** Sometimes the link takes its time. */
  send(bytes: Uint8Array): boolean {
    const copy = bytes.slice();
    this.clock.soon(() => {
      if (this.over) return;
      this.bytes = Buffer.concat([this.bytes, copy]);
      while (!this.over && this.step());
    });
    if (bytes.length % 3 !== 0) return true;
    this.clock.soon(() => { if (!this.over) this.owner.drained(); });
    return false;
  }

  secure(): void {
    this.drop('no TLS here');
  }

  close(): void {
    this.over = true;
  }

  drop(reason: string): void {
    if (this.over) return;
    this.over = true;
    this.clock.soon(() => { this.owner.closed(reason); });
  }

  reply(bytes: Uint8Array): void {
    const mangled = this.server.mangle(bytes).slice();
    const half = mangled.length >> 1;
    for (const part of [mangled.subarray(0, half), mangled.subarray(half)]) {
      this.deliver(part);
    }
  }

  replySimple(error: number, [high, low]: readonly [number, number]): void {
    const frame = new Uint8Array(16);
    writeSimpleReply(new DataView(frame.buffer), 0, error, high, low);
    this.reply(frame);
  }

  replyData([high, low]: readonly [number, number], offsetBytes: number, data: Uint8Array): void {
    const frame = new Uint8Array(28 + data.length);
    writeDataChunk(new DataView(frame.buffer), 0, 1, high, low, offsetBytes, data.length);
    frame.set(data, 28);
    this.reply(frame);
  }

  private readonly inbox: Uint8Array[] = [];

  /** In order, whatever order the clock chooses. */
  private deliver(part: Uint8Array): void {
    this.inbox.push(part);
    this.clock.soon(() => {
      const next = this.inbox.shift();
      if (!this.over && next !== undefined && next.length > 0) this.owner.received(next);
    });
  }

  private step(): boolean {
    const { bytes } = this;
    if (this.phase === 'flags') {
      if (bytes.length < 4) return false;
      this.bytes = bytes.subarray(4);
      this.phase = 'options';
      return true;
    }
    return this.phase === 'options' ? this.takeOption(bytes) : this.takeRequest(bytes);
  }

  private takeOption(bytes: Buffer): boolean {
    if (bytes.length < optionHeaderBytes) return false;
    const asked = bytes.readUInt32BE(8);
    const endBytes = optionHeaderBytes + bytes.readUInt32BE(12);
    if (bytes.length < endBytes) return false;
    this.answer(asked, bytes.subarray(optionHeaderBytes, endBytes));
    this.bytes = bytes.subarray(endBytes);
    return true;
  }

  private answer(asked: number, data: Buffer): void {
    const say = (type: number, payload: Uint8Array = new Uint8Array(0)): void => { this.reply(optionReplyFrame(asked, type, payload)); };
    if (asked === option.listMetaContext) {
      const query = data.subarray(4 + data.readUInt32BE(0) + 8).toString();
      const claimed = this.server.claim(this, query);
      if (claimed !== null) say(optionReply.metaContext, Buffer.concat([Buffer.alloc(4), Buffer.from(claimed)]));
    }
    if (asked === option.go) {
      const { sizeBytes, flags, minimumBlockBytes, payloadBytesMaximum } = this.server;
      const info = new Uint8Array(12);
      writeLong(new DataView(info.buffer), 2, sizeBytes);
      new DataView(info.buffer).setUint16(10, flags);
      say(optionReply.info, info);
      const blocks = new DataView(new ArrayBuffer(14));
      blocks.setUint16(0, information.blockSize);
      [minimumBlockBytes, 4096, payloadBytesMaximum].forEach((size, index) => { blocks.setUint32(2 + index * 4, size); });
      say(optionReply.info, new Uint8Array(blocks.buffer));
      this.phase = 'requests';
    }
    say(optionReply.acknowledge);
  }

  private takeRequest(bytes: Buffer): boolean {
    if (bytes.length < requestBytes) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const type = view.getUint16(6);
    const lengthBytes = view.getUint32(24);
    const endBytes = requestBytes + (type === command.write ? lengthBytes : 0);
    if (bytes.length < endBytes) return false;
    const cookie = [view.getInt32(8), view.getInt32(12)] as const;
    const payload = Uint8Array.from(bytes.subarray(requestBytes, endBytes));
    this.bytes = bytes.subarray(endBytes);
    if (type !== command.disconnect) {
      this.server.take({ connection: this, type, flags: view.getUint16(4), cookie, offsetBytes: readLong(view, 16), lengthBytes, payload });
    }
    return true;
  }
}

function nameOf(type: number): string {
  return Object.entries(command).find(([, number]) => number === type)?.[0] ?? String(type);
}
