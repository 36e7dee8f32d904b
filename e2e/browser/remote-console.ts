/** Another machine's host for the specs: a real `plexus serve --remote` on loopback with a user, and the dialog that connects to it. */
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { distFolder } from '../plexus-host.ts';
import { succeed } from '../programs.ts';
import { ConsoleHost } from './console-host.ts';

export const password = 'correct horse';

export interface Remote {
  readonly host: ConsoleHost;
  status(): Promise<{ readonly remoteAddress: string; readonly remoteFingerprint: string }>;
  /** Starts it again at the address that it had. */
  startAgain(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function remoteHost(user: string, role: 'read-only' | 'operator' | 'administrator'): Promise<Remote> {
  const host = new ConsoleHost();
  host.serveWords = ['--remote', '127.0.0.1:0'];
  await host.start();
  const words = [path.join(distFolder, 'bin', 'plexus'), 'user', 'add', user, `role=${role}`];
  await succeed(process.execPath, words, { environment: { PLEXUS_STATE: host.state }, input: `${password}\n` });
  const status: Remote['status'] = async () =>
    JSON.parse(await host.run('plexus', 'status', '--json')) as Awaited<ReturnType<Remote['status']>>;
  const { remoteAddress } = await status();
  return {
    host, status, [Symbol.asyncDispose]: () => host.end(),
    startAgain: async () => {
      host.serveWords = ['--remote', remoteAddress];
      await host.start();
    },
  };
}

export function connectDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Connect to a Host' });
}

export async function fillConnect(page: Page, address: string, user: string, secret: string): Promise<void> {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
  await page.getByRole('menuitem', { name: 'Connect to a Host' }).click();
  const dialog = connectDialog(page);
  await dialog.getByLabel('Address').fill(address);
  await dialog.getByLabel('User').fill(user);
  await dialog.getByLabel('Password').fill(secret);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
}

/** With the certificate accepted unseen. */
export async function connectTo(page: Page, remote: Remote, user: string): Promise<void> {
  const { remoteAddress } = await remote.status();
  await fillConnect(page, remoteAddress, user, password);
  await connectDialog(page).getByRole('button', { name: 'Accept and Connect' }).click();
  await expect(connectDialog(page)).toHaveCount(0);
}
