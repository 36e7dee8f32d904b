import { expect, test } from './console-test.ts';

test.beforeEach(async ({ host }) => host.furnish());

test('a menu leaves out what does not belong, greys what is refused, and says why with the way out', async ({ console, page }) => {
  await console.open('VMDG');
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Commands for the selection' });
  await expect(menu.getByRole('menuitem', { name: 'New Volume' })).toBeVisible();
  await expect(menu.getByRole('menuitem', { name: 'Import Dynamic Disk Group' })).toHaveCount(0);
  const upgrade = menu.getByRole('menuitem', { name: 'Upgrade Dynamic Disk Group Version' });
  await expect(upgrade).toHaveAttribute('aria-disabled', 'true');
  await expect(upgrade).toHaveAttribute('aria-description', /has version 2 of this release already|has version 2 already/);
  await upgrade.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'It cannot be done now' });
  await expect(dialog.getByRole('alert')).toContainText('VMDG has version 2');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // The focus is where it was before the menu.
  await expect(console.node('VMDG')).toBeFocused();
});

test('the menu bar’s Actions are the context menu’s, and its entries show their command line', async ({ console, page }) => {
  await console.open('VMDG');
  await page.keyboard.press('F10');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const deport = page.getByRole('menuitem', { name: 'Deport Dynamic Disk Group' });
  await expect(deport).toHaveAttribute('aria-description', 'vxdg -gVMDG deport');
  await page.keyboard.press('Escape');
});

test('deport and import by keys alone, and the command line sees it', async ({ console, host, page }) => {
  await console.open('VMDG');
  await console.order('deport');
  const deport = page.getByRole('dialog', { name: 'Deport Disk Group' });
  await expect(deport).toContainText('Volume Volume1 is stopped.');
  await expect(deport).toContainText('vxdg -gVMDG deport');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(deport).toHaveCount(0);
  await expect(console.node(/VMDG/)).toBeVisible();
  expect(await host.run('vxdg', 'list')).toContain('deported');
  await console.node(/VMDG/).focus();
  await page.keyboard.press('Enter');
  await console.order('import');
  const dialog = page.getByRole('dialog', { name: 'Import Dynamic Disk Group' });
  await expect(dialog.getByLabel('New name')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('BACK');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('vxdg -gVMDG -n BACK import');
  await expect(dialog.getByRole('button', { name: 'Import Disk Group' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(console.node('BACK')).toBeVisible();
  expect(await host.run('vxdg', 'list')).toContain('BACK');
});

test('destroying names what is lost, and wants the group’s name', async ({ console, host, page }) => {
  await console.open('VMDG');
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: 'Destroy Disk Group' });
  await expect(dialog.getByRole('alert')).toContainText('VMDG has volumes Volume1, Volume2');
  await dialog.getByRole('button', { name: 'Destroy Disk Group by Force' }).press('Enter');
  await expect(dialog).toContainText('Volume Volume1 (64 MiB) and all its data are lost.');
  await expect(dialog).toContainText('Nobody is connected.');
  const destroy = dialog.getByRole('button', { name: 'Destroy Disk Group', exact: true });
  await destroy.press('Enter');
  expect(await host.run('vxdg', 'list')).toContain('VMDG');
  await dialog.getByLabel('Type VMDG to confirm').fill('VMDG');
  await destroy.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(console.node('VMDG')).toHaveCount(0);
  expect(await host.run('vxdg', 'list')).not.toContain('VMDG');
});

test('a plan made stale by somebody else is made anew, with what is different', async ({ console, host, page }) => {
  await console.open('VMDG');
  await console.order('deport');
  const dialog = page.getByRole('dialog', { name: 'Deport Disk Group' });
  await expect(dialog).toContainText('Volume Volume2 is stopped.');
  await host.run('vxedit', '-gVMDG', 'rename', 'Volume2', 'Renamed');
  const button = dialog.getByRole('button', { name: 'Deport Disk Group' });
  await button.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('The group was changed by someone else');
  await expect(dialog.getByRole('alert')).toContainText('No longer: Volume Volume2 is stopped.');
  await expect(dialog.getByRole('alert')).toContainText('Now: Volume Renamed is stopped.');
  expect(await host.run('vxdg', 'list')).not.toContain('deported');
  await button.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await host.run('vxdg', 'list')).toContain('deported');
});

test('keys: the live map, properties, rename, rescan', async ({ console, host, page }) => {
  await console.open('Volumes');
  await console.row('Volumes', 'Volume1').click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Ctrl+Shift+P');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+Enter');
  await expect(page.getByRole('dialog', { name: 'Properties of Volume1' })).toContainText('nbd+unix://');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F2');
  const rename = page.getByRole('dialog', { name: 'Rename Volume' });
  await rename.getByLabel('New name').fill('Volume2');
  await expect(rename).toContainText('Volume2 exists already. Choose another name.');
  await rename.getByLabel('New name').fill('Archive');
  await page.keyboard.press('Enter');
  await expect(rename).toHaveCount(0);
  expect(await host.run('vxprint', '-gVMDG')).toContain('Archive');
  await page.keyboard.press('Shift+F5');
  await expect(page.getByRole('status').filter({ hasText: 'looked for again' })).toBeVisible();
});
