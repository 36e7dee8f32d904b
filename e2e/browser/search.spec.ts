import { expect, test } from './console-test.ts';

test('a search finds objects by what they are, opens them, and stays in the tree when it is saved', async ({ console, host, page }) => {
  await host.furnish();
  await page.getByRole('menuitem', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: /^Search/ }).click();
  const results = console.grid('Results');
  await page.getByLabel('Objects', { exact: true }).and(page.locator('select')).selectOption('Volumes');
  await page.getByLabel('Value').fill('volume2');
  await expect(results.getByRole('row').filter({ hasText: 'Volume2' })).toHaveCount(1);
  await expect(results.getByRole('row').filter({ hasText: 'Volume1' })).toHaveCount(0);

  await page.getByLabel('Name of the query').fill('Stripes');
  await page.getByRole('button', { name: 'Save Query' }).click();
  await host.run('vxedit', '-gVMDG', 'rename', 'Volume2', 'Volume2b');
  await expect(console.row('Results', 'Volume2b')).toBeVisible();
  await page.reload();
  await console.open('Stripes');
  await console.row('Results', 'Volume2b').dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Volume2b' })).toBeVisible();
});

test('sizes are compared as sizes, and a value that is none says so', async ({ console, host, page }) => {
  await host.furnish();
  await page.keyboard.press('Control+Shift+F');
  await page.getByLabel('Property').selectOption('Size');
  await page.getByLabel('Comparison').selectOption('is at least');
  await page.getByLabel('Value').fill('large');
  await expect(page.getByText('Not a size.')).toBeVisible();
  await page.getByLabel('Value').fill('200M');
  await expect(console.row('Results', 'Harddisk3')).toBeVisible();
  await expect(console.row('Results', 'Volume1')).toHaveCount(0);
});
