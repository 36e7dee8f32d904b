/** Raw block devices as disks: loop devices, which the kernel treats as any other. */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { LoopDevice } from '../loop-device.ts';
import { canMount } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { run, succeed, until } from '../programs.ts';
import { sharedStage } from '../stage.ts';

const mebibyte = 1024 * 1024;
const deviceBytes = 64 * mebibyte;
const volumeMebibytes = 24;
/** On the devices before Plexus has them. */
const oldByte = 0xaa;

describe.skipIf(!canMount)('raw block devices', () => {
  const stage = sharedStage();
  let devices: readonly [LoopDevice, LoopDevice];
  let host: PlexusHost;
  let disks: readonly string[] = [];
  let uri = '';

  beforeAll(async () => {
    devices = [await LoopDevice.attach(stage, 'a', deviceBytes, oldByte), await LoopDevice.attach(stage, 'b', deviceBytes, oldByte)];
    const paths = devices.map(({ path }) => path);
    host = await PlexusHost.start(stage);
    await host.ok('vxdisk', 'attach', ...paths);
    disks = await host.diskNames(paths);
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', String(volumeMebibytes), 'type=mirror', 'mirror=2');
    uri = await host.uri('dg1', 'vol');
  });

  /** The same bytes of the volume on each plex, as the kernel reads them from the devices. */
  async function onEachPlex(offsetBytes: number, lengthBytes: number): Promise<readonly Buffer[]> {
    const { subdisks } = await host.volume('dg1', 'vol');
    return subdisks.map(({ device, diskOffsetBytes }) => {
      const index = disks.indexOf(device);
      const found = devices[index];
      if (found === undefined) throw new Error(`no device of this test is called ${device}`);
      return found.read(diskOffsetBytes + offsetBytes, lengthBytes);
    });
  }

  it('show nothing of what lay on them; zeros and trims leave the same bytes on every plex, and give space back', async () => {
    const zeros = Buffer.alloc(volumeMebibytes * mebibyte);
    for (const plex of await onEachPlex(0, zeros.length)) expect(plex.equals(zeros)).toBe(true);

    await nbdShell(uri, `h.pwrite(pattern(1, 16 << 20), 0); h.flush()`);
    const full = devices.map(({ allocatedBytes }) => allocatedBytes);
    await nbdShell(uri, `
h.trim(8 << 20, 0)
h.zero(4 << 20, 8 << 20)
h.zero(4096 + 512, (12 << 20) + 512, nbd.CMD_FLAG_NO_HOLE)
h.flush()
assert bytes(h.pread(4 << 20, 8 << 20)) == bytes(4 << 20)
assert bytes(h.pread(4096 + 512, (12 << 20) + 512)) == bytes(4096 + 512)
assert h.pread(512, 12 << 20) == pattern(1, 512)
`);
    const [one, other] = await onEachPlex(0, zeros.length);
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    expect(one?.subarray(0, 12 * mebibyte).equals(zeros.subarray(0, 12 * mebibyte))).toBe(true);
    for (const [index, { allocatedBytes }] of devices.entries()) expect(allocatedBytes).toBeLessThan((full[index] ?? 0) - 10 * mebibyte);
    const compared = await host.run('vxvol', '-gdg1', 'verify', 'vol');
    expect([compared.code, compared.error]).toEqual([0, '']);
  });

  it('have one owner: a second opener is refused, and one that is mounted is not taken', async () => {
    expect(devices.map((device) => device.exclusiveOpenError())).toEqual(['EBUSY', 'EBUSY']);
    const formatted = await run('mkfs.ext4', ['-q', '-F', devices[0].path]);
    expect([formatted.code === 0, formatted.error]).toEqual([false, expect.stringContaining('in use by the system')]);
    const other = await PlexusHost.start(stage, { state: stage.path('other') });
    const refused = await other.run('vxdisk', 'attach', devices[0].path);
    expect([refused.code, refused.error]).toEqual([4, expect.stringContaining(`in use by process ${host.processId}`)]);

    const mounted = await LoopDevice.attach(stage, 'mounted', 16 * mebibyte, 0);
    await succeed('mkfs.ext4', ['-q', '-F', mounted.path]);
    fs.mkdirSync(stage.path('mount'));
    await succeed('mount', [mounted.path, stage.path('mount')]);
    stage.atEnd(() => succeed('umount', [stage.path('mount')]));
    const busy = await host.run('vxdisk', 'attach', mounted.path);
    expect([busy.code, busy.error]).toEqual([4, expect.stringContaining(`mounted on ${stage.path('mount')}`)]);
  });

  it('that were detached and come back are caught up by the map', async () => {
    await nbdShell(uri, `h.pwrite(pattern(4, 24 << 20), 0); h.flush()`);
    const [first = ''] = disks;
    await host.ok('vxdisk', 'detach', first);
    expect(devices.map((device) => device.exclusiveOpenError())).toEqual(['', 'EBUSY']);
    await nbdShell(uri, `h.pwrite(pattern(5, 1 << 20), 8 << 20); h.flush()`);
    await host.ok('vxdisk', 'attach', devices[0].path);
    await until('both plexes serve again', async () => (await host.volume('dg1', 'vol')).health === 'Healthy');
    const { tasks } = await host.json<{ tasks: readonly { name: string; copies: string }[] }>('vxtask', 'list', '-a');
    expect(tasks.filter(({ name }) => name === 'Attach plex').map(({ copies }) => copies)).toEqual(['changed regions']);
    const plexes = await onEachPlex(0, volumeMebibytes * mebibyte);
    const [one, other] = plexes;
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    await nbdShell(uri, `assert h.pread(1 << 20, 8 << 20) == pattern(5, 1 << 20); assert h.pread(8 << 20, 0) == pattern(4, 8 << 20)`);
  });

  it('that grew have more to give once they are looked at again', async () => {
    await nbdShell(uri, `h.pwrite(pattern(2, 1 << 20), 0); h.flush()`);
    const [first = ''] = disks;
    const same = await host.run('vxdisk', 'resize', first);
    expect([same.code, same.error]).toEqual([3, expect.stringContaining('disk.not-grown')]);
    const tooLarge = ['vxassist', '-gdg1', 'make', 'more', '80', first] as const;
    expect((await host.run(...tooLarge)).error).toContain('space.short');
    await devices[0].grow(2 * deviceBytes);
    await host.ok('vxdisk', 'resize', first);
    await host.ok(...tooLarge);
    await nbdShell(await host.uri('dg1', 'more'), `h.pwrite(pattern(3, 1 << 20), 79 << 20); h.flush()`);

    await host.kill();
    await host.start();
    for (const name of ['vol', 'more']) await host.untilStarted('dg1', name);
    await nbdShell(await host.uri('dg1', 'vol'), 'assert h.pread(1 << 20, 0) == pattern(2, 1 << 20)');
    await nbdShell(await host.uri('dg1', 'more'), 'assert h.pread(1 << 20, 79 << 20) == pattern(3, 1 << 20)');
  });
});
