/** The host is killed, and before it starts again an older copy of a disk's image is put in its place. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { canMount } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { until } from '../programs.ts';
import { testStage } from '../stage.ts';

describe.skipIf(!canMount)('an older copy in the place of an image', () => {
  it('is not believed, though by its own records it is the disk: what was flushed is there, on both plexes', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    await host.ok('vxdg', '-gdg1', 'init', ...await host.attachNew(stage.folder, 2, '64M'));
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    await nbdShell(await host.uri('dg1', 'vol'), 'h.pwrite(pattern(1, 65536), 4 << 20); h.flush()');
    const [, image = ''] = [0, 1].map((index) => stage.path(`disk${index}.img`));
    fs.copyFileSync(image, stage.path('old'));
    await nbdShell(await host.uri('dg1', 'vol'), 'h.pwrite(pattern(2, 65536), 4 << 20); h.flush()');
    await host.kill();
    fs.rmSync(image);
    fs.renameSync(stage.path('old'), image);
    await host.start();
    await host.untilStarted('dg1', 'vol');
    await until('the volume is healthy', async () => (await host.volume('dg1', 'vol')).health === 'Healthy');
    await nbdShell(await host.uri('dg1', 'vol'), 'assert h.pread(65536, 4 << 20) == pattern(2, 65536)');
    await host.ok('vxvol', '-gdg1', 'verify', 'vol');
    const { subdisks } = await host.volume('dg1', 'vol');
    const bytes = subdisks.map(({ diskOffsetBytes }, index) => {
      const buffer = Buffer.alloc(65536);
      const file = fs.openSync(stage.path(`disk${index}.img`), 'r');
      fs.readSync(file, buffer, 0, buffer.length, diskOffsetBytes + (4 << 20));
      fs.closeSync(file);
      return buffer;
    });
    expect(bytes[0]?.equals(bytes[1] ?? Buffer.of())).toBe(true);
    expect(await host.ok('plexus', 'log', 'alert')).toContain('lies in another file than before');
    await host.stop();
    await host.start();
    await host.untilStarted('dg1', 'vol');
    expect((await host.volume('dg1', 'vol')).health).toBe('Healthy');
  }, 180_000);
});
