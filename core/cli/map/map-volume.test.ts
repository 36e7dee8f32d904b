/** Real mappings of a real NBD server; skipped where this machine cannot map. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { becomesTrue } from '../../host/map/becomes-true.ts';
import { chooseMethod } from '../../host/map/attach-device.ts';
import { isFuseMounted, loopDevicesOf, readMounts } from '../../host/map/kernel-state.ts';
import { MapFolder } from '../../host/map/map-record.ts';
import type { MapTarget } from './map-volume.ts';
import { mapVolume } from './map-volume.ts';
import { readMapping } from '../../host/map/mapping.ts';
import { releaseMapping } from '../../host/map/release-mapping.ts';

const canMap = chooseMethod('').ok && spawnSync('nbdkit', ['--version']).status === 0 && spawnSync('mkfs.ext4', ['-V']).status === 0;
const volumeId = '44444444-0000-4000-8000-000000000001';

let place = '';
let folder: MapFolder;
let server: ChildProcess | null = null;

async function startServer(): Promise<MapTarget> {
  const socket = join(place, 'server.sock');
  rmSync(socket, { force: true });
  server = spawn('nbdkit', ['-f', '-U', socket, 'memory', '64M'], { stdio: 'ignore' });
  await becomesTrue(() => existsSync(socket), 10_000);
  return { volumeId, volume: 'V1', group: 'Data', driveLetter: '', uri: `nbd+unix:///?socket=${socket}`, readOnly: false };
}

function mountPoint(): string {
  const path = join(place, 'mount point');
  mkdirSync(path, { recursive: true });
  return path;
}

function nothingIsLeft(): void {
  const image = folder.imageFile(volumeId);
  expect(loopDevicesOf(image)).toEqual([]);
  expect(isFuseMounted(image)).toBe(false);
  expect(readMounts().filter((mount) => mount.mountPoint.startsWith(place))).toEqual([]);
  expect(readdirSync(join(place, 'maps'))).toEqual([]);
}

function release(force: boolean): ReturnType<typeof releaseMapping> {
  return releaseMapping(folder.read(volumeId)!, folder, force);
}

describe.skipIf(!canMap)('mapping a volume to this machine', () => {
  beforeEach(() => {
    place = mkdtempSync(join(inject('runFolder'), 'm'));
    folder = new MapFolder(place);
  });

  afterEach(async () => {
    const record = folder.read(volumeId);
    if (record !== null) await releaseMapping(record, folder, true);
    server?.kill('SIGKILL');
    rmSync(place, { recursive: true, force: true });
  });

  test('an empty volume is mapped only; with a file system it is mounted; unmapping leaves nothing', async () => {
    const target = await startServer();
    const mapped = await mapVolume(target, mountPoint(), folder);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.error));
    expect(mapped.value).toMatchObject({ mountPoint: '', fileSystem: '' });
    expect(spawnSync('mkfs.ext4', ['-q', mapped.value.device]).status).toBe(0);

    const again = await mapVolume(target, '', folder);
    expect(again).toMatchObject({ ok: false, error: { code: 'map.mapped', evidence: { device: mapped.value.device } } });

    const mounted = await mapVolume(target, mountPoint(), folder);
    expect(mounted).toMatchObject({ ok: true, value: { device: mapped.value.device, mountPoint: mountPoint(), fileSystem: 'ext4' } });
    writeFileSync(join(mountPoint(), 'file'), 'kept');

    expect(await release(false)).toEqual({ ok: true, value: null });
    nothingIsLeft();

    expect(await mapVolume(target, mountPoint(), folder)).toMatchObject({ ok: true });
    expect(readFileSync(join(mountPoint(), 'file'), 'utf8')).toBe('kept');
    expect(await release(false)).toMatchObject({ ok: true });
    nothingIsLeft();
  });

  test('a busy file system is left alone, and by force let go', async () => {
    const target = await startServer();
    const mapped = await mapVolume(target, '', folder);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.error));
    spawnSync('mkfs.ext4', ['-q', mapped.value.device]);
    await mapVolume(target, mountPoint(), folder);
    const user = spawn('sleep', ['60'], { cwd: mountPoint() });
    await becomesTrue(() => existsSync(`/proc/${user.pid}/cwd`), 5_000);

    expect(await release(false)).toMatchObject({ ok: false, error: { forceHelps: true } });
    expect(readMapping(folder.read(volumeId)!, folder).mountPoints).toEqual([mountPoint()]);

    const forced = release(true);
    await becomesTrue(() => readMounts().every((mount) => mount.mountPoint !== mountPoint()), 5_000);
    user.kill();
    expect(await forced).toMatchObject({ ok: true });
    nothingIsLeft();
  });

  test('a mapping whose server died is cleaned up, and made anew by the next map', async () => {
    const target = await startServer();
    const mapped = await mapVolume(target, '', folder);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.error));
    spawnSync('mkfs.ext4', ['-q', mapped.value.device]);
    await mapVolume(target, mountPoint(), folder);
    const died = new Promise((resolve) => server!.once('exit', resolve));
    server!.kill('SIGKILL');
    await died;

    const second = await mapVolume(await startServer(), '', folder);
    expect(second).toMatchObject({ ok: true, value: { fileSystem: '' } });
    expect(loopDevicesOf(folder.imageFile(volumeId))).toHaveLength(1);
    expect(await release(false)).toMatchObject({ ok: true });
    nothingIsLeft();
  });

  test('a mapping whose nbdfuse died is cleaned up', async () => {
    const mapped = await mapVolume(await startServer(), '', folder);
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.error));
    process.kill(readMapping(folder.read(volumeId)!, folder).processId, 'SIGKILL');
    expect(await release(false)).toMatchObject({ ok: true });
    nothingIsLeft();
  });

  test('a server that cannot be reached leaves nothing behind', async () => {
    const target = await startServer();
    const refused = await mapVolume({ ...target, uri: `nbd+unix:///?socket=${place}/none.sock` }, '', folder);
    expect(refused).toMatchObject({ ok: false, error: { code: 'map.unsupported' } });
    nothingIsLeft();
  });

  test('a note that another process works on is left alone; one whose process is gone is not', async () => {
    const target = await startServer();
    const record = {
      version: 1, volumeId, volume: 'V1', group: 'Data', driveLetter: '', uri: target.uri, readOnly: false, by: 'nbdfuse', mountPoint: '',
    } as const;
    folder.create({ ...record, changing: server!.pid! });
    expect(await mapVolume(target, '', folder)).toMatchObject({ ok: false, error: { code: 'volume.busy' } });
    const gone = spawnSync('true').pid;
    folder.write({ ...record, changing: gone });
    expect(await mapVolume(target, '', folder)).toMatchObject({ ok: true });
    expect(await release(false)).toMatchObject({ ok: true });
    nothingIsLeft();
  });

  test('what is no folder is refused before anything happens', async () => {
    const refused = await mapVolume(await startServer(), join(place, 'server.sock'), folder);
    expect(refused).toMatchObject({ ok: false, error: { code: 'argument.invalid' } });
    expect(existsSync(join(place, 'maps'))).toBe(false);
  });
});
