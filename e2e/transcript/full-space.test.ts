/** Space that runs out below the product: a full state folder, and a sparse image whose file system is full. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { StayingClient } from '../interop/staying-client.ts';
import { canMount } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { succeed, until } from '../programs.ts';
import { testStage } from '../stage.ts';
import type { Stage } from '../stage.ts';

/** A file system of its own, as large as that and no larger. */
async function smallFileSystem(stage: Stage, name: string, size: string): Promise<string> {
  const folder = stage.path(name);
  fs.mkdirSync(folder);
  await succeed('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'plexus-test', folder]);
  stage.atEnd(() => succeed('umount', [folder]));
  return folder;
}

/** Takes the last byte; `free` gives it back. */
function fill(folder: string): { free(): void } {
  const ballast = `${folder}/ballast`;
  const descriptor = fs.openSync(ballast, 'w');
  try {
    for (const part of [Buffer.alloc(65536, 1), Buffer.alloc(512, 1)]) {
      for (;;) if (fs.writeSync(descriptor, part) < part.length) break;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  return { free: () => { fs.rmSync(ballast); } };
}

describe.skipIf(!canMount)('space that runs out', () => {
  it('a full state folder: commands are refused with the reason, I/O goes on, and all is well once there is room', async () => {
    const stage = testStage();
    const state = await smallFileSystem(stage, 'state', '8M');
    const host = await PlexusHost.start(stage, { state });
    const disks = await host.attachNew(stage.folder, 2, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    const uri = await host.uri('dg1', 'vol');
    const ballast = fill(state);
    const refused = await host.run('vxassist', '-gdg1', 'make', 'more', '8');
    expect(refused.error).toMatch(/host\.state-folder|group\.commit-failed/);
    expect(refused.error).toMatch(/space|full|ENOSPC/i);
    await nbdShell(uri, "h.pwrite(b'goes on', 0); h.flush(); assert bytes(h.pread(7, 0)) == b'goes on'");
    ballast.free();
    await host.ok('vxassist', '-gdg1', 'make', 'more', '8');
    await host.kill();
    await host.start();
    await host.untilStarted('dg1', 'vol');
    await nbdShell(await host.uri('dg1', 'vol'), "assert bytes(h.pread(7, 0)) == b'goes on'");
  });

  it('a host does not start on a full state folder, and says why', async () => {
    const stage = testStage();
    const state = await smallFileSystem(stage, 'state', '1M');
    fill(state);
    await expect(PlexusHost.start(stage, { state })).rejects.toThrow(/host\.state-folder[^]*(space|full|ENOSPC)/i);
  });

  it('a sparse image on a full file system: an alert, the write waits, and is done once there is room', async () => {
    const stage = testStage();
    const folder = await smallFileSystem(stage, 'images', '40M');
    const host = await PlexusHost.start(stage);
    const disks = await host.attachNew(folder, 1, '128M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '64');
    const client = await StayingClient.connect(stage, await host.uri('dg1', 'vol'));
    const ballast = fill(folder);
    const waiting = client.do("h.pwrite(b'patience' * 131072, 16 << 20)");
    // Awaited below; a test that fails before that must not fail twice.
    waiting.catch(() => undefined);
    await until('an alert', async () => /space/i.test(await host.ok('plexus', 'log', 'alert')));
    ballast.free();
    expect(await waiting).toBe('answer None');
    await nbdShell(await host.uri('dg1', 'vol'), "assert bytes(h.pread(8, 16 << 20)) == b'patience'");
    expect((await host.volume('dg1', 'vol')).health).toMatch(/^Healthy/);
  });
});
