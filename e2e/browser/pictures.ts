/** The pictures of docs/screenshots. Run with PLEXUS_SCREENSHOTS=1. */
import path from 'node:path';
import { expect, test } from './console-test.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const looks = [
  ['light', { colorScheme: 'light', forcedColors: 'none' }], ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
  ['forced-colours', { colorScheme: 'dark', forcedColors: 'active' }],
] as const;

for (const [name, look] of looks) {
  test(`the console in ${name}`, async ({ host, console, page }) => {
    await page.emulateMedia({ ...look, reducedMotion: 'reduce' });
    await host.furnish();
    await console.open('VMDG');
    await console.node('VMDG').press('ArrowRight');
    await page.screenshot({ path: path.join(folder, `disks-${name}.png`) });
    await console.tab('Volumes').click();
    await console.row('Volumes', 'Volume1').click();
    await expect(console.row('Volumes', 'Volume1')).toHaveAttribute('aria-selected', 'true');
    await page.screenshot({ path: path.join(folder, `volumes-${name}.png`) });
  });
}

test('an empty host, and a lost one', async ({ host, console, page, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await console.open('Disks');
  await page.screenshot({ path: path.join(folder, 'empty-light.png') });
  await host.furnish();
  await expect(console.row('Disks', 'Harddisk3')).toBeVisible();
  await host.stop();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.screenshot({ path: path.join(folder, 'lost-light.png') });
});
