import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './console-test.ts';
import type { ConsoleHost } from './console-host.ts';
import type { ConsolePage } from './console-test.ts';

/** Alpha is made and grown, Beta is made and deleted: what the group was is not what it is. */
async function live(host: ConsoleHost): Promise<void> {
  await host.attach(3);
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0', 'Harddisk1', 'Harddisk2');
  await host.run('vxassist', '-gVMDG', 'make', 'Alpha', '32M', 'Harddisk0');
  await host.run('vxassist', '-gVMDG', 'make', 'Beta', '48M', 'type=mirror', 'Harddisk1', 'Harddisk2');
  await host.run('vxassist', '-gVMDG', 'growto', 'Alpha', '64M', 'Harddisk0');
  await host.run('vxvol', '-gVMDG', 'stop', 'Beta');
  await host.run('vxassist', '-gVMDG', 'delete', 'Beta');
}

interface ToldEntry { readonly sequence: number; readonly command: string }

/** The history as the command line tells it, newest first. */
async function told(host: ConsoleHost): Promise<readonly ToldEntry[]> {
  const answer = JSON.parse(await host.run('vxdg', '-gVMDG', 'history', '--json')) as { readonly entries: readonly ToldEntry[] };
  return answer.entries;
}

async function sequenceOf(host: ConsoleHost, command: RegExp): Promise<string> {
  const found = (await told(host)).find((entry) => command.test(entry.command));
  if (found === undefined) throw new Error(`the history has no ${command.source}`);
  return String(found.sequence);
}

const banner = (page: Page) => page.getByRole('complementary', { name: 'Data of the past' });
const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).include('[role=tabpanel]').include('aside')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

async function openEntry(console: ConsolePage, sequence: string): Promise<void> {
  await tab(console.page, 'History').click();
  await console.row('History', sequence).dblclick();
  await expect(banner(console.page)).toContainText(`sequence ${sequence},`);
  await expect(tab(console.page, 'Disks')).toBeFocused();
}

test.beforeEach(async ({ host, console }) => {
  await live(host);
  await console.open('VMDG');
  await tab(console.page, 'History').click();
});

test('the history of a group is what vxdg history tells, newest first, and follows the host', async ({ host, console }) => {
  const grid = console.grid('History');
  const sequences = (): Promise<readonly string[]> => grid.getByRole('row').evaluateAll((rows) =>
    rows.slice(1).map((row) => row.querySelector('[role=gridcell]')?.textContent?.trim() ?? ''));
  const expected = (await told(host)).map(({ sequence }) => String(sequence));
  await expect.poll(sequences).toEqual(expected);
  expect(expected.length).toBeGreaterThanOrEqual(5);
  await expect(console.row('History', await sequenceOf(host, /growto Alpha|grow/))).toContainText('Alpha');
  await host.run('vxassist', '-gVMDG', 'make', 'Gamma', '16M', 'Harddisk2');
  await expect(console.row('History', await sequenceOf(host, /make Gamma/))).toBeVisible();
});

test('an entry shows every view of the group as it was, and the way back', async ({ host, console, page }) => {
  await expect(console.node('VMDG')).toBeVisible();
  await openEntry(console, await sequenceOf(host, /make Beta/));
  await expect(banner(page)).toContainText('make Beta');
  await tab(page, 'Volumes').click();
  expect((await console.cells('Volumes', 'Alpha'))['Size']).toBe('32 MiB');
  await expect(console.row('Volumes', 'Beta')).toBeVisible();
  await tab(page, 'Disk View').click();
  const diskView = page.getByRole('grid', { name: 'Disk View' });
  await expect(diskView.getByRole('gridcell', { name: /subdisk of Beta/ })).toHaveCount(2);
  await tab(page, 'Volume View').click();
  await expect(page.getByRole('treegrid', { name: 'Volume View' })).toContainText('Beta');
  // A volume that is no more opens, with the parts that it had.
  await tab(page, 'Volumes').click();
  await console.row('Volumes', 'Beta').dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Beta' })).toBeVisible();
  await tab(page, 'Mirrors').click();
  await expect(console.grid('Mirrors').getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('tab', { name: 'Access' })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(banner(page)).toHaveCount(0);
  // Beta is gone: its group is shown in its place.
  await expect(page.getByRole('heading', { level: 1, name: 'VMDG' })).toBeVisible();
  await tab(page, 'Volumes').click();
  await expect(console.row('Volumes', 'Beta')).toHaveCount(0);
  expect((await console.cells('Volumes', 'Alpha'))['Size']).toBe('64 MiB');
});

test('the past is read-only: commands say why, and the present goes on behind it', async ({ host, console, page }) => {
  await openEntry(console, await sequenceOf(host, /make Beta/));
  await tab(page, 'Volumes').click();
  await console.row('Volumes', 'Alpha').click({ button: 'right' });
  const menu = page.getByRole('menu');
  const deleting = menu.getByRole('menuitem', { name: /Delete Volume/ });
  await expect(deleting).toHaveAttribute('aria-disabled', 'true');
  await expect(deleting).toHaveAttribute('aria-description', /VMDG is shown as it was at sequence \d+, read-only\. Go back to now/);
  await page.keyboard.press('Escape');
  await console.row('Volumes', 'Alpha').click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toContainText('is shown as it was at sequence');
  await page.keyboard.press('Escape');
  await host.run('vxassist', '-gVMDG', 'make', 'Gamma', '16M', 'Harddisk2');
  await expect(console.row('Volumes', 'Gamma')).toHaveCount(0);
  await expect(banner(page)).toBeVisible();
  expect(await host.run('vxprint', '-gVMDG')).toMatch(/Alpha/);
  // Going elsewhere ends it.
  await console.node('Disks').first().click();
  await expect(banner(page)).toHaveCount(0);
});

test('two entries are compared in words and on Disk View', async ({ host, console, page }) => {
  const from = await sequenceOf(host, /make Beta/);
  await console.row('History', from).click();
  await expect(page.getByRole('button', { name: 'Compare with Now' })).toBeEnabled();
  await console.row('History', await sequenceOf(host, /delete Beta/)).click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('region', { name: 'What changed' })).toContainText('Volume Beta deleted');
  await expect(page.getByRole('region', { name: 'What changed' })).toContainText('Volume Alpha: 64 MiB, was 32 MiB');
  const before = page.getByRole('region', { name: new RegExp(`^Sequence ${from},`) });
  await expect(before.getByRole('gridcell', { name: /subdisk of Beta.*, removed$/ })).toHaveCount(2);
  const pictures = page.getByRole('grid', { name: 'Disk View' });
  await expect(pictures).toHaveCount(2);
  await expect(pictures.nth(1).getByRole('gridcell', { name: /subdisk of Alpha.*, (added|changed)$/ })).not.toHaveCount(0);
  await expect(pictures.nth(1).getByRole('gridcell', { name: /subdisk of Beta/ })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back to the List' }).click();
  await expect(console.grid('History')).toBeVisible();
});
