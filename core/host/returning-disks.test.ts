/** Disks of a running group that go and come back, seen by a host with real files. */
import { closeSync, copyFileSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../model/command.ts';
import type { DiskView } from '../model/views.ts';
import { defaults, TestHost } from './test-host.ts';

const rescan = { command: 'disk.rescan' } as const;
const reactivate = (disk: string) => ({ command: 'disk.reactivate', disk }) as const;

async function mirrored(): Promise<TestHost> {
  const host = await TestHost.start();
  await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
  await host.done(defaults.make('DG1', 'V1'));
  mkdirSync(host.path('away'));
  return host;
}

async function statuses(host: TestHost): Promise<Record<string, string>> {
  return Object.fromEntries((await host.views('disk')).map(({ name, status }) => [name, status]));
}

async function disk(host: TestHost, name: string): Promise<DiskView | undefined> {
  return (await host.views('disk')).find((view) => view.name === name);
}

async function openAlerts(host: TestHost): Promise<string[]> {
  return (await host.views('alert')).filter(({ state }) => state !== 'cleared').map(({ code }) => code);
}

describe('a member whose file goes away', () => {
  test('is missing after a rescan, with the reason and one alert, and is taken in again by itself when it is back', async () => {
    const host = await mirrored();
    renameSync(host.path('b.img'), host.path('away/b.img'));
    await host.done(rescan);
    await expect.poll(() => statuses(host)).toEqual({ Harddisk0: 'online', Harddisk1: 'missing' });
    expect((await disk(host, 'Harddisk1'))?.statusReason).toMatch(/^Since 20.*: .*b\.img is gone/);
    expect((await openAlerts(host)).filter((code) => code.startsWith('disk.'))).toEqual(['disk.missing']);
    expect((await host.views('volume'))[0]).toMatchObject({ started: true, health: 'Degraded', survivesDisks: 0 });
    renameSync(host.path('away/b.img'), host.path('b.img'));
    await expect.poll(() => statuses(host), { timeout: 10_000 }).toEqual({ Harddisk0: 'online', Harddisk1: 'online' });
    await expect.poll(() => openAlerts(host)).not.toContain('disk.missing');
    const told = (await host.views('alert')).find(({ code }) => code === 'disk.returned');
    expect(told?.message).toMatch(/^Disk2 was away for .*; nothing had been written that it lacks\.$/);
  }, 20_000);

  test('is let go by rescan only while another copy is there; else it is served on, and that is told', async () => {
    const host = await mirrored();
    rmSync(host.path('b.img'));
    await host.done(rescan);
    rmSync(host.path('a.img'));
    await host.done(rescan);
    expect((await host.views('volume'))[0]).toMatchObject({ started: true, health: 'Degraded' });
    expect(await openAlerts(host)).toEqual(expect.arrayContaining(['disk.missing', 'disk.path-gone']));
  });

  test('an older copy of it in its place is taken in as one that lacks everything', async () => {
    const host = await mirrored();
    copyFileSync(host.path('b.img'), host.path('away/old.img'));
    await host.done({ command: 'volume.rename', group: 'DG1', volume: 'V1', newName: 'V2' });
    rmSync(host.path('b.img'));
    await host.done(rescan);
    await expect.poll(() => statuses(host)).toMatchObject({ Harddisk1: 'missing' });
    copyFileSync(host.path('away/old.img'), host.path('b.img'));
    await host.done(rescan);
    await expect.poll(() => statuses(host)).toMatchObject({ Harddisk1: 'online' });
    await expect.poll(async () => (await host.views('alert')).find(({ code }) => code === 'disk.returned')?.message, { timeout: 10_000 })
      .toMatch(/all of it, were copied to V2-02\. Its content was not believed: it bears sequence \d+ and had \d+/);
  }, 20_000);

  const places = ['under its own name', 'under another name'] as const;
  test.each(places)('a copy of it from before its last writes (%s) is not believed, and copied whole', async (how) => {
    const host = await mirrored();
    // No commit lies between the copy and the loss: by its records the copy is the disk.
    copyFileSync(host.path('b.img'), host.path('away/old.img'));
    rmSync(host.path('b.img'));
    await host.done(rescan);
    await expect.poll(() => statuses(host)).toMatchObject({ Harddisk1: 'missing' });
    renameSync(host.path('away/old.img'), host.path(how === 'under its own name' ? 'b.img' : 'yesterday.bak'));
    await host.done(rescan);
    await expect.poll(async () => (await host.views('alert')).find(({ code }) => code === 'disk.returned')?.message, { timeout: 10_000 })
      .toMatch(/Its content was not believed: it is another file than the one that left/);
  }, 20_000);

  test('detached: the dry run names what each volume survives from then on, and meets the refusal of the real one', async () => {
    const host = await mirrored();
    await host.done({ ...defaults.make('DG1', 'V2'), type: 'spanned', mirrors: 1, disks: ['Harddisk0'] } as Command);
    const planned = await host.plan({ command: 'disk.detach', disk: 'Harddisk1' });
    expect(planned.ok && planned.value.redundancy).toMatchObject([
      { volume: 'V1', survivesBefore: 1, survivesDuring: 0, survivesAfter: 0, reason: expect.stringMatching(/^V1-02 lies there/) },
    ]);
    expect(await statuses(host)).toEqual({ Harddisk0: 'online', Harddisk1: 'online' });
    const refused = await host.plan({ command: 'disk.detach', disk: 'Harddisk0' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'disk.in-use', evidence: { volumes: ['V2'] } } });
  });

  test('written to while it was detached, it is copied whole', async () => {
    const host = await mirrored();
    await host.done({ command: 'disk.detach', disk: 'Harddisk1' });
    const file = openSync(host.path('b.img'), 'r+');
    writeSync(file, Buffer.from('x'), 0, 1, 20 * 1024 * 1024);
    closeSync(file);
    await host.done(defaults.attach([host.path('b.img')]));
    await expect.poll(async () => (await host.views('alert')).find(({ code }) => code === 'disk.returned')?.message, { timeout: 10_000 })
      .toMatch(/or was written to since/);
  }, 20_000);

  test('detached and attached untouched, it lacks nothing', async () => {
    const host = await mirrored();
    await host.done({ command: 'disk.detach', disk: 'Harddisk1' });
    await host.done(defaults.attach([host.path('b.img')]));
    await expect.poll(async () => (await host.views('alert')).find(({ code }) => code === 'disk.returned')?.message, { timeout: 10_000 })
      .toMatch(/nothing had been written that it lacks/);
  }, 20_000);
});

