import type { Locator, Page } from '@playwright/test';
import { accessibilityViolations } from './accessibility-violations.ts';
import { expect, test } from './console-test.ts';
import type { ConsoleHost } from './console-host.ts';

const diskView = (page: Page): Locator => page.getByRole('grid', { name: 'Disk View' });

/** A mirror on two disks, a stripe on two, and a simple volume beside it. */
async function furnish(host: ConsoleHost): Promise<void> {
  await host.attach(4);
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0', 'Harddisk1', 'Harddisk2');
  await host.run('vxassist', '-gVMDG', 'make', 'Alpha', '64M', 'type=mirror', 'DriveLetter=E', 'Harddisk0', 'Harddisk1');
  await host.run('vxassist', '-gVMDG', 'make', 'Beta', '64M', 'type=stripe', 'column=2', 'Harddisk1', 'Harddisk2');
  await host.run('vxassist', '-gVMDG', 'make', 'Gamma', '16M', 'Harddisk2');
}

interface PrintedPart {
  readonly name: string;
  readonly disk: string;
}

interface PrintedGroup {
  readonly dm: readonly { readonly name: string; readonly device: string }[];
  readonly v: readonly { readonly pl: readonly { readonly sd: readonly PrintedPart[] }[]; readonly lg: readonly PrintedPart[] }[];
}

/** Subdisks and logs as the command line prints them: the disk's name on this host, and their own. */
async function printed(host: ConsoleHost): Promise<readonly string[]> {
  const answer = JSON.parse(await host.run('vxprint', '-gVMDG', '--json')) as { readonly groups?: readonly PrintedGroup[] } & PrintedGroup;
  const { dm, v } = answer.groups?.[0] ?? answer;
  const deviceOf = new Map(dm.map(({ name, device }) => [name, device]));
  const parts = v.flatMap(({ pl, lg }) => [...pl.flatMap(({ sd }) => sd), ...lg]);
  return parts.map(({ name, disk }) => `${deviceOf.get(disk)} ${name}`).sort();
}

