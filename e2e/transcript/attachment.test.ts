/** Attaching: read-only leaves every byte alone, long paths work, and a socket place that is taken is refused. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { PlexusHost } from '../plexus-host.ts';
import { fileDigest } from '../private-regions.ts';
import { testStage } from '../stage.ts';

describe('attachment', () => {
  it('a read-only disk is not written, by nothing that the host does', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    await nbdShell(await host.uri('dg1', 'vol'), "h.pwrite(b'as it was', 0); h.flush()");
    await host.ok('vxdg', '-gdg1', 'deport');
    await host.stop();
    const images = [stage.path('disk0.img'), stage.path('disk1.img')];
    const before = images.map(fileDigest);

    const reader = await PlexusHost.start(stage, { state: stage.path('state2') });
    await reader.ok('vxdisk', 'attach', '-r', ...images);
    const [name = ''] = await reader.diskNames(images);
    await reader.ok('vxdisk', 'list', name);
    await reader.ok('vxdisk', 'rescan');
    await reader.ok('vxdg', 'list');
    expect((await reader.run('vxdg', '-gdg1', '-f', '-C', 'import')).code).not.toBe(0);
    expect((await reader.run('vxdg', '-gnew', 'init', name, '-f')).code).not.toBe(0);
    // A tag may be kept by the host; the disk must not see it.
    await reader.run('vxdisk', 'set', 'site=here', name);
    await reader.stop();
    await reader.start();
    await reader.ok('vxdisk', 'list');
    await reader.kill();
    expect(images.map(fileDigest)).toEqual(before);
  });

  it('a state folder with a path too long for sockets works all the same', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage, { state: stage.path('a'.repeat(120), 'b'.repeat(60)) });
    const disks = await host.attachNew(stage.folder, 1, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '8');
    await nbdShell(await host.uri('dg1', 'vol'), "h.pwrite(b'x', 0)");
    await host.stop();
  });

  it('a file in the place of the socket is not removed', async () => {
    const stage = testStage();
    fs.mkdirSync(stage.path('state'), { mode: 0o700 });
    fs.writeFileSync(stage.path('state', 'host.sock'), 'mine');
    await expect(PlexusHost.start(stage)).rejects.toThrow(/host\.sock/);
    expect(fs.readFileSync(stage.path('state', 'host.sock'), 'utf8')).toBe('mine');
  });

  it('the local socket is for its owner alone', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    expect(fs.statSync(`${host.state}/host.sock`).mode & 0o077).toBe(0);
    expect(fs.statSync(host.state).mode & 0o077).toBe(0);
  });
});
