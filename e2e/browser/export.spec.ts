import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { accessibilityViolations } from './accessibility-violations.ts';
import { expect, test } from './console-test.ts';

async function saved(page: Page, action: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), action()]);
  return download;
}

async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
  await page.getByRole('menuitem', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

test.describe('File > Export', { tag: '@browser' }, () => {
  test.beforeEach(async ({ host, console }) => {
    await host.furnish();
    await console.open('VMDG');
    await expect(console.row('Disks', 'Harddisk2')).toBeVisible();
  });

  test('saves Disk View of what is chosen as SVG and as PNG', async ({ page }) => {
    const svg = await saved(page, () => choose(page, 'Disk View as SVG'));
    expect(svg.suggestedFilename()).toBe('disk-view.svg');
    const text = readFileSync(await svg.path(), 'utf8');
    const words = await page.evaluate((source) => [...new DOMParser().parseFromString(source, 'image/svg+xml').querySelectorAll('text')]
      .map(({ textContent }) => textContent), text);
    for (const shown of ['Harddisk0', 'Harddisk1', 'Harddisk2', 'Volume1 (E:)', '64 MiB · Disk1-01']) expect(words).toContain(shown);
    expect(words).not.toContain('Harddisk3');

    const png = await saved(page, () => choose(page, 'Disk View as PNG'));
    const bytes = readFileSync(await png.path());
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    expect(bytes.readUInt32BE(20)).toBe(3 * 44 * 2);
    await expect(page.getByRole('status').filter({ hasText: 'Disk View is saved as disk-view.png.' })).toBeVisible();
  });

  test('saves any table on the screen, as CSV and as JSON, with exact numbers', async ({ console, host, page }) => {
    const printed = JSON.parse(await host.run('vxdisk', 'list', '--json')) as {
      readonly disks: readonly { readonly name: string; readonly sizeBytes: number }[];
    };
    await console.row('Disks', 'Harddisk1').click();
    await choose(page, 'Table');
    const dialog = page.getByRole('dialog', { name: 'Export Table' });
    await expect(dialog.getByLabel('Table').locator('option:checked')).toHaveText('Disks (3 rows)');
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByLabel('JSON, for programs').check();
    const json = await saved(page, () => dialog.getByRole('button', { name: 'Save' }).click());
    const rows = JSON.parse(readFileSync(await json.path(), 'utf8')) as readonly { readonly name: string; readonly size: number }[];
    expect(rows.map(({ name, size }) => ({ name, sizeBytes: size })))
      .toEqual(printed.disks.slice(0, 3).map(({ name, sizeBytes }) => ({ name, sizeBytes })));

    await choose(page, 'Table');
    await dialog.getByLabel('Table').selectOption({ label: 'Console (0 rows)' });
    const csv = await saved(page, () => dialog.getByRole('button', { name: 'Save' }).click());
    expect(csv.suggestedFilename()).toBe('Console.csv');
    expect(readFileSync(await csv.path(), 'utf8').trim()).toBe('Severity,Time,Message,Status,Object,Host');
  });

  test('makes a report of the disk group that prints as pages of its own', async ({ host, page }) => {
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset['printed'] = 'yes';
      };
    });
    await choose(page, 'Disk Group Report');
    const dialog = page.getByRole('dialog', { name: 'Report of Disk Group VMDG' });
    await expect(dialog.getByText('All disks, volumes and mirrors are healthy.')).toBeVisible();
    for (const [, subdisk] of (await host.run('vxprint', '-gVMDG')).matchAll(/^sd\s+(\S+)/gm)) {
      await expect(dialog.getByRole('cell', { name: subdisk!, exact: true })).toHaveCount(1);
    }
    await expect(dialog.getByRole('img', { name: /^Harddisk1, 256 MiB/ })).toBeVisible();
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Print' }).click();
    await expect(page.locator('body[data-printed=yes]')).toHaveCount(1);

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByRole('menubar')).toBeHidden();
    await expect(dialog.getByRole('button', { name: 'Print' })).toBeHidden();
    await expect(dialog.getByRole('heading', { name: 'Disk group VMDG' })).toBeVisible();
    const [ink, paper] = await page.locator('.group-report').evaluate((report) => {
      const { color, backgroundColor } = getComputedStyle(report);
      return [color, backgroundColor];
    });
    expect([ink, paper]).toEqual(['rgb(27, 32, 38)', 'rgb(255, 255, 255)']);
    await page.emulateMedia({ media: 'screen' });

    await host.run('vxdisk', 'set', 'Harddisk1', 'enclosure=Cellar');
    await expect(dialog.getByRole('cell', { name: 'Cellar' })).toBeVisible();
  });
});
