/**
 * Pictures of every view. PLEXUS_SCREENSHOTS=1 makes the set of docs/screenshots: one size, light and dark, and a few in forced
 * colours, as WebP, which stays small. PLEXUS_SCREENSHOTS=all makes every size, scale and theme under test-results/pictures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { StayingClient } from '../interop/staying-client.ts';
import type { VolumeInfo } from '../plexus-host.ts';
import type { Undo } from '../stage.ts';
import type { ConsoleHost } from './console-host.ts';
import { expect, test } from './console-test.ts';
import type { ConsolePage } from './console-test.ts';

const root = path.resolve(import.meta.dirname, '../..');
const every = process.env['PLEXUS_SCREENSHOTS'] === 'all';
const folder = path.join(root, every ? 'test-results/pictures' : 'docs/screenshots');
const qualityPercent = 78;
const pictureBytesMaximum = 120 * 1024;
/** What forced colours change most. */
const forcedViews: ReadonlySet<string> = new Set(['disk-view', 'heat', 'wizard-plan']);

interface Look {
  readonly name: string;
  readonly media: { readonly colorScheme: 'light' | 'dark'; readonly forcedColors: 'none' | 'active' };
}

const themes: readonly Look[] = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'forced-colours', media: { colorScheme: 'dark', forcedColors: 'active' } },
];
const sizes = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }];
const scales = [1, 2];

type Picture = (view: string) => Promise<void>;

test.describe.configure({ timeout: 600_000 });

for (const { name, media } of themes) {
  for (const viewport of every ? sizes : sizes.slice(0, 1)) {
    for (const deviceScaleFactor of every ? scales : scales.slice(0, 1)) {
      const suffix = every ? `${name}-${viewport.width}x${viewport.height}@${deviceScaleFactor}` : name;
      test.describe(suffix, () => {
        test.use({ viewport, deviceScaleFactor });
        test('every view', async ({ host, console, page, allowedErrors }) => {
          allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
          await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
          mkdirSync(folder, { recursive: true });
          const picture: Picture = async (view) => {
            const shown = every || media.forcedColors === 'none' || forcedViews.has(view);
            if (shown) await take(page, path.join(folder, `${view}-${suffix}.webp`));
          };
          await emptyHost(console, picture);
          await objects(console, host, picture);
          await surfaces(console, picture);
          await wizards(console, picture);
          await perspectives(console, picture);
          await host.stop();
          await expect(page.getByRole('alert')).toBeVisible();
          await picture('lost');
        });
      });
    }
  }
}

async function take(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: qualityPercent });
  const bytes = Buffer.from(data, 'base64');
  if (!every) expect(bytes.length, file).toBeLessThan(pictureBytesMaximum);
  writeFileSync(file, bytes);
  await session.detach();
}

async function emptyHost(console: ConsolePage, picture: Picture): Promise<void> {
  await console.tree.getByRole('treeitem').first().click();
  await picture('start');
  await console.open('Volumes');
  await picture('empty');
}

/** The longest legal names stand beside short ones; one disk is missing. */
async function objects(console: ConsolePage, host: ConsoleHost, picture: Picture): Promise<void> {
  const { page } = console;
  const longest = 'A-volume-with-the-longest-name1';
  await host.furnish();
  await host.run('vxdg', '-gVMDG', 'adddisk', 'Harddisk3');
  await host.run('vxassist', '-gVMDG', 'make', longest, '24M', 'Harddisk2');
  await host.run('vxdisk', 'detach', 'Harddisk3');
  await openGroup(console);
  await console.node(/^VMDG/).press('ArrowRight');
  await picture('disks');
  await console.tab('Volumes').click();
  await console.row('Volumes', 'Volume1').click();
  await expect(console.row('Volumes', 'Volume1')).toHaveAttribute('aria-selected', 'true');
  await picture('volumes');
  await page.getByRole('tab', { name: 'Disk View' }).click();
  await page.getByRole('grid', { name: 'Disk View' }).focus();
  for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await picture('disk-view');
  await heat(page, host, picture);
  await page.getByRole('tab', { name: 'Volume View' }).click();
  await page.getByRole('treegrid', { name: 'Volume View' }).focus();
  await picture('volume-view');
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await picture('statistics');
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('grid', { name: 'History' }).getByRole('row').nth(2)).toBeVisible();
  await picture('history');
  await console.node(/^Volume1/).click();
  for (const tab of ['Mirrors', 'Subdisks', 'Logs']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await picture(tab.toLowerCase());
  }
  await page.getByRole('tab', { name: 'Access' }).click();
  await picture('access');
}

