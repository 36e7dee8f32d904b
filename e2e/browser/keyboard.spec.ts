import { expect, test } from './console-test.ts';

test.beforeEach(async ({ host }) => host.furnish());

test('the tree by keys alone', async ({ console, page }) => {
  await console.node('Disk Groups').focus();
  await page.keyboard.press('ArrowDown');
  await expect(console.node('VMDG')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(console.node('VMDG')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(console.node('Harddisk0').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Harddisk0');
  await page.keyboard.press('ArrowLeft');
  await expect(console.node('VMDG')).toBeFocused();
  await page.keyboard.press('End');
  await expect(console.node('Saved Queries')).toBeFocused();
});

test('every part is a stop of the Tab key, and only one; of a bar of filters each control', async ({ console, page }) => {
  await console.open('VMDG');
  await console.node('VMDG').focus();
  const stops: string[] = [];
  for (let count = 0; count < 10; count += 1) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => {
      const at = document.activeElement;
      return `${at?.getAttribute('role') ?? at?.tagName.toLowerCase()}: ${at?.getAttribute('aria-label') ?? at?.textContent?.trim()}`;
    }));
  }
  expect(stops).toEqual([
    'separator: Width of the object tree', 'tab: Disks 3', 'grid: Disks', 'separator: Height of the lower pane',
    expect.stringMatching(/^tab: Console \d+$/), 'input: Filter Console', 'select: Severity', 'select: State', 'grid: Console',
    expect.any(String),
  ]);
});

test('the table: cells, sorting, widths, opening', async ({ console, page }) => {
  await console.open('Volumes');
  const grid = console.grid('Volumes');
  const active = async (): Promise<string | null> => page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant');
    return id === null || id === undefined ? null : (document.getElementById(id)?.textContent?.trim() ?? null);
  });
  const firstName = (): Promise<string> => grid.getByRole('row').nth(1).getByRole('gridcell').first().innerText();
  await grid.focus();
  await expect.poll(active).toBe('Volume1');
  await page.keyboard.press('ArrowUp');
  await expect.poll(active).toBe('Name');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(firstName).toBe('Volume2');

  const width = async (): Promise<number> => (await grid.getByRole('columnheader', { name: 'Name' }).boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(width).toBeGreaterThan(before);

  await page.keyboard.press('ArrowDown');
  await expect.poll(active).toBe('Volume2');
  await page.keyboard.press('End');
  await expect.poll(active).toBe('0');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Volume2');
  await expect(console.node('Volume2')).toHaveAttribute('aria-selected', 'true');
});

test('sorting by size goes by bytes, not by words', async ({ console, host }) => {
  await host.run('vxassist', '-gVMDG', 'make', 'Tiny', '2M');
  await console.open('Volumes');
  await console.grid('Volumes').getByRole('columnheader', { name: 'Size' }).click();
  const names = (): Promise<string[]> => console.grid('Volumes').getByRole('gridcell', { name: /^(Tiny|Volume\d)$/ }).allInnerTexts();
  await expect.poll(names).toEqual(['Tiny', 'Volume2', 'Volume1']);
});

test('the tabs and the panes’ borders by keys', async ({ console, page }) => {
  await console.open('VMDG');
  await console.tab('Disks').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(console.grid('Volumes')).toBeVisible();
  const divider = page.getByRole('separator', { name: 'Width of the object tree' });
  const at = async (): Promise<number> => (await divider.boundingBox())?.x ?? 0;
  const before = await at();
  await divider.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(at).toBeGreaterThan(before);
});
