import type { Locator } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { succeed } from '../programs.ts';
import { accessibilityViolations } from './accessibility-violations.ts';
import type { ConsoleHost } from './console-host.ts';
import { expect, test } from './console-test.ts';
import type { ConsolePage } from './console-test.ts';

const loadBytes = 8 * 1024 * 1024;

interface CountedObject {
  readonly type: string;
  readonly name: string;
  readonly write: { readonly calls: number; readonly bytes: number };
}

async function counted(host: ConsoleHost, ...words: readonly string[]): Promise<readonly CountedObject[]> {
  const said = await host.run('vxstat', '-gVMDG', ...words, '--json');
  return (JSON.parse(said) as { groups: readonly { objects: readonly CountedObject[] }[] }).groups[0]?.objects ?? [];
}

/** Eight MiB that no program would take for zeros. */
async function load(host: ConsoleHost, volume: string): Promise<void> {
  const file = path.join(host.folder, 'load.bin');
  writeFileSync(file, Buffer.alloc(loadBytes, 'load'));
  const { uri } = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', volume, '--json')) as { uri: string };
  await succeed('nbdcopy', ['--allocated', file, uri]);
}

async function openCharts(console: ConsolePage, host: ConsoleHost, node: string): Promise<Locator> {
  await host.furnish();
  await console.node('Volumes').dblclick();
  await console.open(node);
  await console.page.getByRole('tab', { name: 'Statistics' }).click();
  await console.page.getByRole('checkbox', { name: 'Show as table' }).check();
  return console.page.getByRole('table', { name: node });
}

/** What the rates of a column come to, each over the time since the row below it. */
async function totalMebibytes(table: Locator, heading: string): Promise<number> {
  const headings = await table.getByRole('columnheader').allInnerTexts();
  const rows = await table.locator('tbody tr').evaluateAll((all) => all.map((row) => ({
    at: Date.parse(row.querySelector('time')?.dateTime ?? ''), cells: [...row.children].map(({ textContent }) => textContent ?? ''),
  })));
  const column = headings.indexOf(heading);
  const units: Readonly<Record<string, number>> = { 'B/s': 1 / 1048576, 'KiB/s': 1 / 1024, 'MiB/s': 1, 'GiB/s': 1024 };
  return rows.reduce((sum, { at, cells }, index) => {
    const [number = '', unit = ''] = (cells[column] ?? '').split(' ');
    const since = rows[index + 1]?.at ?? at;
    return sum + Number(number) * (units[unit] ?? 0) * ((at - since) / 1000);
  }, 0);
}

test('the charts of a volume agree with what a client wrote, and vxstat says it to the byte', async ({ console, host }) => {
  const table = await openCharts(console, host, 'Volume1');
  // Two points before the load: what it writes lies between two readings of which both are shown.
  await expect.poll(() => table.locator('tbody tr').count()).toBeGreaterThan(1);
  await load(host, 'Volume1');
  await expect.poll(() => totalMebibytes(table, 'Written/s')).toBeGreaterThan(7.6);
  expect(await totalMebibytes(table, 'Written/s')).toBeLessThan(8.4);
  expect(await totalMebibytes(table, 'Read/s')).toBe(0);

  const byName = new Map((await counted(host, '-v', '-p')).map((object) => [object.name, object.write.bytes]));
  expect(byName.get('Volume1')).toBe(loadBytes);
  expect([byName.get('Volume1-01'), byName.get('Volume1-02')]).toEqual([loadBytes, loadBytes]);
  expect(byName.get('Volume2')).toBe(0);
  const disks = (await counted(host, '-d')).map(({ write }) => write.bytes);
  expect(disks.reduce((sum, bytes) => sum + bytes, 0)).toBe(2 * loadBytes);
});

test('a part of the volume has its own charts', async ({ console, host, page }) => {
  await openCharts(console, host, 'Volume1');
  await page.getByLabel('Object', { exact: true }).selectOption({ label: 'Mirror Volume1-02' });
  const table = page.getByRole('table', { name: 'Volume1-02' });
  await expect.poll(() => table.locator('tbody tr').count()).toBeGreaterThan(0);
  await load(host, 'Volume1');
  await expect.poll(() => totalMebibytes(table, 'Written/s')).toBeGreaterThan(7.6);
});

