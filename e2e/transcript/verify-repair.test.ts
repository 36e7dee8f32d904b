/** Bytes of one plex are changed behind the engine's back; a comparison finds them, and a person chooses the plex that is right. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { canMount } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { testStage } from '../stage.ts';

interface Verified {
  readonly tasks: readonly [{
    readonly differences: { readonly differingBytes: number; readonly repairedBytes: number; readonly ranges: readonly unknown[] };
  }];
}

describe.skipIf(!canMount)('plexes that differ', () => {
  it('are found, told until they are equal again, and made equal from the plex that is named', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    await host.ok('vxdg', '-gdg1', 'init', ...await host.attachNew(stage.folder, 2, '64M'));
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    const uri = await host.uri('dg1', 'vol');
    await nbdShell(uri, 'h.pwrite(pattern(1, 65536), 4 << 20); h.flush()');
    const { subdisks, plexes: [first, second] } = await host.volume('dg1', 'vol');
    const at = (subdisks.find(({ plex }) => plex === second?.name)?.diskOffsetBytes ?? 0) + (4 << 20) + 8192;
    const file = fs.openSync(stage.path('disk1.img'), 'r+');
    fs.writeSync(file, Buffer.alloc(100, 0xee), 0, 100, at);
    fs.closeSync(file);

    const found = await host.run('vxvol', '-gdg1', 'verify', 'vol', '--json');
    expect(found.code).toBe(5);
    const ranges = [{ offsetBytes: (4 << 20) + 8192, lengthBytes: 4096, agreeing: [[first?.name], [second?.name]] }];
    expect((JSON.parse(found.out) as Verified).tasks[0].differences).toMatchObject({ differingBytes: 4096, repairedBytes: 0, ranges });
    expect(found.error).toMatch(/vxvol -gdg1 verify vol from=PLEX makes the others equal to that plex\.\n$/);
    await host.kill();
    await host.start();
    await host.untilStarted('dg1', 'vol');
    expect((await host.volume('dg1', 'vol')).health).toMatch(/^(Degraded|Resynching)$/);
    await host.ok('vxtask', 'monitor');

    const repaired = await host.run('vxvol', '-gdg1', 'verify', 'vol', `from=${first?.name ?? ''}`);
    expect(repaired.code).toBe(0);
    expect((await host.volume('dg1', 'vol')).health).toBe('Healthy');
    await nbdShell(await host.uri('dg1', 'vol'), 'assert h.pread(65536, 4 << 20) == pattern(1, 65536)');
    expect((await host.run('vxvol', '-gdg1', 'verify', 'vol')).error).toBe('');
  }, 180_000);
});
