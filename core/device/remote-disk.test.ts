import { afterEach, describe, expect, it } from 'vitest';
import { transmissionFlag } from '../format/nbd-wire.ts';
import { refusalWords } from '../model/refusal-words.ts';
import { setSabotages } from '../model/sabotage.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeNbdServer } from './nbd-server.test-double.ts';
import { openRemoteDisk } from './open-remote-disk.ts';
import type { Done, IoError } from './ports.ts';
import type { RemoteDisk } from './remote-disk.ts';
import { hasUnreturnedCalls } from './unreturned-calls.ts';
import { remoteIdentity } from './open-remote-disk.ts';

const mebibyte = 1024 * 1024;
const location = 'nbd://server:10809/disk';

class World {
  readonly clock: FakeClock;
  readonly server: FakeNbdServer;
  failures: string[] = [];

  constructor(life: string | null = 'life-1', sizeBytes = mebibyte) {
    this.clock = new FakeClock();
    this.server = new FakeNbdServer(this.clock, sizeBytes);
    this.server.life = life;
  }

  async tryOpen(readOnly = false, looks = false) {
    let opened: Awaited<ReturnType<typeof openRemoteDisk>> | null = null;
    const { clock, server } = this;
    const opening = openRemoteDisk({ location, readOnly, looks, hostId: 'host', opening: 'opening', clock, connect: server.connect });
    void opening.then((result) => { opened = result; });
    for (let turns = 0; opened === null && turns < 10_000; turns += 1) {
      clock.step();
      await Promise.resolve();
    }
    return opening;
  }

  async open(): Promise<RemoteDisk> {
    const opened = await this.tryOpen();
    if (!opened.ok) throw new Error(refusalWords(opened.error).message);
    opened.value.watchFailure((error) => { this.failures.push(error.message); });
    return opened.value;
  }

  /** Runs the call to its end. */
  wait(call: (done: Done) => boolean): IoError | null {
    const pending = this.begin(call);
    this.clock.runUntil(() => pending.ended);
    return pending.error;
  }

  begin(call: (done: Done) => boolean): { ended: boolean; error: IoError | null } {
    const pending: { ended: boolean; error: IoError | null } = { ended: false, error: null };
    pending.ended = call((error) => {
      expect(pending.ended).toBe(false);
      pending.ended = true;
      pending.error = error;
    });
    return pending;
  }

  /** Lets this much time pass. */
  pass(milliseconds: number): void {
    const until = this.clock.now + milliseconds;
    let over = false;
    this.clock.after(milliseconds, () => { over = true; });
    this.clock.runUntil(() => over || this.clock.now > until);
  }
}

function bytesOf(value: number, length = 4096): Uint8Array {
  return new Uint8Array(length).fill(value);
}

afterEach(() => { setSabotages([]); });

