/** Hosts that are made to be thrown away: the sample, disk images that are only looked at, support bundles. */
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import type { VolumeInfo } from '../plexus-host.ts';
import { ConsoleHost } from './console-host.ts';
import { expect, test } from './console-test.ts';

// Hosts of their own, and digests of whole images.
test.describe.configure({ timeout: 300_000 });

async function choose(page: Page, menu: string, entry: string): Promise<Locator> {
  await page.getByRole('menubar').getByRole('menuitem', { name: menu }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
  return page.getByRole('dialog', { name: entry });
}

/** What a quiet machine does in this time takes longer where others work too. */
function limitMilliseconds(quiet: number): number {
  return quiet * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

test('the sample opens in five seconds, is marked, takes every command, and leaves nothing behind', { tag: '@browser' }, async (
  { page, console },
) => {
  const dialog = await choose(page, 'Help', 'Open Sample');
  const started = performance.now();
  await dialog.getByRole('button', { name: 'Open Sample' }).click();
  await expect(page.getByRole('note')).toContainText('Sample: made-up disks', { timeout: 60_000 });
  expect(performance.now() - started).toBeLessThan(limitMilliseconds(5000));
  const sample = console.node(/^HV-PARENT01/);
  await expect(sample).toBeVisible();
  const folder = (await page.getByText(/plexus-sample-\d+-/).first().innerText()).replace(/\/state$/, '');
  expect(readdirSync(folder)).toContain('disk0.img');
  await page.getByRole('tab', { name: /^Volumes/ }).click();
  for (const name of ['VM_VHD1', 'VM_VHD2', 'VM_DATA', 'REPL_LOG']) await expect(console.row('Volumes', name)).toBeVisible();
  await console.row('Volumes', 'VM_DATA').click();
  await page.keyboard.press('F2');
  await page.getByRole('dialog', { name: 'Rename Volume' }).getByLabel('New name').fill('TRIED');
  await page.keyboard.press('Enter');
  await expect(console.row('Volumes', 'TRIED')).toBeVisible();

  await sample.click();
  const end = await choose(page, 'File', 'Disconnect');
  await expect(end).toContainText('all that was done in it is removed');
  await end.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(sample).toHaveCount(0);
  await expect.poll(() => existsSync(folder)).toBe(false);
});

test('a sample that is open when the host ends is removed with it', { tag: '@browser' }, async ({ page, console, host, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  const dialog = await choose(page, 'Help', 'Open Sample');
  await dialog.getByRole('button', { name: 'Open Sample' }).click();
  await expect(console.node(/^HV-PARENT01/)).toBeVisible({ timeout: 60_000 });
  const folder = (await page.getByText(/plexus-sample-\d+-/).first().innerText()).replace(/\/state$/, '');
  expect(existsSync(folder)).toBe(true);
  await host.stop();
  expect(existsSync(folder)).toBe(false);
});

test('inspected images show their group, and not a byte of them changes', { tag: '@browser' }, async ({ page, console }) => {
  const other = new ConsoleHost();
  await using _end = { [Symbol.asyncDispose]: () => other.end() };
  await other.start();
  await other.furnish();
  await other.stop();
  const images = readdirSync(other.images).map((name) => path.join(other.images, name));
  const state = (): readonly string[] => images.map((image) => {
    const { size, mtimeMs } = statSync(image);
    return `${createHash('sha256').update(readFileSync(image)).digest('hex')} ${size} ${mtimeMs}`;
  });
  const before = state();
  const dialog = await choose(page, 'File', 'Inspect Disk Images');
  await dialog.getByLabel('Image files, one a line').fill(images.join('\n'));
  await dialog.getByRole('button', { name: 'Inspect', exact: true }).click();
  await expect(page.getByRole('note')).toContainText('attached read-only', { timeout: 60_000 });
  await page.getByRole('tab', { name: /^Disks/ }).click();
  await expect(console.row('Disks', 'Harddisk0')).toContainText('VMDG');
  await page.getByRole('tab', { name: /^Disk Groups/ }).click();
  await expect(console.row('Disk Groups', 'VMDG')).toBeVisible();
  await console.row('Disk Groups', 'VMDG').click();
  await console.order('import');
  await expect(page.getByRole('dialog', { name: 'It cannot be done now' })).toContainText('administrator only');
  await page.keyboard.press('Escape');
  expect(state()).toEqual(before);
  await console.node(/^disk0\.img/).click();
  const end = await choose(page, 'File', 'Disconnect');
  await end.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(console.node(/^disk0\.img/)).toHaveCount(0);
  expect(state()).toEqual(before);
});

const secret = 'the-cook-keeps-the-recipe-in-the-third-drawer';

/** Into the data of a volume, on each of its disks. */
async function writeSecret(host: ConsoleHost): Promise<void> {
  const { subdisks } = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', 'Volume1', '--json')) as VolumeInfo;
  for (const { device, diskOffsetBytes } of subdisks) {
    const image = openSync(path.join(host.images, `disk${device.replace('Harddisk', '')}.img`), 'r+');
    for (let block = 0; block < 64; block += 1) writeSync(image, `${secret}${block}`, diskOffsetBytes + block * 4096);
  }
}

test('a support bundle lists what it holds, holds no data of a volume, and opens as a host of that time', { tag: '@browser' }, async (
  { page, console, host },
) => {
  await host.furnish();
  await writeSecret(host);
  const dialog = await choose(page, 'Tools', 'Support Bundle');
  await expect(dialog.getByRole('row')).not.toHaveCount(1);
  await expect(dialog.getByRole('row').nth(1)).toContainText(/\d+(\.\d+)? (bytes|KiB|MiB)/);
  await dialog.getByLabel('Hide names').uncheck();
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: /^Save/ }).click()]);
  const file = path.join(host.folder, 'acme.bundle');
  await download.saveAs(file);
  const packed = readFileSync(file);
  const text = gunzipSync(packed).toString('utf8');
  for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, -2), Buffer.from(secret).toString('hex')]) {
    expect(text).not.toContain(form);
  }
  expect(text).toContain('Volume1');
  expect(text).not.toMatch(/PRIVATE KEY|remoteKey|"digest"|metricsToken/);
  await page.keyboard.press('Escape');

  const open = await choose(page, 'File', 'Open Bundle');
  await open.getByLabel('Bundle').setInputFiles(file);
  await open.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('note')).toContainText('From a support bundle, as of');
  await page.getByRole('tab', { name: /^Volumes/ }).click();
  await console.row('Volumes', 'Volume1').click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog', { name: 'It cannot be done now' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await host.run('vxprint', '-gVMDG')).toContain('Volume1');
});

