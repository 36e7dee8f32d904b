import { accessibilityViolations } from './accessibility-violations.ts';
import { expect, test } from './console-test.ts';

const looks = [
  ['light', { colorScheme: 'light', forcedColors: 'none' }], ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
  ['forced colours', { colorScheme: 'dark', forcedColors: 'active' }],
] as const;

for (const [name, look] of looks) {
  test(`no violation in ${name}, furnished, with a row chosen`, async ({ host, console, page }) => {
    await page.emulateMedia(look);
    await host.furnish();
    await console.open('VMDG');
    await console.tab('Volumes').click();
    await console.row('Volumes', 'Volume1').click();
    expect(await accessibilityViolations(page)).toEqual([]);
  });
}

test('no violation on an empty host, nor on a lost one', async ({ host, console, page, shell, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await console.open('Volumes');
  expect(await accessibilityViolations(page)).toEqual([]);
  // A lost host is shown in a browser only.
  if (shell === 'electron') return;
  await host.stop();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await accessibilityViolations(page)).toEqual([]);
});

test('state is told by more than colour', async ({ host, console }) => {
  await host.furnish();
  await host.run('vxvol', '-gVMDG', 'stop', 'Volume1');
  await console.open('Volumes');
  await expect(console.row('Volumes', 'Volume1').getByRole('gridcell', { name: 'Stopped' }).locator('svg')).toBeVisible();
  await expect(console.row('Volumes', 'Volume2').getByRole('gridcell', { name: 'Healthy' }).locator('svg')).toHaveCount(0);
});