/** By the start of its name, which goes on with the trouble below it. */
async function openGroup(console: ConsolePage): Promise<void> {
  await console.node(/^VMDG/).click();
  await expect(console.page.getByRole('heading', { level: 1, name: 'VMDG', exact: true })).toBeVisible();
}

/** While a client writes. */
async function heat(page: Page, host: ConsoleHost, picture: Picture): Promise<void> {
  await page.getByRole('button', { name: 'Heat' }).click();
  const { uri } = JSON.parse(await host.run('vxvol', '-gVMDG', 'volinfo', 'Volume1', '--json')) as VolumeInfo;
  const endings: Undo[] = [];
  const client = await StayingClient.connect({ atEnd: (undo) => endings.push(undo) }, uri);
  let taken = false;
  const writing = (async () => {
    while (!taken) await client.do("[h.pwrite(b'heat' * 16384, at << 16) for at in range(100)] and 1");
  })();
  await expect(page.getByRole('gridcell', { name: /subdisk of Volume1.* [KM]iB\/s$/ }).first()).toBeVisible();
  await picture('heat');
  taken = true;
  await writing;
  for (const end of endings) await end();
  await page.getByRole('button', { name: 'Heat' }).click();
}

/** Letters of the palette, and the dialog that they open. */
const forms = [
  ['attach or', 'Attach or Create Disks'], ['connect to', 'Connect to a Host'], ['support bun', 'Support Bundle'],
] as const;

/** What lies over the window. */
async function surfaces(console: ConsolePage, picture: Picture): Promise<void> {
  const { page } = console;
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox', { name: 'Command palette' }).fill('vol');
  await picture('palette');
  await page.keyboard.press('Escape');
  await openGroup(console);
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'New Volume' })).toBeVisible();
  await picture('menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await picture('help');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await picture('refusal');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await picture('properties');
  await page.keyboard.press('Escape');
  await console.node(/^Disks/).click();
  for (const [letters, title] of forms) {
    await console.order(letters);
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    if (title === 'Support Bundle') await expect(page.getByRole('dialog').getByRole('row').nth(1)).toBeVisible();
    await picture(title.toLowerCase().split(' ')[0] ?? title);
    await page.keyboard.press('Escape');
  }
  await console.order('tour');
  await expect(page.locator('.tour')).toBeVisible();
  await picture('tour');
  await page.keyboard.press('Escape');
}

async function wizards(console: ConsolePage, picture: Picture): Promise<void> {
  const { page } = console;
  await openGroup(console);
  await console.order('new volume');
  const wizard = page.getByRole('dialog', { name: 'New Volume' });
  const next = wizard.getByRole('button', { name: 'Next' });
  await picture('wizard-disks');
  await next.press('Enter');
  await next.press('Enter');
  await picture('wizard-faults');
  await wizard.getByLabel('Size', { exact: true }).fill('40M');
  await wizard.getByLabel('Mirrored').press('Space');
  await picture('wizard-volume');
  await next.press('Enter');
  await picture('wizard-letter');
  await next.press('Enter');
  await picture('wizard-format');
  const create = wizard.getByRole('button', { name: 'Create Volume' });
  for (let page = 0; page < 4 && (await create.count()) === 0; page += 1) await next.press('Enter');
  await expect(create).toBeVisible();
  await expect(wizard.getByText('Now and after')).toBeVisible();
  await picture('wizard-plan');
  await page.keyboard.press('Escape');
  await expect(wizard).toHaveCount(0);
}

async function perspectives(console: ConsolePage, picture: Picture): Promise<void> {
  const { page } = console;
  await page.getByRole('button', { name: 'Control Panel' }).click();
  await expect(page.getByRole('textbox', { name: 'Value of mirrorDeadlineSeconds' })).toBeVisible();
  await picture('control-panel');
  await page.getByRole('button', { name: 'Logs', exact: true }).click();
  await expect(page.getByRole('row').nth(2)).toBeVisible();
  await picture('logs');
  await console.open('Saved Queries');
  await page.getByRole('textbox', { name: 'Value' }).fill('volume');
  await picture('search');
}
