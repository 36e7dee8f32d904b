import { closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { invariant } from '../model/invariant.ts';
import { setSabotages } from '../model/sabotage.ts';
import type { Command } from '../model/command.ts';
import { defaults, imageBytes, TestHost } from './test-host.ts';

afterEach(() => { setSabotages([]); });

const regionBytes = 4 * 1024 * 1024;
const restore = (host: TestHost, disks: readonly string[] = [], force = false): Command =>
  ({ command: 'disk.restore', file: host.path('backup.json'), disks, force });

/** Writes zeros, or what is given, into the image. */
function overwrite(host: TestHost, image: string, offsetBytes: number, bytes: Uint8Array): void {
  const descriptor = openSync(host.path(image), 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, offsetBytes);
  closeSync(descriptor);
}

async function backUp(host: TestHost, group: string): Promise<void> {
  const answer = await host.client.call('group.backup', { group });
  invariant(answer.ok, 'the group is backed up');
  writeFileSync(host.path('backup.json'), answer.value.text);
}

/** A mirrored volume on two images, backed up and deported. */
async function lostGroup(): Promise<TestHost> {
  const host = await TestHost.start();
  await host.done(defaults.init('DG', await host.attachNew('a.img', 'b.img')));
  await host.done(defaults.make('DG', 'V'));
  await backUp(host, 'DG');
  await host.done(defaults.deport('DG'));
  return host;
}

const rescan: Command = { command: 'disk.rescan' };

describe('a group whose private regions are lost', () => {
  it('comes back from its backup, deported, with its mirrors to be made equal; its data is where it was', async () => {
    const host = await lostGroup();
    const before = readFileSync(host.path('a.img')).subarray(regionBytes);
    for (const image of ['a.img', 'b.img']) overwrite(host, image, 0, new Uint8Array(regionBytes));
    await host.done(rescan);
    expect((await host.views('group')).length).toBe(0);
    expect((await host.refused(restore(host))).code).toBe('restore.unmatched');
    const plan = await host.plan(restore(host, [], true));
    expect(plan.ok ? plan.value.summary.join(' ') : '').toMatch(/Harddisk0 .* becomes Disk1: its first 4 MiB/);
    expect(plan.ok ? plan.value.warnings.length : 0).toBeGreaterThan(1);
    expect((await host.views('group')).length).toBe(0);
    await host.done(restore(host, [], true));
    const [group] = await host.views('group');
    expect(group).toMatchObject({ name: 'DG', status: 'deported' });
    expect(readFileSync(host.path('a.img')).subarray(regionBytes).equals(before)).toBe(true);
    await host.done(defaults.importGroup('DG'));
    const [volume] = await host.views('volume');
    expect(volume).toMatchObject({ name: 'V', started: true });
    expect((await host.views('plex')).map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE']);
    expect((await host.views('alert')).some(({ code }) => code === 'volume.recovering')).toBe(true);
  });

  it('is known by what is left of a region: no -f is needed', async () => {
    const host = await lostGroup();
    // Both headers and the slots of one, all but the table of contents of the other.
    overwrite(host, 'a.img', 0, new Uint8Array(4096));
    overwrite(host, 'a.img', regionBytes - 4096, new Uint8Array(4096));
    overwrite(host, 'a.img', 64 * 1024, new Uint8Array(2 * 1280 * 1024));
    overwrite(host, 'b.img', 0, new Uint8Array(4096));
    overwrite(host, 'b.img', 8192, new Uint8Array(regionBytes - 8192));
    await host.done(rescan);
    const plan = await host.plan(restore(host));
    expect(plan.ok ? plan.value.warnings : []).toHaveLength(1);
    await host.done(restore(host));
    await host.done(defaults.importGroup('DG'));
  });

  it('is not written over a newer configuration, nor while it is imported', async () => {
    const host = await lostGroup();
    const refused = await host.refused(restore(host));
    expect(refused).toMatchObject({ code: 'restore.newer', remedy: { kind: 'command', command: { command: 'group.import' } } });
    setSabotages(['restore-over-newer']);
    expect((await host.plan(restore(host))).ok).toBe(true);
    setSabotages([]);
    await host.done(defaults.importGroup('DG'));
    expect((await host.refused(restore(host))).code).toBe('group.imported');
  });

  it('takes no disk of another group, none that holds something else, none that is too small', async () => {
    const host = await lostGroup();
    await host.done(defaults.init('Other', await host.attachNew('c.img', 'd.img')));
    await host.done(defaults.deport('Other'));
    for (const image of ['a.img', 'b.img']) overwrite(host, image, 0, new Uint8Array(regionBytes));
    await host.done(rescan);
    expect((await host.refused(restore(host, ['Disk1=Harddisk2', 'Disk2=Harddisk1'], true))).code).toBe('disk.in-group');
    expect((await host.refused(restore(host, ['Disk9=Harddisk1'], true))).code).toBe('disk.unknown');
    expect((await host.refused(restore(host, ['Harddisk9'], true))).code).toBe('disk.unknown');
    truncateSync(host.path('b.img'), imageBytes / 2);
    await host.done(rescan);
    expect((await host.refused(restore(host, ['Disk1=Harddisk0', 'Disk2=Harddisk1'], true))).code).toBe('disk.too-small');
    const [second] = await host.attachNew('e.img');
    overwrite(host, 'e.img', 1080, new Uint8Array([0x53, 0xef]));
    await host.done(rescan);
    const holds = await host.refused(restore(host, ['Disk1=Harddisk0', `Disk2=${second ?? ''}`]));
    expect(['disk.holds-data', 'restore.unmatched']).toContain(holds.code);
  });

  it('goes on without a disk that is gone only by force, and begins anew after it was cut off', async () => {
    const host = await lostGroup();
    for (const image of ['a.img', 'b.img']) overwrite(host, image, 0, new Uint8Array(regionBytes));
    await host.done(rescan);
    await host.done({ command: 'disk.detach', disk: 'Harddisk1' });
    expect((await host.refused(restore(host))).code).toBe('restore.unmatched');
    await host.done(restore(host, ['Disk1=Harddisk0'], true));
    await host.done(defaults.attach([host.path('b.img')]));
    await host.done(restore(host, ['Disk1=Harddisk0', 'Disk2=Harddisk1'], true));
    await host.done(defaults.importGroup('DG'));
    expect((await host.views('disk')).map(({ status }) => status)).toEqual(['online', 'online']);
  });

  it('takes the texts that the host keeps, and refuses what is no backup', async () => {
    const host = await lostGroup();
    const good = readFileSync(host.path('backup.json'), 'utf8');
    for (const text of ['no JSON', '{}', '[]', good.replace('"DG"', '"DX"'), good.replace('"version": 1,', '"version": 9,')]) {
      writeFileSync(host.path('backup.json'), text);
      expect((await host.refused(restore(host))).code).toBe('backup.invalid');
    }
    const { content } = JSON.parse(good) as { content: { configuration: unknown } };
    writeFileSync(host.path('backup.json'), JSON.stringify(content.configuration));
    expect((await host.refused(restore(host))).code).toBe('restore.newer');
    expect((await host.refused({ ...restore(host), file: '/nowhere/backup.json' } as Command)).code).toBe('backup.invalid');
  });
});

describe('the history of a group', () => {
  it('is told of an imported group and of one on attached disks alike', async () => {
    const host = await lostGroup();
    const told = await host.client.call('group.history', { group: 'DG' });
    expect(told.ok ? told.value.entries.map(({ command }) => command.split(' ').slice(0, 3).join(' ')) : []).toEqual(
      ['vxdg -gDG deport', ...told.ok ? told.value.entries.slice(1, -2).map(() => expect.anything() as unknown) : [],
        'vxassist -gDG make', 'vxdg -gDG init']);
    await host.done(defaults.importGroup('DG'));
    const again = await host.client.call('group.history', { group: 'DG' });
    expect(again.ok && told.ok ? again.value.entries.length > told.value.entries.length : false).toBe(true);
    expect(again.ok ? again.value.entries.find(({ command }) => command.includes('import'))?.actor : '').not.toBe('');
    expect((await host.client.call('group.history', { group: 'Nothing' })).ok).toBe(false);
  });
});
