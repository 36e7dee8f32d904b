import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { StayingClient } from '../interop/staying-client.ts';
import type { Undo } from '../stage.ts';
import { expect, test } from './console-test.ts';

/** What the specs leave running, ended after each, also when it fails. */
const endings: Undo[] = [];

test.afterEach(async () => {
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
});

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('the address leads anywhere, says when nothing is there, and remembers the way', async ({ host, console, page }) => {
  await host.furnish();
  await expect(console.node('VMDG')).toBeVisible();
  await page.keyboard.press('Control+l');
  const field = page.getByRole('textbox', { name: 'Address' });
  await field.fill('VMDG/none');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Nothing of that name is here.');
  await field.fill('e:');
  await field.press('Enter');
  await expect(heading(page)).toHaveText('Volume1');
  await console.open('Disks');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(heading(page)).toHaveText('Volume1');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(heading(page)).toHaveText('Disks');
  await page.getByRole('button', { name: 'Places visited' }).click();
  await page.getByRole('menuitem', { name: /\/VMDG\/Volume1$/ }).click();
  await expect(heading(page)).toHaveText('Volume1');
});

test('F6 and the digits go from pane to pane, and back to where one was in each', async ({ host, console, page }) => {
  await host.furnish();
  await console.open('Volumes');
  const pane = (): Promise<string | null> => page.evaluate(() =>
    document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? null);
  await console.grid('Volumes').focus();
  await page.keyboard.press('F6');
  await expect.poll(pane).toBe('activity');
  await page.keyboard.press('Shift+F6');
  await expect(console.grid('Volumes')).toBeFocused();
  for (const [key, name] of [['Alt+1', 'tree'], ['Alt+2', 'contents'], ['Alt+3', 'activity'], ['Alt+4', 'address']] as const) {
    await page.keyboard.press(key);
    await expect.poll(pane).toBe(name);
  }
  await page.keyboard.press('Control+1');
  await page.keyboard.type('enc');
  await expect(console.node('Enclosures')).toBeFocused();
});

test('rows are chosen together, filtered, copied and exported, and columns stay as they were put', async ({ host, console, page }) => {
  await host.furnish();
  await console.open('Disks');
  const grid = console.grid('Disks');
  await console.row('Disks', 'Harddisk0').click();
  await console.row('Disks', 'Harddisk2').click({ modifiers: ['Shift'] });
  await expect(grid.getByRole('row', { selected: true })).toHaveCount(3);
  await page.keyboard.press('Control+a');
  await expect(grid.getByRole('row', { selected: true })).toHaveCount(4);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('free');
  await expect(page.getByRole('status').filter({ hasText: '1 of 4' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(console.row('Disks', 'Harddisk0')).toBeVisible();

  await grid.getByRole('columnheader', { name: 'Style' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide Style' }).click();
  await grid.getByRole('columnheader', { name: 'Size' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move Left' }).click();
  const changed = [
    'Name', 'Internal name', 'Status', 'Disk Group', 'Size', 'Type', 'Unallocated', 'Usage', 'Device', 'Vendor', 'Enclosure',
  ];
  await expect.poll(() => console.headings('Disks')).toEqual(changed);
  await grid.getByRole('columnheader', { name: 'Name', exact: true }).click({ button: 'right' });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export as CSV' }).click()]);
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n');
  expect(lines[0]).toBe(changed.join(','));
  expect(lines[1]).toMatch(new RegExp(`^Harddisk0,Disk1,Imported,VMDG,${256 * 1024 * 1024},Dynamic,`));
  await page.reload();
  await console.open('Disks');
  await expect.poll(() => console.headings('Disks')).toEqual(changed);
});

test('a volume says how it is reached and by whom, and lets its clients go', async ({ host, console, page }) => {
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume1').dblclick();
  await page.getByRole('tab', { name: 'Access' }).click();
  const { uri } = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', 'Volume1', '--json')) as { readonly uri: string };
  await expect(page.getByText(uri, { exact: true }).first()).toBeVisible();
  await expect(page.getByText(`nbdinfo '${uri}'`)).toBeVisible();

  const client = await StayingClient.connect({ atEnd: (undo) => endings.push(undo) }, uri);
  const disconnect = page.getByRole('button', { name: /^Disconnect / });
  await expect(disconnect).toBeVisible();
  expect(await client.do('len(h.pread(512, 0))')).toBe('answer 512');
  const rates = page.getByRole('table', { name: /^Clients/ }).locator('tbody tr').first().getByRole('cell');
  await expect(rates.nth(2)).toHaveText('0 B/s, 0 requests/s');
  // A long sequence of small reads shows as its rate; nothing is written.
  let seen = false;
  const watching = expect(rates.nth(2)).toHaveText(/[1-9]\S* [KM]iB\/s, [1-9].* requests\/s/).finally(() => { seen = true; });
  while (!seen) await client.do('sum(len(h.pread(65536, 0)) for _ in range(20))');
  await watching;
  await expect(rates.nth(3)).toHaveText('0 B/s, 0 requests/s');
  await disconnect.click();
  await expect(page.getByText('No client is connected.')).toBeVisible();
  expect(await client.do('h.pread(512, 0)')).toMatch(/^error/);

  await page.getByRole('button', { name: 'Serve VMDG on Loopback' }).click();
  await expect(page.getByText(/^On: every volume of the disk group is at 127\.0\.0\.1:\d+\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop Serving VMDG over TCP' }).click();
  await expect(page.getByText(/^Off: only programs/)).toBeVisible();
});

test('settings are set in the Control Panel, refused at their field, and hold on the host', async ({ host, console, page }) => {
  await expect(console.tree).toBeVisible();
  await page.getByRole('button', { name: 'Control Panel' }).click();
  const field = page.getByRole('textbox', { name: 'Value of mirrorDeadlineSeconds' });
  await field.fill('9999');
  await field.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('alert')).toContainText('mirrorDeadlineSeconds');
  await field.fill('7');
  await field.press('Enter');
  await expect(page.getByRole('button', { name: 'Use the default of mirrorDeadlineSeconds' })).toBeEnabled();
  expect(await host.run('plexus', 'get', 'mirrorDeadlineSeconds')).toContain('7');
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  await page.getByRole('tab', { name: 'Audit Log' }).click();
  await expect(console.grid('Audit Log').getByRole('gridcell', { name: /settings\.set/ }).first()).toBeVisible();
});