describe('vxdisk reactivate', () => {
  test('of a sound member says what it found, and changes nothing in a dry run', async () => {
    const host = await mirrored();
    const sequence = (await host.views('group'))[0]?.sequence;
    const planned = await host.plan(reactivate('Harddisk1'));
    expect(planned.ok ? planned.value.summary : []).toEqual([
      'Disk2 has no errors; its header, its configurations and samples of its data can be read.',
      'Disk2 counts as sound again; its stale plexes are brought up to date.',
    ]);
    expect((await host.views('group'))[0]?.sequence).toBe(sequence);
  });

  test('of a missing disk looks for it', async () => {
    const host = await mirrored();
    renameSync(host.path('b.img'), host.path('away/b.img'));
    await host.done(rescan);
    expect((await host.refused(reactivate('Disk2'))).code).toBe('disk.gone');
    renameSync(host.path('away/b.img'), host.path('b.img'));
    expect(await host.done(reactivate('Disk2'))).toEqual(['Harddisk1']);
    await expect.poll(() => statuses(host)).toMatchObject({ Harddisk1: 'online' });
  });

  test('is refused for a free disk and for one of a group that is not imported', async () => {
    const host = await TestHost.start();
    const [a = '', b = ''] = await host.attachNew('a.img', 'b.img');
    await host.done(defaults.init('DG1', [a]));
    await host.done(defaults.deport('DG1'));
    expect([(await host.refused(reactivate(a))).code, (await host.refused(reactivate(b))).code])
      .toEqual(['group.not-imported', 'disk.not-in-group']);
  });
});

describe('vxdg repldisk', () => {
  test('puts a free disk in the place of a missing one; the old one is not taken back', async () => {
    const host = await mirrored();
    const [spare = ''] = await host.attachNew('c.img');
    renameSync(host.path('b.img'), host.path('away/b.img'));
    await host.done(rescan);
    const replace = { command: 'group.repldisk', group: 'DG1', disk: 'Disk2', replacement: spare, force: false } as const;
    await host.done(replace);
    await expect.poll(async () => (await host.views('volume'))[0]?.health, { timeout: 10_000 }).toBe('Healthy');
    expect((await host.views('disk')).find(({ name }) => name === spare)?.internalName).toBe('Disk2');
    renameSync(host.path('away/b.img'), host.path('b.img'));
    await host.done(rescan);
    expect((await disk(host, 'Harddisk1'))?.status).toBe('foreign');
    expect((await host.refused(reactivate('Harddisk1'))).code).toBe('disk.not-in-group');
  }, 20_000);
});
