/** A disk is lost and another takes its place at the same path: the lost one stays missing, and no byte is in two volumes. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { PlexusHost } from '../plexus-host.ts';
import { testStage } from '../stage.ts';

interface DiskLine {
  readonly name: string;
  readonly location: string;
  readonly status: string;
}

describe('replacement of a disk', () => {
  it('by a new one at the same path', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'first', '16', 'type=mirror', 'mirror=2');
    await nbdShell(await host.uri('dg1', 'first'), 'h.pwrite(pattern(1, 1 << 20), 0); h.flush()');
    await host.stop();
    const replaced = stage.path('disk0.img');
    fs.rmSync(replaced);

    await host.start();
    await host.untilStarted('dg1', 'first');
    await nbdShell(await host.uri('dg1', 'first'), 'h.pwrite(pattern(2, 8 << 20), 0); h.flush()');
    await host.ok('vxdisk', 'attach', '--create', '64M', replaced);
    const { disks: listed } = await host.json<{ disks: readonly DiskLine[] }>('vxdisk', 'list');
    const added = listed.find((disk) => disk.location === replaced && !/missing|absent/i.test(disk.status))?.name ?? 'no new disk';
    await host.ok('vxdg', '-gdg1', 'adddisk', added);
    await host.ok('vxassist', '-gdg1', 'make', 'second', '16', added);
    await nbdShell(await host.uri('dg1', 'second'), 'h.pwrite(pattern(3, 8 << 20), 0); h.flush()');
    await host.ok('vxvol', '-gdg1', 'stop', 'first');
    await host.ok('vxvol', '-gdg1', 'start', 'first');
    await nbdShell(await host.uri('dg1', 'first'), 'assert h.pread(8 << 20, 0) == pattern(2, 8 << 20)');
    await nbdShell(await host.uri('dg1', 'second'), 'assert h.pread(8 << 20, 0) == pattern(3, 8 << 20)');

    await host.stop();
    await host.start();
    for (const volume of ['first', 'second']) await host.untilStarted('dg1', volume);
    await nbdShell(await host.uri('dg1', 'first'), 'assert h.pread(8 << 20, 0) == pattern(2, 8 << 20)');
    await nbdShell(await host.uri('dg1', 'second'), 'assert h.pread(8 << 20, 0) == pattern(3, 8 << 20)');
    const { subdisks, plexes } = await host.volume('dg1', 'first');
    expect(plexes.map((plex) => plex.state).sort()).toEqual(['ACTIVE', 'STALE']);
    const after = await host.json<{ disks: readonly DiskLine[] }>('vxdisk', 'list');
    expect(after.disks.filter((disk) => /missing/i.test(disk.status))).toHaveLength(1);
    expect(subdisks).toHaveLength(2);
  });
});
