/** Image files that were cut short: before an import, while attached, and under a running group. */
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaults, imageBytes, TestHost } from './test-host.ts';

const cutBytes = imageBytes / 2;
const rescan = { command: 'disk.rescan' } as const;
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

async function mirrored(): Promise<TestHost> {
  const host = await TestHost.start();
  await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
  const maximal = { ...defaults.make('DG1', 'V1'), sizeBytes: 'MAX', type: 'mirror' } as const;
  await host.done(maximal as unknown as ReturnType<typeof defaults.make>);
  return host;
}

async function disk(host: TestHost, name: string) {
  return (await host.views('disk')).find((view) => view.name === name);
}

async function alertOf(host: TestHost, code: string): Promise<string> {
  return (await host.views('alert')).find((alert) => alert.code === code && alert.state !== 'cleared')?.message ?? '';
}

async function deportedAndDetached(host: TestHost): Promise<void> {
  await host.done(defaults.deport('DG1'));
  for (const name of ['Harddisk0', 'Harddisk1']) await host.done({ command: 'disk.detach', disk: name });
}

describe('a disk that was cut short', () => {
  test('is left out of the import of its group, named with the way out, and not written', async () => {
    const host = await mirrored();
    await deportedAndDetached(host);
    truncateSync(host.path('a.img'), cutBytes);
    await host.done(defaults.attach([host.path('a.img'), host.path('b.img')]));
    const shown = await disk(host, 'Harddisk0');
    expect(shown).toMatchObject({ status: 'failed', statusReason: expect.stringMatching(/^It was cut short: 16 MiB of/) });
    const before = digest(host.path('a.img'));
    const planned = await host.plan(defaults.importGroup('DG1'));
    expect(planned.ok && planned.value.warnings).toEqual(expect.arrayContaining([expect.stringMatching(/^Disk1: it was cut short/)]));
    await host.done(defaults.importGroup('DG1'));
    expect((await host.views('volume'))[0]).toMatchObject({ started: true, health: 'Degraded', survivesDisks: 0 });
    expect(await alertOf(host, 'disk.missing'))
      .toMatch(/^Disk Disk1 is missing: it was cut short: 16 MiB of 32 MiB are left.*repldisk Disk1=/);
    await host.done(rescan);
    expect(digest(host.path('a.img'))).toBe(before);
    await host.stop();
    expect(digest(host.path('a.img'))).toBe(before);
  });

  test('stretched to its old length again, it is copied whole: no map says what it lost', async () => {
    const host = await mirrored();
    await deportedAndDetached(host);
    truncateSync(host.path('a.img'), cutBytes);
    await host.done(defaults.attach([host.path('a.img'), host.path('b.img')]));
    await host.done(defaults.importGroup('DG1'));
    await host.stop();
    truncateSync(host.path('a.img'), imageBytes);
    await host.start();
    await expect.poll(async () => (await host.views('volume'))[0]?.health, { timeout: 10_000 }).toBe('Healthy');
    const [copied] = (await host.views('task')).filter(({ subject }) => subject.name === 'V1-01');
    expect(copied).toMatchObject({ copies: 'full' });
  }, 20_000);

  test('with no whole disk beside it there is nothing to import', async () => {
    const host = await mirrored();
    await deportedAndDetached(host);
    for (const name of ['a.img', 'b.img']) truncateSync(host.path(name), cutBytes);
    await host.done(defaults.attach([host.path('a.img'), host.path('b.img')]));
    expect(await host.refused(defaults.importGroup('DG1'))).toMatchObject({ code: 'disk.too-small', evidence: { sizeBytes: cutBytes } });
  });

  test('while its group runs, is noticed by a look, fails, and its plexes are copied whole when it is back', async () => {
    const host = await mirrored();
    truncateSync(host.path('b.img'), cutBytes);
    await host.done(rescan);
    await expect.poll(async () => (await disk(host, 'Harddisk1'))?.status).toBe('failed');
    expect(await alertOf(host, 'disk.failed')).toMatch(/^Disk Disk2 was cut short and is out of use.*repldisk Disk2=/);
    await expect.poll(async () => (await host.views('volume'))[0]).toMatchObject({ started: true, health: 'Degraded' });
    expect((await host.refused({ command: 'disk.reactivate', disk: 'Disk2' })).code).toBe('disk.too-small');
    truncateSync(host.path('b.img'), imageBytes);
    await host.done({ command: 'disk.reactivate', disk: 'Disk2' });
    await expect.poll(async () => (await host.views('volume'))[0]?.health, { timeout: 10_000 }).toBe('Healthy');
    const [copied] = (await host.views('task')).filter(({ subject }) => subject.name === 'V1-02');
    expect(copied).toMatchObject({ copies: 'full' });
  }, 20_000);
});
