/** A group whose private regions were all overwritten comes back from its backup, with the files that were on its volume. */
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { canMount, contentOf, MappedVolume, missingFiles, namesOf, writeFiles } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { damage, smallRegionBytes } from '../private-regions.ts';
import { until } from '../programs.ts';
import { testStage } from '../stage.ts';

interface HistoryOutput { readonly entries: readonly { readonly sequence: number; readonly command: string; readonly actor: string }[] }

describe('history and backup', () => {
  it.skipIf(!canMount)('all private regions wiped: restore, import, mount, and the files are there', { timeout: 120_000 }, async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '128M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '64', 'type=mirror', 'mirror=2');
    const volume = new MappedVolume(stage, host, 'dg1', 'vol');
    await volume.format('ext4');
    await volume.mount();
    await writeFiles(volume.mountPoint, 'file', 20);
    await volume.unmap();
    await host.ok('vxdg', '-gdg1', 'backup', stage.path('dg1.json'));
    expect((await host.run('vxdg', '-gdg1', 'backup', stage.path('dg1.json'))).code).toBe(1);
    expect(fs.readFileSync(stage.path('dg1.json'), 'utf8')).not.toContain(contentOf('file0').toString().slice(0, 20));
    await host.ok('vxdg', '-gdg1', 'deport');
    for (const image of ['disk0.img', 'disk1.img']) damage(stage.path(image), 0, new Uint8Array(smallRegionBytes));
    await host.ok('vxdisk', 'rescan');

    const refused = await host.run('vxdg', 'restore', stage.path('dg1.json'));
    expect(refused.error).toMatch(/restore\.unmatched[^]*Run: vxdg -f restore /);
    const plan = await host.ok('vxdg', '-f', 'restore', stage.path('dg1.json'), '--dry-run');
    expect(plan).toMatch(/becomes Disk1[^]*becomes Disk2[^]*Nothing was changed/);
    await host.ok('vxdg', '-f', 'restore', stage.path('dg1.json'));
    expect(await host.ok('vxdg', 'list')).toMatch(/dg1 +deported/);
    await host.ok('vxdg', '-gdg1', 'import');
    await volume.mount();
    expect(missingFiles(volume.mountPoint, namesOf('file', 20))).toEqual([]);
    await volume.unmap();
    await volume.check('ext4');
  });

  it('tells who did what, over kills of the host, and of a group that is not imported', { timeout: 60_000 }, async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'one', '4');
    await host.kill();
    await host.start();
    await host.ok('vxedit', '-gdg1', 'rename', 'one', 'two');
    const told = JSON.parse(await host.ok('vxdg', '-gdg1', 'history', '--json')) as HistoryOutput;
    const commands = told.entries.map(({ command }) => command).filter((command) => command !== '');
    expect(commands[0]).toBe('vxedit -gdg1 rename one two');
    expect(commands.at(-1)).toMatch(/^vxdg -gdg1 init /);
    expect(told.entries[0]?.actor).not.toBe('');
    const sequence = String(told.entries[0]?.sequence ?? 0);
    expect(await host.ok('vxdg', '-gdg1', 'history', sequence)).toMatch(/Volume two: was called one\./);
    const first = String(told.entries.at(-1)?.sequence ?? 0);
    expect(await host.ok('vxdg', '-gdg1', 'history', '--diff', first, sequence)).toMatch(/Volume two made, 4 MiB/);
    await host.ok('vxdg', '-gdg1', 'deport');
    expect(await host.ok('vxdg', '-gdg1', 'history')).toMatch(/SEQUENCE[^]*deport[^]*rename[^]*init/);
    expect((await host.run('vxdg', '-gdg1', 'history', '99999')).error).toContain('history.unknown');
  });

  it('delivers alerts where it was told to, and metrics to whoever has the secret', { timeout: 60_000 }, async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const posted: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (part: Buffer) => posted.push(part.toString()));
      request.on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    stage.atEnd(() => { server.close(); });
    await host.ok('plexus', 'set', `alertWebhook=http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'alertSeverity=information');
    const disks = await host.attachNew(stage.folder, 2, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.stop();
    fs.renameSync(stage.path('disk1.img'), stage.path('away'));
    fs.mkdirSync(stage.path('hidden'));
    fs.renameSync(stage.path('away'), stage.path('hidden', 'disk1.img'));
    await host.start();
    await until('the missing disk is told', () => posted.some((text) => /"disk\.(?:gone|missing)"/.test(text)));

    const status = JSON.parse(await host.ok('plexus', 'status', '--json')) as Readonly<Record<'metricsAddress' | 'metricsToken', string>>;
    const answer = await fetch(status.metricsAddress, { headers: { Authorization: `Bearer ${status.metricsToken}` } });
    const text = await answer.text();
    expect(text).toMatch(/^plexus_disks\{status="missing"\} 1$/m);
    expect(text).toMatch(/^plexus_groups\{status="imported"\} 1$/m);
    expect((await fetch(status.metricsAddress)).status).toBe(401);
  });
});
