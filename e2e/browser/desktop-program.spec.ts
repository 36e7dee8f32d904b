/**
 * The console as a guest of the desktop program, without its runtime: a stand-in for the preload script carries the frames
 * of the contract over the page's WebSocket and keeps what the page says.
 */
import type { Page } from '@playwright/test';
import type { NativeMenu, ProgramMessage, WindowMessage } from '../../core/host/window-messages.ts';
import { expect, test } from './console-test.ts';

interface Program {
  readonly said: WindowMessage[];
  take(message: ProgramMessage): void;
}
type ProgramPage = Window & { readonly program: Program };

test.beforeEach(async ({ console: { page } }) => {
  await page.addInitScript(() => {
    let take: ((message: unknown) => void) | null = null;
    const said: unknown[] = [];
    Object.assign(window, {
      program: { said, take: (message: unknown) => take?.(message) },
      plexus: {
        requestPort: (key: string, request: number) => {
          const { port1, port2 } = new MessageChannel();
          const socket = new WebSocket(`ws://${location.host}/contract${key === '' ? '' : `/${key}`}`);
          socket.onopen = () => window.postMessage({ port: 'plexus:port', request }, location.origin, [port2]);
          socket.onmessage = ({ data }) => port1.postMessage(JSON.parse(data as string));
          socket.onclose = () => port1.postMessage(null);
          port1.onmessage = ({ data }) => socket.send(JSON.stringify(data));
        },
        send: (message: unknown) => said.push(message),
        listen: (run: (message: unknown) => void) => { take = run; },
        pathOf: (file: File) => `/dropped/${file.name}`,
      },
    });
  });
  await page.reload();
});

const said = (page: Page): Promise<WindowMessage[]> => page.evaluate(() => (window as unknown as ProgramPage).program.said);

function hand(page: Page, message: ProgramMessage): Promise<void> {
  return page.evaluate((handed) => (window as unknown as ProgramPage).program.take(handed), message);
}

async function menus(page: Page): Promise<readonly NativeMenu[]> {
  const last = (await said(page)).findLast((message) => message.kind === 'menus');
  return last?.kind === 'menus' ? last.menus : [];
}

async function ids(page: Page, name: NativeMenu['name']): Promise<readonly string[]> {
  const menu = (await menus(page)).find((candidate) => candidate.name === name);
  return (menu?.sections.flat() ?? []).flatMap((entry) => (entry.kind === 'command' ? [entry.id] : entry.commands.map(({ id }) => id)));
}

test('its menus are the window’s, and follow what is selected', { tag: '@browser' }, async ({ page, console, host }) => {
  await host.attach(2);
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0');
  await expect(page.getByRole('menubar')).toHaveCount(0);
  await expect.poll(() => ids(page, 'help')).toContain('help.about');
  expect(await ids(page, 'view')).not.toContain('view.menuBar');
  await console.node('VMDG').click();
  await expect.poll(() => ids(page, 'actions')).toContain('group.deport');
  await hand(page, { kind: 'command', id: 'help.about' });
  await expect(page.getByRole('dialog', { name: 'About Plexus' })).toBeVisible();
});

test('a link only goes to a place, as soon as the host has told of it', { tag: '@browser' }, async ({ page, host }) => {
  await host.attach(2);
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0');
  await expect.poll(async () => (await said(page)).some(({ kind }) => kind === 'place')).toBe(true);
  const place = (await said(page)).find((message) => message.kind === 'place');
  const own = place?.kind === 'place' ? place.address : '';
  await hand(page, { kind: 'go-to', address: `${own}/LATER` });
  await host.run('vxdg', '-gLATER', 'init', 'Harddisk1');
  await expect(page.getByRole('heading', { level: 1, name: 'LATER', exact: true })).toBeVisible();
  const lastPlace = async () => (await said(page)).findLast(({ kind }) => kind === 'place');
  await expect.poll(lastPlace).toMatchObject({ kind: 'place', address: `${own}/LATER`, title: 'LATER' });
});

test('files start Attach or Open Bundle, passed or dropped', { tag: '@browser' }, async ({ page }) => {
  await expect.poll(() => ids(page, 'file')).toContain('host.bundle');
  await hand(page, { kind: 'open-files', disks: ['/images/a.img', '/images/b.img'], bundles: [] });
  const attach = page.getByRole('dialog', { name: 'Attach or Create Disks' });
  await expect(attach.getByRole('textbox').first()).toHaveValue('/images/a.img\n/images/b.img');
  await page.keyboard.press('Escape');
  await expect(attach).toHaveCount(0);
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'old.bundle'));
    return transfer;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(page.getByRole('dialog', { name: 'Open Bundle' })).toContainText('old.bundle');
});
