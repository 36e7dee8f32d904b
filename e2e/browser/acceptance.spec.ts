/**
 * What administrators of the original console look for first, row by row: where it stands, and what must show there. A row that
 * belongs to a part of the product that is not here yet names that part instead of a check.
 */
import type { VolumeInfo } from '../plexus-host.ts';
import type { ConsoleHost } from './console-host.ts';
import { expect, test } from './console-test.ts';
import type { ConsolePage } from './console-test.ts';
import { connectDialog, connectTo, remoteHost } from './remote-console.ts';

type Check = (console: ConsolePage, host: ConsoleHost) => Promise<void>;
type Row = { readonly what: string } & ({ readonly check: Check } | { readonly comesWith: string });

test.describe.configure({ timeout: 240_000 });

const volumeOf = async (host: ConsoleHost, name: string): Promise<VolumeInfo> =>
  JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', name, '--json')) as VolumeInfo;

const rows: readonly Row[] = [
  { what: 'connect to another server: dialog, host in the tree', check: connectToServer },
  { what: 'Disk Groups > group > Volumes tab, with exactly these labels', check: volumesOfGroup },
  { what: 'Snap > Snap Shot with its wizard', comesWith: 'snapshots' },
  { what: 'prepare first, once; what cannot be done yet is greyed with its reason', check: greyedWithReason },
  { what: 'Snap Back with Resynchronize using the snapshot', comesWith: 'snapshots' },
  { what: 'the command line that does the same, on the summary page', check: commandLineOnSummary },
  { what: 'vxsnap restore with force and background', comesWith: 'snapshots' },
  { what: 'a name is filled in and counts up', check: nameCounts },
  { what: 'grow volumes: by an amount, to a size, to the most that fits', check: growVolume },
  { what: 'growth policy, restricted or not', comesWith: 'capacity monitoring' },
  { what: 'two paths in the parent', comesWith: 'multipathing' },
  { what: 'replicated volume groups, modes, log fill', comesWith: 'replication' },
  { what: 'migrate and take over', comesWith: 'replication' },
  { what: 'resync time follows used space', comesWith: 'used space of file systems' },
  { what: 'move subdisks by drag and drop', comesWith: 'moving subdisks' },
  { what: 'mirror across arrays', check: mirrorAcrossArrays },
  { what: 'tooltip with volume, mirror, column, offset and size', check: tooltipOfSubdisk },
];

for (const row of rows) {
  if (!('check' in row)) continue;
  test(row.what, { tag: '@browser' }, async ({ console, host }) => row.check(console, host));
}

async function connectToServer(console: ConsolePage): Promise<void> {
  await using remote = await remoteHost('ada', 'operator');
  await remote.host.attach(1);
  await console.order('connect to a host');
  for (const label of ['Address', 'User', 'Password']) await expect(connectDialog(console.page).getByLabel(label)).toBeVisible();
  await console.page.keyboard.press('Escape');
  await connectTo(console.page, remote, 'ada');
  await expect(console.tree.getByRole('treeitem', { level: 1 })).toHaveCount(2);
  await expect(console.row('Disks', 'Harddisk0')).toBeVisible();
}

async function volumesOfGroup(console: ConsolePage, host: ConsoleHost): Promise<void> {
  await host.furnish();
  await console.open('Disk Groups');
  await console.open('VMDG');
  const tabs = await console.page.getByRole('tablist', { name: 'Contents' }).getByRole('tab').allInnerTexts();
  expect(tabs.map((tab) => tab.replace(/\s*\d+$/, '').trim()).slice(0, 3)).toEqual(['Disks', 'Volumes', 'Disk View']);
  await console.tab('Volumes').click();
  expect(await console.headings('Volumes')).toEqual([
    'Name', 'Drive letter/Mount', 'Type', 'Layout', 'Size', 'Free Space', '% free', 'Status', 'File System', 'Disk Group', 'Mirrors',
    'Redundancy', 'FastResync', 'Clients',
  ]);
  expect(await console.cells('Volumes', 'Volume1')).toMatchObject({
    'Drive letter/Mount': 'E:', 'Layout': 'Mirrored', 'Status': 'Healthy', 'Mirrors': '2', 'Disk Group': 'VMDG',
  });
}