describe('a remote disk', () => {
  it('reads what was written, in pieces of any length', async () => {
    const world = new World('life-1', 8 * mebibyte);
    const disk = await world.open();
    const data = Uint8Array.from({ length: 3 * mebibyte + 7 }, (_, index) => index % 251);
    expect(world.wait((done) => disk.write(data, 0, 12_345, data.length, done))).toBeNull();
    const read = new Uint8Array(data.length + 10);
    expect(world.wait((done) => disk.read(read, 5, 12_345, data.length, done))).toBeNull();
    expect(Buffer.compare(read.subarray(5, data.length + 5), data)).toBe(0);
    expect(world.wait((done) => disk.zero(12_345, mebibyte, false, done))).toBeNull();
    expect(world.server.cache[12_345 + mebibyte - 1]).toBe(0);
    expect(world.server.durable[12_345 + 2 * mebibyte]).toBe(0);
    expect(world.wait((done) => disk.flush(done))).toBeNull();
    expect(world.server.durable[12_345 + 2 * mebibyte]).toBe(data[2 * mebibyte]);
  });

  it('keeps no more than its bound on the wire', async () => {
    const world = new World();
    const disk = await world.open();
    world.server.silent = true;
    const before = world.server.asked.length;
    const calls = Array.from({ length: 200 }, (_, index) =>
      world.begin((done) => disk.read(new Uint8Array(512), 0, index * 512, 512, done)));
    world.pass(500);
    expect(world.server.asked.length - before).toBe(64);
    world.server.speak();
    world.clock.runUntil(() => calls.every(({ ended }) => ended));
    expect(calls.every(({ error }) => error === null)).toBe(true);
  });

  it('writes durably with FUA, and with a flush where there is none', async () => {
    for (const fua of [true, false]) {
      const world = new World();
      if (!fua) world.server.flags &= ~transmissionFlag.forceUnitAccess;
      const disk = await world.open();
      expect(world.wait((done) => disk.writeDurable(bytesOf(7), 0, 8192, 4096, done))).toBeNull();
      expect(world.server.durable[8192]).toBe(7);
    }
  });

  it('writes zeros by itself where FAST_ZERO or WRITE_ZEROES is not to be had', async () => {
    const world = new World();
    const disk = await world.open();
    expect(disk.punchesHoles).toBe(true);
    world.server.cache.fill(1);
    let refusals = 0;
    world.server.fault = (what) => (what.startsWith('writeZeroes') && refusals++ === 0 ? 95 : 0);
    expect(world.wait((done) => disk.zero(4096, 8192, false, done))).toBeNull();
    expect(disk.punchesHoles).toBe(false);
    expect(world.server.cache[4096]).toBe(0);
    const poor = new World();
    poor.server.flags &= ~transmissionFlag.writeZeroes;
    const poorDisk = await poor.open();
    poor.server.cache.fill(1);
    expect(poor.wait((done) => poorDisk.zero(100, 600_000, true, done))).toBeNull();
    expect([poor.server.cache[99], poor.server.cache[100], poor.server.cache[600_099], poor.server.cache[600_100]]).toEqual([1, 0, 0, 1]);
  });

  it('hands errors of the server on, and is failed by an error of a flush only', async () => {
    const world = new World();
    const disk = await world.open();
    world.server.fault = (what) => (what.startsWith('write') ? 28 : what.startsWith('flush') ? 5 : 0);
    expect(world.wait((done) => disk.write(bytesOf(1), 0, 8192, 4096, done))?.code).toBe('ENOSPC');
    expect(world.failures).toEqual([]);
    expect(world.wait((done) => disk.flush(done))?.code).toBe('EIO');
    world.server.fault = () => 0;
    expect(world.failures).toHaveLength(1);
    expect(world.wait((done) => disk.flush(done))?.code).toBe('EIO');
    expect(world.wait((done) => disk.read(bytesOf(0), 0, 0, 4096, done))?.code).toBe('EIO');
    expect(world.wait((done) => disk.writeDurable(bytesOf(9), 0, 0, 4096, done))).toBeNull();
  });

  it('that does not answer within the deadline fails, and all its calls with it', async () => {
    const world = new World();
    const disk = await world.open();
    world.server.silent = true;
    const calls = [1, 2, 3].map((at) => world.begin((done) => disk.write(bytesOf(at), 0, at * 8192, 4096, done)));
    world.pass(33_000);
    expect(calls.map(({ error }) => error?.code)).toEqual(['EIO', 'EIO', 'EIO']);
    expect(world.failures).toHaveLength(1);
    expect(world.wait((done) => disk.writeDurable(bytesOf(9), 0, 0, 4096, done))?.code).toBe('EIO');
  });

  it('answers nobody twice when it is closed with calls outstanding', async () => {
    const world = new World();
    const disk = await world.open();
    world.server.silent = true;
    const call = world.begin((done) => disk.read(bytesOf(0), 0, 0, 4096, done));
    world.pass(10);
    disk.close();
    world.clock.runUntil(() => call.ended);
    expect(call.error?.code).toBe('EIO');
    expect(world.wait((done) => disk.read(bytesOf(0), 0, 0, 4096, done))?.code).toBe('EIO');
  });
});

describe('a call that is given up', () => {
  it('is never answered, touches nothing, and newer changes of its bytes wait until it is', async () => {
    const world = new World();
    const disk = await world.open();
    world.server.silent = true;
    const memory = bytesOf(1);
    const done: Done = () => { throw new Error('it was given up'); };
    disk.write(bytesOf(5), 0, 8192, 4096, done);
    const readDone: Done = () => { throw new Error('it was given up'); };
    disk.read(memory, 0, 0, 4096, readDone);
    world.pass(100);
    expect([disk.giveUp(done), disk.giveUp(readDone), disk.giveUp(done)]).toEqual([true, true, false]);
    expect(disk.lateCalls).toBe(1);
    const newer = world.begin((ended) => disk.write(bytesOf(6), 0, 8192, 4096, ended));
    world.pass(100);
    expect(world.server.asked.filter((what) => what === 'write 8192+4096')).toHaveLength(1);
    world.server.speak();
    world.clock.runUntil(() => newer.ended);
    expect(disk.lateCalls).toBe(0);
    expect(memory[0]).toBe(1);
    expect(world.server.cache[8192]).toBe(6);
    world.pass(60_000);
    expect(world.failures).toEqual([]);
  });
});

