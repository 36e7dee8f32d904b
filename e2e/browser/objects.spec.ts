import { expect, test } from './console-test.ts';

const diskHeadings = [
  'Name', 'Internal name', 'Status', 'Disk Group', 'Type', 'Style', 'Size', 'Unallocated', 'Usage', 'Device', 'Vendor', 'Enclosure',
];
const volumeHeadings = [
  'Name', 'Drive letter/Mount', 'Type', 'Layout', 'Size', 'Free Space', '% free', 'Status', 'File System', 'Disk Group',
  'Mirrors', 'Redundancy', 'FastResync', 'Clients',
];

test.describe('what the command line made', () => {
  test.beforeEach(async ({ host }) => host.furnish());

  test('stands in the tree, in its order', async ({ console }) => {
    await console.node('Disk Groups').press('ArrowRight');
    await console.open('VMDG');
    await console.node('VMDG').press('ArrowRight');
    await console.node('Disks').dblclick();
    await console.node('Volumes').dblclick();
    const shown = (): Promise<readonly string[]> => console.tree.getByRole('treeitem').evaluateAll((nodes) =>
      nodes.map((node) => `${node.getAttribute('aria-level')} ${node.textContent?.trim()}`));
    await expect.poll(async () => (await shown()).slice(1)).toEqual([
      '2 Disk Groups', '3 VMDG', '4 Harddisk0', '4 Harddisk1', '4 Harddisk2', '4 Volume1', '4 Volume2', '3 Free Disks',
      '2 Disks', '3 Harddisk0', '3 Harddisk1', '3 Harddisk2', '3 Harddisk3', '2 Volumes', '3 Volume1', '3 Volume2',
      '2 Enclosures', '2 Saved Queries',
    ]);
  });

  test('fills the Disks tab', async ({ console, host }) => {
    await console.open('Disks');
    expect(await console.headings('Disks')).toEqual(diskHeadings);
    await expect(console.tab('Disks')).toHaveText('Disks 4');
    expect(await console.cells('Disks', 'Harddisk0')).toMatchObject({
      'Internal name': 'Disk1', 'Status': 'Imported', 'Disk Group': 'VMDG', 'Type': 'Dynamic', 'Size': '256 MiB', 'Style': '–',
      'Vendor': '–', 'Device': `${host.images}/disk0.img`,
    });
    expect(await console.cells('Disks', 'Harddisk3')).toMatchObject({
      'Internal name': '–', 'Status': 'Free', 'Disk Group': '–', 'Type': '–', 'Unallocated': '–',
    });
  });

  test('fills the Volumes tab', async ({ console }) => {
    await console.open('VMDG');
    await console.tab('Volumes').click();
    expect(await console.headings('Volumes')).toEqual(volumeHeadings);
    expect(await console.cells('Volumes', 'Volume1')).toEqual({
      'Name': 'Volume1', 'Drive letter/Mount': 'E:', 'Type': 'Dynamic', 'Layout': 'Mirrored', 'Size': '64 MiB', 'Free Space': '–',
      '% free': '–', 'Status': 'Healthy', 'File System': '–', 'Disk Group': 'VMDG', 'Mirrors': '2', 'Redundancy': 'survives 1 disk',
      'FastResync': '–', 'Clients': '0',
    });
    expect(await console.cells('Volumes', 'Volume2')).toMatchObject({ 'Layout': 'Striped', 'Mirrors': '–', 'Drive letter/Mount': '–' });
  });

  test('gives exact bytes in the tooltip', async ({ console }) => {
    await console.open('Volumes');
    await expect(console.row('Volumes', 'Volume1').getByTitle('67,108,864 bytes')).toHaveText('64 MiB');
  });

  test('shows which disks a volume lies on, and which volumes a disk carries', async ({ console }) => {
    await console.open('Volumes');
    await console.row('Volumes', 'Volume1').dblclick();
    await expect(console.page.getByRole('heading', { level: 1 })).toHaveText('Volume1');
    await expect(console.tab('Disks')).toHaveText('Disks 2');
    await console.grid('Disks').getByRole('gridcell', { name: /^Harddisk/ }).first().dblclick();
    await expect(console.page.getByRole('heading', { level: 1 })).toHaveText(/^Harddisk/);
    await console.tab('Volumes').click();
    await expect(console.row('Volumes', 'Volume1')).toBeVisible();
  });
});

test('an empty host says what to do', async ({ console }) => {
  await console.open('Disks');
  await expect(console.page.getByText('No disk is attached.')).toBeVisible();
  await expect(console.page.getByText(/^vxdisk attach/)).toBeVisible();
  await console.open('Volumes');
  await expect(console.page.getByText(/^vxassist -g NAME make/)).toBeVisible();
});

test('the status line says who looks at which host with what right', async ({ console, host }) => {
  await host.attach(1);
  const line = console.page.getByRole('contentinfo');
  await expect(line).toContainText('1 disk, 0 volumes');
  await expect(line).toContainText(/Role\s*Administrator/);
  await expect(line).toContainText(/User\s*\S+/);
});