test('damaged and newer bundles are refused with the reason, and a good one is taken afterwards', { tag: '@browser' }, async (
  { page, host, console },
) => {
  await host.furnish();
  const good = path.join(host.folder, 'good.bundle');
  await host.run('plexus', 'bundle', good);
  const bytes = readFileSync(good);
  const contents = JSON.parse(gunzipSync(bytes).toString('utf8')) as { readonly version: number };
  const damaged = Buffer.from(bytes);
  damaged.fill(0, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 64);
  const bad: readonly (readonly [string, Buffer, string])[] = [
    ['damaged', damaged, 'the support bundle is damaged'],
    ['cut', bytes.subarray(0, bytes.length - 100), 'is damaged or was cut short'],
    ['strange', gzipSync('{"format":"something else"}'), 'is a file of another kind'],
    ['text', Buffer.from('no bundle at all'), 'is a file of another kind'],
    ['newer', gzipSync(JSON.stringify({ ...contents, version: contents.version + 1 })), `has format ${contents.version + 1}`],
  ];
  const dialog = await choose(page, 'File', 'Open Bundle');
  for (const [name, content, words] of bad) {
    const file = path.join(host.folder, `${name}.bundle`);
    writeFileSync(file, content);
    await dialog.getByLabel('Bundle').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    const alert = dialog.getByRole('alert').filter({ hasText: `${name}.bundle` });
    await expect(alert, name).toContainText('cannot be shown');
    await expect(alert, name).toContainText(words);
  }
  await expect(console.node(/bundle/)).toHaveCount(0);
  await dialog.getByLabel('Bundle').setInputFiles(good);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('note')).toContainText('From a support bundle, as of');
});