test.describe('Disk View of a group', () => {
  test.beforeEach(async ({ host, console, page }) => {
    await furnish(host);
    await console.open('VMDG');
    await page.getByRole('tab', { name: 'Disk View' }).click();
    await expect(diskView(page)).toBeVisible();
  });

  test('has a region for each subdisk that vxprint prints, on its disk, and none more', async ({ host, page }) => {
    const expected = await printed(host);
    expect(expected.length).toBeGreaterThanOrEqual(5);
    const shown = (): Promise<readonly string[]> => diskView(page).getByRole('row').evaluateAll((rows) => rows.flatMap((row) =>
      [...row.querySelectorAll('[data-region=subdisk], [data-region=log]')].map((cell) =>
        `${(row as HTMLElement).dataset['disk']} ${cell.textContent?.split(',')[0]}`)).sort());
    await expect.poll(shown).toEqual(expected);
  });

  test('zoom and scale are remembered for the group, over a reload', async ({ console, page }) => {
    const share = page.locator('.zoom-share');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByLabel('Own scale').check();
    const chosen = await share.innerText();
    expect(chosen).not.toBe('100 %');
    await page.reload();
    await console.open('Disks');
    await page.getByRole('tab', { name: 'Disk View' }).click();
    await expect(share).toHaveText('100 %');
    await console.open('VMDG');
    await page.getByRole('tab', { name: 'Disk View' }).click();
    await expect(share).toHaveText(chosen);
    await expect(page.getByLabel('Own scale')).toBeChecked();
  });

  test('follows the host: a new volume shows, a deleted one goes', async ({ host, page }) => {
    await host.run('vxassist', '-gVMDG', 'make', 'Delta', '8M', 'Harddisk0');
    await expect(diskView(page).getByRole('gridcell', { name: /subdisk of Delta/ })).toHaveCount(1);
    await host.run('vxvol', '-gVMDG', 'stop', 'Delta');
    await host.run('vxassist', '-gVMDG', 'delete', 'Delta');
    await expect(diskView(page).getByRole('gridcell', { name: /subdisk of Delta/ })).toHaveCount(0);
  });

  test('goes by keys from region to region and from disk to disk, and opens', async ({ console, page }) => {
    const view = diskView(page);
    const active = (): Promise<string> => view.evaluate((element) =>
      document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '');
    await view.focus();
    await expect.poll(active).toMatch(/^Harddisk0, 256 MiB/);
    await page.keyboard.press('ArrowRight');
    await expect.poll(active).toMatch(/^Private region/);
    await page.keyboard.press('ArrowRight');
    await expect.poll(active).toMatch(/subdisk of Alpha \(E:\)/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).toMatch(/subdisk of Alpha \(E:\)/);
    await page.keyboard.press('End');
    await expect.poll(active).toMatch(/log of Alpha \(E:\)/);
    await page.keyboard.press('Control+ArrowDown');
    await expect.poll(active).toMatch(/^Harddisk2/);
    await page.keyboard.press('Control+Home');
    await expect.poll(active).toMatch(/^Harddisk0/);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(console.page.getByRole('heading', { level: 1, name: 'Alpha' })).toBeVisible();
  });

  test('choosing a subdisk chooses it for all, and lights its volume up on the other disk', async ({ page }) => {
    const view = diskView(page);
    await view.focus();
    for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await expect(view.getByRole('gridcell', { selected: true })).toHaveCount(1);
    await expect(view.getByRole('gridcell', { selected: true })).toHaveText(/subdisk of Alpha/);
    await page.keyboard.press('Shift+ArrowDown');
    await expect(view.getByRole('gridcell', { selected: true })).toHaveCount(2);
    await page.keyboard.press('Escape');
    // What is not of the volume recedes: the body of Beta's block is not what it was.
    const pixel = (): Promise<readonly number[]> => page.locator('.disk-view-canvas').evaluate((canvas: HTMLCanvasElement) => {
      const row = 44 * devicePixelRatio;
      const data = canvas.getContext('2d')?.getImageData(0, Math.round(2 * row), canvas.width, Math.round(row)).data ?? [];
      return [data.length, [...data].reduce((sum, value) => sum + value, 0)];
    });
    const receded = await pixel();
    await page.keyboard.press('Control+ArrowLeft');
    await expect.poll(pixel).not.toEqual(receded);
  });

  test('a press on a block is a press on what lies there, and asks for its menu', async ({ page }) => {
    const view = diskView(page);
    const box = await view.boundingBox();
    if (box === null) throw new Error('Disk View is not drawn');
    // The first bar begins behind the head, with the private region; Alpha's subdisk is next.
    await page.mouse.click(box.x + 188 + 40, box.y + 22);
    await expect(view.getByRole('gridcell', { selected: true })).toHaveText(/subdisk of Alpha/);
    await page.mouse.click(box.x + 60, box.y + 66);
    await expect(view.getByRole('rowheader', { selected: true })).toHaveText(/^Harddisk1/);
    await page.mouse.move(box.x + 188 + 40, box.y + 22);
    await expect(page.locator('.disk-tooltip')).toContainText('Alpha-01');
    await page.mouse.click(box.x + 188 + 40, box.y + 22, { button: 'right' });
    await expect(view.getByRole('gridcell', { selected: true })).toHaveText(/subdisk of Alpha/);
    await page.getByRole('menu', { name: 'Commands for the selection' }).getByRole('menuitem', { name: 'Properties' }).click();
    await expect(page.getByRole('dialog', { name: 'Properties of Disk1-01' })).toContainText('Alpha-01');
  });

  test('zooms by keys and by the wheel about the pointer, and fits again', async ({ page }) => {
    const view = diskView(page);
    const width = (): Promise<number> => view.evaluate((element) => element.scrollWidth);
    const narrow = await width();
    await view.focus();
    await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(narrow);
    const box = await view.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 600, (box?.y ?? 0) + 22);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect.poll(() => view.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    await page.keyboard.press('0');
    await expect.poll(width).toBe(narrow);
    await page.getByRole('radio', { name: 'Own scale' }).check();
    await expect(page.getByRole('radio', { name: 'Common scale' })).not.toBeChecked();
  });

  test('draws with the system’s colours when they are forced', async ({ page }) => {
    // Lines, bodies and patterns are more than one pixel in five hundred each; what is rarer are the soft edges of letters.
    const foreign = (): Promise<readonly string[]> => page.locator('.disk-view-canvas').evaluate((canvas: HTMLCanvasElement) => {
      const probe = document.body.appendChild(document.createElement('span'));
      const allowed = new Set(['Canvas', 'CanvasText', 'Highlight', 'HighlightText', 'GrayText'].map((name) => {
        probe.style.color = name;
        return getComputedStyle(probe).color.match(/\d+/g)?.slice(0, 3).join() ?? '';
      }));
      probe.remove();
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      const counts = new Map<string, number>();
      for (let at = 0; at < data.length; at += 4) {
        const colour = data.slice(at, at + 3).join();
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const found = [...counts].filter(([colour, count]) => count * 500 > data.length / 4 && !allowed.has(colour));
      return counts.size < 2 ? ['nothing is drawn'] : found.map(([colour]) => colour);
    });
    // What it is compared with has colours of its own.
    expect(await foreign()).not.toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
    await expect.poll(foreign).toEqual([]);
  });

  for (const [name, look] of [
    ['light', { colorScheme: 'light', forcedColors: 'none' }], ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
    ['forced colours', { colorScheme: 'dark', forcedColors: 'active' }],
  ] as const) {
    test(`has no violation in ${name}, nor has Volume View`, async ({ page }) => {
      await page.emulateMedia(look);
      await diskView(page).focus();
      await page.keyboard.press('ArrowRight');
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('tab', { name: 'Volume View' }).click();
      await expect(page.getByRole('treegrid', { name: 'Volume View' })).toBeVisible();
      expect(await accessibilityViolations(page)).toEqual([]);
    });
  }
});

test('Volume View: mirrors as rows, columns as cells, by keys', async ({ host, console, page }) => {
  await furnish(host);
  await console.open('VMDG');
  await page.getByRole('tab', { name: 'Volume View' }).click();
  const view = page.getByRole('treegrid', { name: 'Volume View' });
  const active = (): Promise<string> => view.evaluate((element) =>
    document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent?.trim() ?? '');
  await view.focus();
  await expect.poll(active).toMatch(/^Alpha \(E:\)Mirrored64 MiBHealthy/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(active).toMatch(/^Alpha-01/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(active).toMatch(/^Harddisk0/);
  await expect(view.getByRole('gridcell', { selected: true })).toHaveCount(1);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowLeft');
  await expect(view.getByText('Alpha-01', { exact: true })).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(view.getByText('Alpha-01', { exact: true })).toBeVisible();
  await expect(view.getByRole('row').filter({ hasText: 'Beta-01' }).getByRole('gridcell')).toHaveCount(2);
  await page.getByRole('button', { name: 'Collapse All' }).click();
  await expect(view.getByRole('row')).toHaveCount(3);
});
