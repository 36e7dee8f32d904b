import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { succeed } from '../programs.ts';
import { accessibilityViolations } from './accessibility-violations.ts';
import { expect, test } from './console-test.ts';

test('from nothing to a mirrored volume: disks, group, volume', async ({ console, host, page }) => {
  await console.open('Disks');
  await console.order('attach');
  const attach = page.getByRole('dialog', { name: 'Attach or Create Disks' });
  await expect(attach.getByLabel('Create sparse image files')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(attach).toContainText('Give a path that begins at the root.');
  await attach.getByLabel('Folder', { exact: true }).fill(host.images);
  await attach.getByLabel('Number of files').fill('3');
  await attach.getByLabel('Size of each').fill('256M');
  await expect(attach).toContainText(`vxdisk attach --create 256M ${host.images}/disk0.img`);
  await page.keyboard.press('Enter');
  await expect(console.row('Disks', 'Harddisk2')).toBeVisible();
  expect(readdirSync(host.images).map((name) => statSync(`${host.images}/${name}`).size)).toEqual([2 ** 28, 2 ** 28, 2 ** 28]);

  await console.order('new dynamic');
  const group = page.getByRole('dialog', { name: 'New Dynamic Disk Group' });
  await group.getByLabel('Group name').fill('nodg');
  await expect(group).toContainText('The name is reserved.');
  await group.getByLabel('Group name').fill('DATA');
  await group.getByRole('button', { name: 'Add All' }).press('Enter');
  await group.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(group).toContainText('vxdg -gDATA init Harddisk0 Harddisk1 Harddisk2');
  await group.getByRole('button', { name: 'Create Disk Group' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'DATA' })).toBeVisible();

  await console.order('new volume');
  const wizard = page.getByRole('dialog', { name: 'New Volume' });
  await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  await wizard.getByLabel('Size', { exact: true }).fill('-1');
  await expect(wizard).toContainText('The size is negative.');
  await wizard.getByLabel('Mirrored').press('Space');
  await wizard.getByRole('button', { name: 'Max Size' }).press('Enter');
  await expect(wizard).toContainText(/At most \d+/);
  await wizard.getByLabel('Size', { exact: true }).fill('40M');
  await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  // Nothing is lost on the way back.
  await wizard.getByRole('button', { name: 'Back' }).press('Enter');
  await expect(wizard.getByLabel('Size', { exact: true })).toHaveValue('40M');
  await expect(wizard.getByLabel('Mirrored')).toBeChecked();
  for (const _page of ['letter', 'format', 'plan']) await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(wizard).toContainText('vxassist -gDATA make Volume1 40M type=mirror mirror=2 DriveLetter=E');
  await expect(wizard.getByRole('img', { name: /After: .*Volume1, 40 MiB, new/ }).first()).toBeVisible();
  await wizard.getByRole('button', { name: 'Create Volume' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Volume1' })).toBeVisible();
  const info = JSON.parse(await host.run('vxvol', '-gDATA', 'volinfo', 'Volume1', '--json')) as { sizeBytes: number; plexes: unknown[] };
  expect(info.sizeBytes).toBe(40 * 2 ** 20);
  expect(info.plexes).toHaveLength(2);
  await expect(page.getByRole('tab', { name: 'Access', selected: true })).toBeVisible();
});

test('New Volume formats what it has made, and the file system is on the volume', async ({ console, host, page }) => {
  await host.furnish();
  await console.open('VMDG');
  await console.order('new volume');
  const wizard = page.getByRole('dialog', { name: 'New Volume' });
  const next = wizard.getByRole('button', { name: 'Next' });
  await next.press('Enter');
  await wizard.getByLabel('Volume name').fill('Letters');
  await wizard.getByLabel('Size', { exact: true }).fill('16M');
  for (const _page of ['letter', 'format']) await next.press('Enter');
  await wizard.getByLabel('File system', { exact: true }).selectOption('XFS');
  await expect(wizard).toContainText('XFS needs a volume of 300 MiB at least, for XFS.');
  await next.press('Enter');
  await expect(wizard.getByRole('combobox', { name: 'File system' })).toBeVisible();
  await wizard.getByLabel('File system', { exact: true }).selectOption('ext4');
  await expect(wizard.getByLabel('File system label')).toHaveValue('Letters');
  expect(await accessibilityViolations(page)).toEqual([]);
  await wizard.getByLabel('File system label').fill('Mail');
  await next.press('Enter');
  await expect(wizard).toContainText('plexus -gVMDG format Letters fstype=ext4 label=Mail');
  await wizard.getByRole('button', { name: 'Create Volume' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Letters' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Access', selected: true })).toBeVisible();
  await page.getByRole('tab', { name: /^Tasks/ }).click();
  await expect(console.grid('Tasks').getByRole('row').filter({ hasText: 'Format' })).toContainText(/Done/);
  const { uri } = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', 'Letters', '--json')) as { uri: string };
  const image = path.join(host.folder, 'letters.img');
  await succeed('nbdcopy', [uri, image]);
  // The superblock of ext4: its magic number and its label.
  const superblock = readFileSync(image).subarray(1024, 2048);
  expect(superblock.readUInt16LE(56)).toBe(0xef53);
  expect(superblock.subarray(120, 136).toString().replaceAll('\0', '')).toBe('Mail');

  // What is there now is not overwritten without saying so.
  await console.order('format');
  const format = page.getByRole('dialog', { name: 'Format Volume' });
  await format.getByLabel('File system', { exact: true }).selectOption('NTFS');
  await format.getByRole('button', { name: 'Format Volume' }).press('Enter');
  await expect(format).toContainText('The volume holds something.');
  await format.getByRole('button', { name: 'Format by Force' }).press('Enter');
  await expect(format).toHaveCount(0);
  await expect(console.grid('Tasks').getByRole('row').filter({ hasText: 'Format' }).filter({ hasText: 'Done' })).toHaveCount(2);
  await succeed('nbdcopy', [uri, image]);
  expect(readFileSync(image).subarray(3, 7).toString()).toBe('NTFS');
});

test('a mirror is added, shown as exposure when it is to go, and broken off', async ({ console, host, page }) => {
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume1').click();
  await console.order('mirror remove');
  const remove = page.getByRole('dialog', { name: 'Remove Mirror' });
  await remove.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(remove).toContainText('Redundancy over time');
  await expect(remove).toContainText('survives one disk failure');
  await page.keyboard.press('Escape');

  await console.order('mirror break');
  const breaking = page.getByRole('dialog', { name: 'Break Mirror' });
  await breaking.getByLabel('Volume name').fill('Twin');
  await breaking.getByRole('button', { name: 'Next' }).press('Enter');
  await breaking.getByRole('button', { name: 'Break Mirror' }).press('Enter');
  await expect(console.row('Volumes', 'Twin')).toBeVisible();
  expect(await host.run('vxprint', '-gVMDG')).toContain('Twin');

  await console.row('Volumes', 'Twin').click();
  await console.order('mirror add');
  const adding = page.getByRole('dialog', { name: 'Add Mirror' });
  await adding.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(adding).toContainText('vxassist -gVMDG mirror Twin');
  await adding.getByRole('button', { name: 'Add Mirror' }).press('Enter');
  await expect(adding).toHaveCount(0);
  const info = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', 'Twin', '--json')) as { plexes: unknown[] };
  expect(info.plexes).toHaveLength(2);
});

test('a host that dies in the middle of a wizard takes nothing away', { tag: '@browser' }, async (
  { console, host, page, allowedErrors },
) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume2').click();
  await console.order('resize');
  const grow = page.getByRole('dialog', { name: 'Resize Volume' });
  await grow.getByLabel('Add by', { exact: true }).and(grow.getByRole('textbox')).fill('16M');
  await host.stop();
  await grow.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(grow.getByRole('alert')).toContainText('The host does not answer');
  await host.start(null);
  await expect(grow).toContainText('Now and after');
  await grow.getByRole('button', { name: 'Grow Volume' }).press('Enter');
  await expect(grow).toHaveCount(0);
  const info = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', 'Volume2', '--json')) as { sizeBytes: number };
  expect(info.sizeBytes).toBe(48 * 2 ** 20);
});
