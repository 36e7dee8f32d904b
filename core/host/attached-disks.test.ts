import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync,
  writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaults, imageBytes, TestHost } from './test-host.ts';

async function shown(host: TestHost): Promise<string[][]> {
  return (await host.views('disk')).map(({ name, status, location }) => [name, status, location.split('/').at(-1)!]);
}

describe('attached disks', () => {
  test('keep their numbers when they go and come back, also under another name', async () => {
    const host = await TestHost.start();
    const disks = await host.attachNew('a.img', 'b.img', 'c.img');
    await host.done(defaults.init('DG1', disks));
    await host.done(defaults.deport('DG1'));
    await host.done({ command: 'disk.detach', disk: 'Harddisk0' });
    await host.done({ command: 'disk.detach', disk: 'harddisk1' });
    renameSync(host.path('b.img'), host.path('moved.img'));
    expect(await host.done(defaults.attach([host.path('moved.img')]))).toEqual(['Harddisk1']);
    expect(await host.attachNew('d.img')).toEqual(['Harddisk3']);
    expect(await host.done(defaults.attach([host.path('a.img')]))).toEqual(['Harddisk0']);
  });

  test('are found by their id at the next start, wherever they lie in their folder', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    await host.stop();
    renameSync(host.path('a.img'), host.path('x.img'));
    renameSync(host.path('b.img'), host.path('a.img'));
    await host.start();
    expect(await shown(host)).toEqual([['Harddisk0', 'online', 'x.img'], ['Harddisk1', 'online', 'a.img']]);
    expect((await host.views('group'))[0]).toMatchObject({ status: 'imported' });
  });

  test('another disk at an old path is not taken for the one that was there', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    await host.stop();
    rmSync(host.path('b.img'));
    writeFileSync(host.path('b.img'), '');
    truncateSync(host.path('b.img'), imageBytes);
    await host.start();
    expect(await shown(host)).toEqual([['Harddisk0', 'online', 'a.img'], ['Harddisk1', 'missing', 'b.img']]);
  });

  test('one that is missing at start is an alert, and rescan takes it back into its group', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    await host.done(defaults.make('DG1', 'V1'));
    await host.stop();
    renameSync(host.path('b.img'), host.path('b.away'));
    mkdirSync(host.path('elsewhere'));
    renameSync(host.path('b.away'), host.path('elsewhere/b.img'));
    await host.start();
    expect((await host.views('alert')).map((alert) => alert.code)).toContain('disk.missing');
    expect((await host.views('volume'))[0]).toMatchObject({ started: true, health: 'Degraded' });
    renameSync(host.path('elsewhere/b.img'), host.path('b.img'));
    expect(await host.done({ command: 'disk.rescan' })).toEqual(['Harddisk1']);
    await expect.poll(async () => (await host.views('volume'))[0]!.health).toBe('Healthy');
    expect((await host.views('disk')).map(({ status }) => status)).toEqual(['online', 'online']);
  });

  test('attaching reads and never writes', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img')));
    await host.done(defaults.deport('DG1'));
    await host.done({ command: 'disk.detach', disk: 'Harddisk0' });
    const before = createHash('sha256').update(readFileSync(host.path('a.img'))).digest('hex');
    utimesSync(host.path('a.img'), 1, 1);
    await host.done({ command: 'disk.attach', locations: [host.path('a.img')], readOnly: true });
    expect((await host.views('disk'))[0]).toMatchObject({ readOnly: true, status: 'foreign', groupName: 'DG1' });
    await host.done({ command: 'disk.detach', disk: 'Harddisk0' });
    expect(createHash('sha256').update(readFileSync(host.path('a.img'))).digest('hex')).toBe(before);
    expect(statSync(host.path('a.img')).mtimeMs).toBe(1000);
  });

  test('a copy is recognised, joins nothing, and becomes a disk of its own by renewids', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img')));
    copyFileSync(host.path('a.img'), host.path('copy.img'));
    expect(await host.done(defaults.attach([host.path('copy.img')]))).toEqual(['Harddisk1']);
    expect((await host.views('disk')).map(({ name, status }) => [name, status])).toEqual([['Harddisk0', 'online'], ['Harddisk1', 'copy']]);
    expect(await host.refused(defaults.init('DG2', ['Harddisk1']))).toMatchObject({
      code: 'disk.copied', evidence: { original: 'Harddisk0' },
      remedy: { command: { command: 'disk.renewids', locations: [host.path('copy.img')] } },
    });
    await host.done({ command: 'disk.renewids', locations: ['Harddisk1'] });
    const disks = await host.views('disk');
    expect(new Set(disks.map(({ id }) => id)).size).toBe(2);
    expect(disks[1]).toMatchObject({ name: 'Harddisk1', status: 'foreign' });
    expect((await host.views('group')).map(({ status }) => status).sort()).toEqual(['deported', 'imported']);
  });

  test('a copy stays the copy after a restart', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('b.img')));
    copyFileSync(host.path('b.img'), host.path('a.img'));
    await host.done(defaults.attach([host.path('a.img')]));
    await host.stop();
    await host.start();
    expect(await shown(host)).toEqual([['Harddisk0', 'online', 'b.img'], ['Harddisk1', 'copy', 'a.img']]);
  });

  test('what cannot be attached is refused by its reason, and nothing has changed', async () => {
    const host = await TestHost.start();
    const code = async (location: string): Promise<string> => (await host.refused(defaults.attach([location]))).code;
    writeFileSync(host.path('small.img'), Buffer.alloc(1024 * 1024));
    mkdirSync(host.path('folder'));
    await host.attachNew('a.img');
    symlinkSync(host.path('a.img'), host.path('link.img'));
    expect(await code(host.path('nothing.img'))).toBe('disk.gone');
    expect(await code(host.path('small.img'))).toBe('disk.too-small');
    expect(await code(host.path('folder'))).toBe('argument.invalid');
    expect(await code(host.path('link.img'))).toBe('disk.attached');
    expect(await code('nbd://127.0.0.1/x?colour=red')).toBe('argument.invalid');
    // Port 1 has had no service for decades: nobody listens.
    expect(await code('nbd://127.0.0.1:1/x')).toBe('disk.gone');
    expect((await host.refused({ ...defaults.attach([host.path('a.img')]), createBytes: 1 << 26 } as never)).code).toBe('disk.exists');
    expect((await host.refused({ ...defaults.attach([host.path('n.img')]), createBytes: 1024 } as never)).code).toBe('disk.too-small');
    expect((await host.refused({ command: 'disk.detach', disk: 'Harddisk7' })).code).toBe('disk.unknown');
    expect(await shown(host)).toEqual([['Harddisk0', 'free', 'a.img']]);
  });

  test('several are attached all or none', async () => {
    const host = await TestHost.start();
    writeFileSync(host.path('in-the-way.img'), 'x');
    const locations = ['a.img', 'in-the-way.img'].map((name) => host.path(name));
    expect((await host.refused({ command: 'disk.attach', locations, readOnly: false, createBytes: 1 << 26 })).code).toBe('disk.exists');
    expect(await host.views('disk')).toEqual([]);
    expect(existsSync(host.path('a.img'))).toBe(false);
    expect(readFileSync(host.path('in-the-way.img'), 'utf8')).toBe('x');
  });

  test('another host cannot have a disk that is attached here', async () => {
    const host = await TestHost.start();
    await host.attachNew('a.img');
    const other = await TestHost.start();
    expect((await other.refused(defaults.attach([host.path('a.img')]))).code).toBe('disk.locked');
    await host.done({ command: 'disk.detach', disk: 'Harddisk0' });
    expect(await other.done(defaults.attach([host.path('a.img')]))).toEqual(['Harddisk0']);
  });

  test('tags of a free disk are kept by the host, and go with it into a group', async () => {
    const host = await TestHost.start();
    await host.attachNew('a.img', 'b.img');
    await host.done({ command: 'disk.set', disk: 'Harddisk0', enclosure: 'shelf-1', site: 'north' });
    await host.stop();
    await host.start();
    expect((await host.views('disk'))[0]).toMatchObject({ enclosure: 'shelf-1', site: 'north' });
    await host.done(defaults.init('DG1', ['Harddisk0', 'Harddisk1']));
    expect((await host.views('disk'))[0]).toMatchObject({ enclosure: 'shelf-1', site: 'north', groupName: 'DG1' });
    await host.done({ command: 'disk.set', disk: 'Harddisk1', enclosure: 'shelf-2' });
    expect((await host.views('disk'))[1]).toMatchObject({ enclosure: 'shelf-2' });
  });

  test('the last disk of an imported group cannot be detached; the way out is to deport', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img')));
    const refusal = await host.refused({ command: 'disk.detach', disk: 'Harddisk0' });
    expect(refusal).toMatchObject({ remedy: { command: { command: 'group.deport', group: 'DG1' } } });
    expect((await host.views('disk'))[0]).toMatchObject({ status: 'online' });
  });

  test('a dry run says what would happen and does nothing', async () => {
    const host = await TestHost.start();
    const plan = await host.plan({ command: 'disk.attach', locations: [host.path('a.img')], readOnly: false, createBytes: 1 << 26 });
    expect(plan).toMatchObject({ ok: true, value: { after: null, summary: [expect.stringContaining('64 MiB') as string] } });
    expect(existsSync(host.path('a.img'))).toBe(false);
  });
});
