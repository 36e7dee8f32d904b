/** Our own server and our own remote disk together, over real sockets. */
import { afterEach, describe, expect, it } from 'vitest';
import { openRemoteDisk } from '../device/open-remote-disk.ts';
import type { ConnectLink, Done, IoError } from '../device/ports.ts';
import type { RemoteDisk } from '../device/remote-disk.ts';
import { connectSystemLink } from '../device/socket-link.ts';
import { SystemClock } from '../device/system-clock.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { unixUri } from './export-uri.ts';
import { TestLayer } from './test-layer.ts';
import { openStage, volumeId, volumeName } from './test-server.ts';
import type { Stage } from './test-server.ts';

const sizeBytes = 4 * 1024 * 1024;
let stage: Stage;
let disks: RemoteDisk[] = [];
let tears: (() => void)[] = [];

/** Remembers how to tear the links. */
const connect: ConnectLink = (address, owner) => {
  const link = connectSystemLink(address, owner);
  tears.push(() => {
    link.close();
    owner.closed('torn by the test');
  });
  return link;
};

async function open(hostId = 'host', looks = false): Promise<Result<RemoteDisk, Refusal>> {
  const location = unixUri(stage.path, volumeName);
  const opened = await openRemoteDisk({
    location, readOnly: false, looks, hostId, opening: `opening-${disks.length}`, clock: new SystemClock(), connect,
  });
  if (opened.ok) disks.push(opened.value);
  return opened;
}

async function opened(hostId = 'host'): Promise<RemoteDisk> {
  const result = await open(hostId);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function ended(call: (done: Done) => boolean): Promise<IoError | null> {
  return new Promise((resolve) => { if (call(resolve)) resolve(null); });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(async () => {
  for (const disk of disks) disk.close();
  disks = [];
  tears = [];
  await until(() => stage.server.clients(volumeId).length === 0);
  await stage.close();
});

describe('a remote disk on our own server', () => {
  it('reads and writes what the volume holds', async () => {
    const layer = new TestLayer({ sizeBytes });
    stage = await openStage(layer);
    const disk = await opened();
    const data = Uint8Array.from({ length: 1_000_003 }, (_, index) => index % 253);
    expect(await ended((done) => disk.write(data, 0, 777, data.length, done))).toBeNull();
    expect(await ended((done) => disk.zero(4096, 70_000, false, done))).toBeNull();
    expect(await ended((done) => disk.flush(done))).toBeNull();
    const read = new Uint8Array(data.length);
    expect(await ended((done) => disk.read(read, 0, 777, data.length, done))).toBeNull();
    data.fill(0, 4096 - 777, 4096 - 777 + 70_000);
    expect(Buffer.compare(read, data)).toBe(0);
  });

  it('goes on after a torn connection, with what was under way, for the server lives', async () => {
    const layer = new TestLayer({ sizeBytes });
    stage = await openStage(layer);
    const disk = await opened();
    const failures: IoError[] = [];
    disk.watchFailure((error) => failures.push(error));
    expect(await ended((done) => disk.write(new Uint8Array(4096).fill(1), 0, 0, 4096, done))).toBeNull();
    layer.shut = true;
    const writes = [1, 2, 3].map((at) => ended((done) => disk.write(new Uint8Array(4096).fill(at), 0, at * 4096, 4096, done)));
    await until(() => layer.inFlight === 3);
    for (const tear of tears.splice(0)) tear();
    setTimeout(() => { layer.open(); }, 50);
    expect(await Promise.all(writes)).toEqual([null, null, null]);
    expect(await ended((done) => disk.flush(done))).toBeNull();
    expect([layer.bytes[4096], layer.bytes[8192], layer.bytes[12_288]]).toEqual([1, 2, 3]);
    expect(failures).toEqual([]);
  });

  it('ends an older opening of the same host before it is told the life, and waits for what that has under way', async () => {
    const layer = new TestLayer({ sizeBytes });
    stage = await openStage(layer);
    const old = await opened();
    layer.shut = true;
    const late = ended((done) => old.write(new Uint8Array(4096).fill(7), 0, 8192, 4096, done));
    await until(() => layer.inFlight === 1);
    let isOpen = false;
    const opening = opened().then((disk) => {
      isOpen = true;
      return disk;
    });
    await new Promise((resolve) => { setTimeout(resolve, 150); });
    expect(isOpen).toBe(false);
    old.close();
    layer.open();
    const disk = await opening;
    expect((await late)?.code).toBe('EIO');
    expect(layer.bytes[8192]).toBe(7);
    expect(await ended((done) => disk.write(new Uint8Array(4096).fill(8), 0, 8192, 4096, done))).toBeNull();
    expect(layer.bytes[8192]).toBe(8);
  });

  it('is refused to another host while one writes, but not to a look', async () => {
    stage = await openStage(new TestLayer({ sizeBytes }));
    const disk = await opened('host-1');
    const refused = await open('host-2');
    expect(refused.ok ? '' : `${refused.error.code} ${String(refused.error.evidence['holder'])}`).toBe('disk.locked host host-1');
    expect((await open('host-2', true)).ok).toBe(true);
    disk.close();
    await until(() => stage.server.clients(volumeId).length === 1);
    expect((await open('host-2')).ok).toBe(true);
  });

  it('has failed when its volume was taken away and published anew with writes not flushed', async () => {
    const layer = new TestLayer({ sizeBytes });
    stage = await openStage(layer);
    const disk = await opened();
    const failures: IoError[] = [];
    disk.watchFailure((error) => failures.push(error));
    expect(await ended((done) => disk.write(new Uint8Array(4096).fill(1), 0, 0, 4096, done))).toBeNull();
    await stage.server.retract(volumeId);
    stage.publish(layer);
    await until(() => failures.length > 0);
    expect((await ended((done) => disk.flush(done)))?.code).toBe('EIO');
  });
});