/** A write that was acknowledged and not flushed, and one under way, when the connection goes. */
async function lostWithDebt(world: World, lose: () => void) {
  const disk = await world.open();
  expect(world.wait((done) => disk.write(bytesOf(3), 0, 8192, 4096, done))).toBeNull();
  world.server.silent = true;
  const underWay = world.begin((done) => disk.write(bytesOf(4), 0, 16_384, 4096, done));
  world.pass(100);
  lose();
  world.server.silent = false;
  return { disk, underWay };
}

describe('a lost connection', () => {
  it('to the same life: what was under way is sent again, and the flush covers all', async () => {
    const world = new World();
    const { disk, underWay } = await lostWithDebt(world, () => { world.server.dropLinks(); });
    world.clock.runUntil(() => underWay.ended);
    expect(underWay.error).toBeNull();
    expect(world.wait((done) => disk.flush(done))).toBeNull();
    expect([world.server.durable[8192], world.server.durable[16_384]]).toEqual([3, 4]);
    expect(world.failures).toEqual([]);
  });

  it.each([['another life of ours', 'life-2'], ['a server of others', null]])(
    'to %s: the flush that is owed fails', async (_name, life) => {
      const world = new World(life === null ? null : 'life-1');
      const { disk, underWay } = await lostWithDebt(world, () => { world.server.crash(life); });
      world.clock.runUntil(() => underWay.ended);
      expect(underWay.error?.code).toBe('EIO');
      expect(world.wait((done) => disk.flush(done))?.code).toBe('EIO');
      expect(world.failures).toHaveLength(1);
      expect(world.server.durable[8192]).toBe(0);
    });

  it('with a write under way is enough to fail where nothing proves that the old connection is dead', async () => {
    const world = new World(null);
    const disk = await world.open();
    world.server.silent = true;
    const underWay = world.begin((done) => disk.write(bytesOf(4), 0, 16_384, 4096, done));
    world.pass(100);
    world.server.dropLinks();
    world.clock.runUntil(() => underWay.ended);
    expect(world.failures).toHaveLength(1);
    expect(world.wait((done) => disk.write(bytesOf(5), 0, 16_384, 4096, done))?.code).toBe('EIO');
    world.server.speak();
    expect(world.server.cache[16_384]).toBe(4);
  });

  it.each([
    ['another life of ours', 'life-2'], ['a server of others', null],
  ])('to %s with nothing owed: it goes on', async (_name, life) => {
    const world = new World(life === null ? null : 'life-1');
    const disk = await world.open();
    expect(world.wait((done) => disk.write(bytesOf(3), 0, 0, 4096, done))).toBeNull();
    expect(world.wait((done) => disk.writeDurable(bytesOf(4), 0, 8192, 4096, done))).toBeNull();
    expect(world.wait((done) => disk.flush(done))).toBeNull();
    expect(world.wait((done) => disk.writeDurable(bytesOf(9), 0, 0, 512, done))).toBeNull();
    world.server.silent = true;
    const memory = bytesOf(0);
    const read = world.begin((done) => disk.read(memory, 0, 0, 4096, done));
    world.pass(100);
    world.server.crash(life);
    world.server.sizeBytes += 512;
    world.server.silent = false;
    world.clock.runUntil(() => read.ended);
    expect([read.error, memory[0], memory[512]]).toEqual([null, 9, 3]);
    expect(world.failures).toEqual([]);
  });

  it.each<[string, (server: FakeNbdServer) => void]>([
    ['a smaller size', (server) => { server.sizeBytes -= 512; }],
    ['no right to write', (server) => { server.flags |= transmissionFlag.readOnly; }],
    ['no flush', (server) => { server.flags &= ~transmissionFlag.flush; }],
    ['another image', (server) => { server.cache[100] = 77; }],
  ])('and a server that comes back with %s: the disk has failed', async (_name, change) => {
    const world = new World();
    const disk = await world.open();
    world.server.crash('life-2');
    change(world.server);
    expect(world.wait((done) => disk.read(bytesOf(0), 0, 0, 4096, done))?.code).toBe('EIO');
    expect(world.failures).toHaveLength(1);
  });

  it('is tried again until the deadline, then the disk has failed', async () => {
    const world = new World();
    const disk = await world.open();
    world.server.reachable = false;
    world.server.dropLinks();
    world.pass(20_000);
    expect(world.failures).toEqual([]);
    world.pass(20_000);
    expect(world.failures).toEqual(['its server could not be reached for 30 s (connection refused)']);
    expect(world.wait((done) => disk.read(bytesOf(0), 0, 0, 4096, done))?.code).toBe('EIO');
  });
});

