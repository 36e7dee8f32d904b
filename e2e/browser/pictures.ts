/** The pictures of docs/screenshots. Run with PLEXUS_SCREENSHOTS=1. */
import path from 'node:path';
import { expect, test } from './console-test.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const looks = [
  ['light', { colorScheme: 'light', forcedColors: 'none' }], ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
  ['forced-colours', { colorScheme: 'dark', forcedColors: 'active' }],
] as const;

test.describe.configure({ timeout: 300_000 });

for (const [name, look] of looks) {
  test(`the console in ${name}`, async ({ host, console, page }) => {
    const picture = (view: string): Promise<Buffer> => page.screenshot({ path: path.join(folder, `${view}-${name}.png`) });
    await page.emulateMedia({ ...look, reducedMotion: 'reduce' });
    await console.tree.getByRole('treeitem').first().click();
    await picture('start');
    await host.furnish();
    await console.open('VMDG');
    await console.node('VMDG').press('ArrowRight');
    await picture('disks');
    await console.tab('Volumes').click();
    await console.row('Volumes', 'Volume1').click();
    await expect(console.row('Volumes', 'Volume1')).toHaveAttribute('aria-selected', 'true');
    await picture('volumes');

    await page.getByRole('tab', { name: 'Disk View' }).click();
    await page.getByRole('grid', { name: 'Disk View' }).focus();
    for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await picture('disk-view');
    await page.getByRole('tab', { name: 'Volume View' }).click();
    await page.getByRole('treegrid', { name: 'Volume View' }).focus();
    await picture('volume-view');

    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('combobox', { name: 'Command palette' }).fill('vol');
    await picture('palette');
    await page.keyboard.press('Escape');
    await console.open('VMDG');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem', { name: 'New Volume' })).toBeVisible();
    await picture('menu');
    await page.keyboard.press('Escape');

    await console.order('new volume');
    const wizard = page.getByRole('dialog', { name: 'New Volume' });
    await picture('wizard-disks');
    await wizard.getByRole('button', { name: 'Next' }).press('Enter');
    await wizard.getByLabel('Size', { exact: true }).fill('40M');
    await wizard.getByLabel('Mirrored').press('Space');
    await picture('wizard-volume');
    for (const _page of ['file system', 'plan']) await wizard.getByRole('button', { name: 'Next' }).press('Enter');
    await expect(wizard.getByRole('button', { name: 'Create Volume' })).toBeVisible();
    await expect(wizard.getByRole('img', { name: /After: / }).first()).toBeVisible();
    await picture('wizard-plan');
    await page.keyboard.press('Escape');
    await expect(wizard).toHaveCount(0);

    await console.node('Volume1').click();
    await page.getByRole('tab', { name: 'Access' }).click();
    await picture('access');
    await page.getByRole('button', { name: 'Control Panel' }).click();
    await expect(page.getByRole('textbox', { name: 'Value of mirrorDeadlineSeconds' })).toBeVisible();
    await picture('control-panel');
    await page.getByRole('button', { name: 'Logs', exact: true }).click();
    await expect(page.getByRole('row').nth(2)).toBeVisible();
    await picture('logs');
  });
}

test('a lost host', async ({ host, console, page, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await host.furnish();
  await console.open('Disks');
  await expect(console.row('Disks', 'Harddisk3')).toBeVisible();
  await host.stop();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.screenshot({ path: path.join(folder, 'lost-light.png') });
});