test('Online Monitoring lists what is chosen with its rates', async ({ console, host, page }) => {
  await host.furnish();
  await console.open('VMDG');
  await page.getByRole('menuitem', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Statistics' }).click();
  await page.getByRole('menuitem', { name: 'Online Monitoring' }).click();
  const monitor = page.getByRole('dialog').getByRole('grid', { name: 'Online Monitoring' });
  await expect(monitor.getByRole('row').filter({ hasText: 'Volume1' })).toBeVisible();
  const written = monitor.getByRole('row').filter({ hasText: 'Volume1' }).getByRole('gridcell').nth(5);
  await expect(written).toHaveText('0 B');
  let loads = 0;
  let seen = false;
  const watching = expect(written).toHaveText(/[1-9].* MiB$/, { timeout: 30_000 }).finally(() => { seen = true; });
  for (; !seen; loads += 1) await load(host, 'Volume1');
  await watching;
  expect((await counted(host, 'Volume1'))[0]?.write.bytes).toBe(loads * loadBytes);
});

test('the counters are set back from the menu', async ({ console, host, page }) => {
  await host.furnish();
  await load(host, 'Volume1');
  expect((await counted(host, 'Volume1'))[0]?.write.bytes).toBe(loadBytes);
  await console.open('VMDG');
  await page.getByRole('menuitem', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Statistics' }).click();
  await page.getByRole('menuitem', { name: 'Reset Counters' }).click();
  await expect.poll(async () => (await counted(host, 'Volume1'))[0]?.write).toMatchObject({ calls: 0, bytes: 0 });
});

for (const [look, emulated] of [['light', { colorScheme: 'light' }], ['forced colours', { forcedColors: 'active' }]] as const) {
  test(`no accessibility violation in ${look}`, async ({ console, host, page }) => {
    await page.emulateMedia(emulated);
    const table = await openCharts(console, host, 'Volume1');
    await expect.poll(() => table.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await accessibilityViolations(page)).toEqual([]);
  });
}

test('heat on Disk View: who is written to glows, with its throughput, and idle ones say so', async ({ console, host, page }) => {
  await host.furnish();
  await page.emulateMedia({ colorScheme: 'light' });
  await console.open('Disks');
  await page.getByRole('tab', { name: 'Disk View' }).click();
  await expect(page.getByRole('button', { name: 'Heat' })).toHaveAttribute('aria-disabled', 'true');
  await console.open('VMDG');
  await page.getByRole('tab', { name: 'Disk View' }).click();
  await page.getByRole('button', { name: 'Heat' }).click();
  const view = page.getByRole('grid', { name: 'Disk View' });
  await expect(view.getByRole('gridcell', { name: /subdisk of Volume2.*, idle$/ })).toHaveCount(2);

  let written = false;
  const writing = (async () => {
    while (!written) await load(host, 'Volume1');
  })();
  await expect(view.getByRole('gridcell', { name: /subdisk of Volume1.* [KM]iB\/s$/ })).toHaveCount(2);
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText(/Heat: idle to the busiest, \S+ [KM]iB\/s/);
  const glows = (): Promise<boolean> => page.locator('.disk-view-canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) if (data[at] === 0 && data[at + 1] === 79 && data[at + 2] === 147) return true;
    return false;
  });
  await expect.poll(glows).toBe(true);
  written = true;
  await writing;
  const subdisks = (await counted(host, '-s')).filter(({ write }) => write.calls > 0).map(({ name }) => name);
  const spoken = await view.getByRole('gridcell', { name: /subdisk of Volume1/ }).allInnerTexts();
  expect(spoken.map((text) => text.split(',')[0]).sort()).toEqual([...new Set(subdisks)].sort());
  await expect(view.getByRole('gridcell', { name: /, idle$/ })).toHaveCount(4);
  await page.getByRole('button', { name: 'Heat' }).click();
  await expect.poll(glows).toBe(false);
});
