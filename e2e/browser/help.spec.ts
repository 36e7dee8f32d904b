/** Help without a network: F1 for what has the focus, the contents, the words of the glossary, and the tour over the sample. */
import type { ConsolePage } from './console-test.ts';
import { expect, test } from './console-test.ts';

const help = (console: ConsolePage) => console.page.getByRole('dialog', { name: 'Help', exact: true });

test('F1 explains the object, the tab, the field and the refusal that have the focus', async ({ console, host, page }) => {
  await host.furnish();
  await console.open('VMDG');
  await console.node('VMDG').focus();
  await page.keyboard.press('F1');
  await expect(help(console).getByRole('heading', { name: 'Imported' })).toBeFocused();
  await expect(help(console).getByRole('article')).toContainText('One host at a time has a group imported');
  await page.keyboard.press('Escape');
  await expect(help(console)).toHaveCount(0);
  await expect(console.node('VMDG')).toBeFocused();

  await page.getByRole('tab', { name: 'Disk View' }).focus();
  await page.keyboard.press('F1');
  await expect(help(console).getByRole('heading', { name: 'Disk View', level: 3 })).toBeFocused();
  await page.keyboard.press('Escape');

  await console.order('new volume');
  const wizard = page.getByRole('dialog', { name: 'New Volume' });
  await wizard.getByRole('button', { name: 'Next' }).press('Enter');
  const size = wizard.getByLabel('Size', { exact: true });
  await size.fill('40M');
  await page.keyboard.press('F1');
  await expect(help(console).getByRole('heading', { name: 'Size', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(size).toBeFocused();
  await expect(size).toHaveValue('40M');
  await page.keyboard.press('Escape');

  await console.node('VMDG').focus();
  await page.keyboard.press('Delete');
  const destroy = page.getByRole('dialog', { name: 'Destroy Disk Group' });
  await expect(destroy.getByRole('alert')).toBeVisible();
  await expect(destroy.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('F1');
  await expect(help(console).getByRole('heading', { name: 'group.has-volumes' })).toBeFocused();
});

test('the contents lead to every page, a search to every code, and words of the glossary to their sentence', async ({ console, page }) => {
  await console.order('contents');
  await help(console).getByRole('button', { name: 'Mirror', exact: true }).press('Enter');
  await expect(help(console).getByRole('heading', { name: 'Mirror', level: 3 })).toBeFocused();
  const term = help(console).getByRole('article').getByRole('button', { name: 'plex', exact: true });
  await term.focus();
  await expect(page.getByText('One whole copy of a volume’s data.')).toBeVisible();
  await term.press('Enter');
  await expect(help(console).getByRole('heading', { name: 'plex', exact: true })).toBeFocused();
  await help(console).getByRole('button', { name: 'Back', exact: true }).press('Enter');
  await expect(help(console).getByRole('heading', { name: 'Mirror', level: 3 })).toBeFocused();
  await help(console).getByRole('searchbox').fill('login.limited');
  await page.keyboard.press('Enter');
  await expect(help(console).getByRole('heading', { name: 'login.limited' })).toBeFocused();
});

test('help needs nothing but the console: the host may be gone', { tag: '@browser' }, async ({ console, host, page, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await host.stop();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.keyboard.press('F1');
  await expect(help(console).getByRole('article')).toContainText('A host that does not answer stays in the tree');
});

test('the start page offers three beginnings and the tour, which walks over the sample and is remembered', { tag: '@browser' }, async (
  { console, page },
) => {
  const start = page.getByRole('tabpanel', { name: 'Overview' });
  for (const name of ['Try the sample', 'Attach or create disks', 'Connect to a host']) {
    await expect(start.getByRole('button', { name })).toBeVisible();
  }
  await start.getByRole('button', { name: 'Take the tour' }).press('Enter');
  const card = page.locator('.tour');
  await expect(card).toContainText('A tour of the console');
  await card.getByRole('button', { name: 'Start' }).press('Enter');
  await expect(console.node(/^HV-PARENT01/)).toBeVisible({ timeout: 60_000 });
  const titles: string[] = [];
  const next = card.getByRole('button', { name: 'Next' });
  for (let step = 1; step <= 7; step += 1) {
    await expect(card).toContainText(`Step ${step} of 7`);
    titles.push(await card.getByRole('heading').innerText());
    if (step === 2) await expect(console.row('Volumes', 'VM_VHD1')).toBeVisible();
    if (step === 3) await expect(page.getByRole('grid', { name: 'Disk View' })).toBeVisible();
    if (step === 4) await expect(page.getByText(/^nbd\+unix:/).first()).toBeVisible();
    if (step < 7) await next.press('Enter');
  }
  expect(new Set(titles).size).toBe(7);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(page.locator('.tour-ring')).toHaveCount(0);
  // It is not offered again by itself, and can be taken again.
  await expect(page.getByRole('note')).toContainText('Sample');
  await page.reload();
  await console.node(/^HV-PARENT01/).click();
  await expect(page.getByRole('note').getByRole('button', { name: 'Take the tour' })).toHaveCount(0);
  await console.tree.getByRole('treeitem').first().click();
  await expect(start.getByRole('button', { name: 'Take the tour again' })).toBeVisible();
});