/** What the paper shows with Snap Shot holds for every command: here for one that needs a second mirror. */
async function greyedWithReason(console: ConsolePage, host: ConsoleHost): Promise<void> {
  const { page } = console;
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume2').click();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Mirror', exact: true }).press('ArrowRight');
  const remove = page.getByRole('menuitem', { name: 'Remove', exact: true });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await expect(remove).toHaveAttribute('aria-description', /\w+\. \w+/);
  await page.keyboard.press('Escape');
}

async function commandLineOnSummary(console: ConsolePage, host: ConsoleHost): Promise<void> {
  await host.furnish();
  await console.open('VMDG');
  await console.order('deport dynamic');
  const dialog = console.page.getByRole('dialog', { name: 'Deport Disk Group' });
  const line = await dialog.locator('.command-line').innerText();
  expect(line).toBe('vxdg -gVMDG deport');
  const [tool = '', ...words] = line.split(' ');
  await host.run(tool as 'vxdg', ...words, '--dry-run');
}

async function nameCounts(console: ConsolePage, host: ConsoleHost): Promise<void> {
  await host.furnish();
  await console.open('VMDG');
  await console.order('new volume');
  const wizard = console.page.getByRole('dialog', { name: 'New Volume' });
  await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(wizard.getByLabel('Volume name')).toHaveValue('Volume3');
}

async function growVolume(console: ConsolePage, host: ConsoleHost): Promise<void> {
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume1').click();
  await console.order('resize volume');
  const grow = console.page.getByRole('dialog', { name: 'Resize Volume' });
  await grow.getByLabel('New size', { exact: true }).first().press('Space');
  await grow.getByRole('button', { name: 'Max Size' }).press('Enter');
  await expect(grow).toContainText(/At most \d+/);
  await grow.getByRole('textbox', { name: 'New size' }).fill('80M');
  await grow.getByRole('button', { name: 'Next' }).press('Enter');
  await grow.getByRole('button', { name: 'Grow Volume' }).press('Enter');
  await expect(grow).toHaveCount(0);
  expect((await volumeOf(host, 'Volume1')).sizeBytes).toBe(80 * 2 ** 20);
}

async function mirrorAcrossArrays(console: ConsolePage, host: ConsoleHost): Promise<void> {
  await host.attach(4);
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0', 'Harddisk1', 'Harddisk2', 'Harddisk3');
  for (const [disk, enclosure] of [['Harddisk0', 'A'], ['Harddisk1', 'A'], ['Harddisk2', 'B'], ['Harddisk3', 'B']] as const) {
    await host.run('vxdisk', 'set', `enclosure=ARRAY-${enclosure}`, disk);
  }
  await expect(console.node('Enclosures')).toBeVisible();
  await console.open('VMDG');
  await console.order('new volume');
  const wizard = console.page.getByRole('dialog', { name: 'New Volume' });
  const next = wizard.getByRole('button', { name: 'Next' });
  await next.press('Enter');
  await wizard.getByLabel('Size', { exact: true }).fill('32M');
  await wizard.getByLabel('Mirrored').press('Space');
  const create = wizard.getByRole('button', { name: 'Create Volume' });
  for (let page = 0; page < 4 && (await create.count()) === 0; page += 1) await next.press('Enter');
  await create.press('Enter');
  await expect(wizard).toHaveCount(0);
  const { plexes, subdisks } = await volumeOf(host, 'Volume1');
  const arrays = plexes.map(({ name }) => new Set(subdisks.filter(({ plex }) => plex === name)
    .map(({ device }) => (/[01]$/.test(device) ? 'A' : 'B'))));
  expect(arrays.map((array) => [...array].join()).sort()).toEqual(['A', 'B']);
}

async function tooltipOfSubdisk(console: ConsolePage, host: ConsoleHost): Promise<void> {
  await host.furnish();
  await console.open('VMDG');
  const { page } = console;
  await page.getByRole('tab', { name: 'Disk View' }).click();
  const view = page.getByRole('grid', { name: 'Disk View' });
  const box = await view.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 20);
  const tooltip = page.locator('.disk-tooltip');
  await expect(tooltip).toBeVisible();
  for (const label of ['Volume', 'Mirror', 'Offset', 'Size']) await expect(tooltip).toContainText(label);
}