describe('a server that answers nonsense while its disk is in use', () => {
  /** Where these lie in the first chunk of an answer to a read. */
  const [typeAt, cookieAt, lengthAt, offsetAt] = [7, 8, 16, 20];
  const changed = (at: number, value: number) => (bytes: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(bytes);
    copy[at] = value;
    return copy;
  };

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['something else than an answer', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['an answer to no request', changed(cookieAt, 0x77)],
    ['a chunk of another kind', changed(typeAt, 77)],
    ['a chunk that is longer than what was asked for', changed(lengthAt, 0x7f)],
    ['bytes outside of what was asked for', changed(offsetAt, 1)],
  ])('%s: the disk fails with that reason, the read with an error, and no byte beside it changes', async (_name, mangle) => {
    const world = new World();
    const disk = await world.open();
    world.server.mangle = mangle;
    const memory = bytesOf(1, 3 * 4096);
    expect(world.wait((done) => disk.read(memory, 4096, 8192, 4096, done))?.code).toBe('EIO');
    expect(world.failures).toEqual([expect.stringMatching(/^its server answers nonsense \(.+\)$/)]);
    expect([memory.subarray(0, 4096), memory.subarray(8192)]).toEqual([bytesOf(1), bytesOf(1)]);
    world.server.mangle = (bytes) => bytes;
    expect(world.wait((done) => disk.write(bytesOf(5), 0, 0, 4096, done))?.code).toBe('EIO');
  });
});

describe('sabotage', () => {
  it('reconnect-forgets-owed-flush: a flush succeeds for writes that are lost', async () => {
    setSabotages(['reconnect-forgets-owed-flush']);
    const world = new World();
    const { disk, underWay } = await lostWithDebt(world, () => { world.server.crash('life-2'); });
    world.clock.runUntil(() => underWay.ended);
    expect(world.wait((done) => disk.flush(done))).toBeNull();
    expect(world.server.durable[8192]).toBe(0);
  });

  it('remote-identity-ignored: whoever answers is taken for the same life', async () => {
    setSabotages(['remote-identity-ignored']);
    const world = new World();
    const { disk, underWay } = await lostWithDebt(world, () => { world.server.crash('life-2'); });
    world.clock.runUntil(() => underWay.ended);
    expect(world.wait((done) => disk.flush(done))).toBeNull();
    expect(world.server.durable[8192]).toBe(0);
  });
});

describe('a disk that was left with writes that its server has not answered', () => {
  it('is not opened again before they are, unless the server can end them', async () => {
    for (const life of [null, 'life-1']) {
      const world = new World(life);
      const disk = await world.open();
      world.server.silent = true;
      world.begin((done) => disk.write(bytesOf(4), 0, 16_384, 4096, done));
      world.pass(33_000);
      disk.close();
      expect(hasUnreturnedCalls(remoteIdentity('nbd://server:10809/disk'))).toBe(life === null);
      if (life === null) expect((await world.tryOpen()).ok).toBe(false);
      world.server.speak();
      world.pass(3_000);
      expect(hasUnreturnedCalls(remoteIdentity('nbd://server:10809/disk'))).toBe(false);
      world.server.silent = false;
      expect((await world.tryOpen()).ok).toBe(true);
    }
  });
});

describe('opening', () => {
  it.each<[string, (server: FakeNbdServer) => void, string]>([
    ['nobody answers', (server) => { server.reachable = false; }, 'disk.gone'],
    ['it is read-only', (server) => { server.flags |= transmissionFlag.readOnly; }, 'disk.read-only'],
    ['it cannot flush', (server) => { server.flags &= ~transmissionFlag.flush; }, 'disk.unreadable'],
    ['it takes whole blocks only', (server) => { server.minimumBlockBytes = 512; }, 'disk.unreadable'],
    ['it takes too little at once', (server) => { server.payloadBytesMaximum = 4096; }, 'disk.unreadable'],
    ['its beginning cannot be read', (server) => { server.fault = () => 5; }, 'disk.unreadable'],
    ['the first flush fails', (server) => { server.fault = (what) => (what.startsWith('flush') ? 5 : 0); }, 'disk.unreadable'],
    ['it never answers', (server) => { server.mangle = () => new Uint8Array(0); }, 'disk.gone'],
    ['it is something else', (server) => { server.mangle = () => Buffer.from('HTTP/1.1 400 Bad Request\r\n'); }, 'disk.unreadable'],
  ])('is refused when %s', async (_name, change, code) => {
    const world = new World();
    change(world.server);
    const opened = await world.tryOpen();
    expect(opened.ok ? 'opened' : opened.error.code).toBe(code);
    if (!opened.ok) expect(refusalWords(opened.error).message).not.toMatch(/undefined|NaN/);
  });

  it('a look writes nothing and flushes nothing', async () => {
    const world = new World();
    expect((await world.tryOpen(false, true)).ok).toBe(true);
    expect(world.server.asked).toEqual(['read 0+4096']);
  });
});
