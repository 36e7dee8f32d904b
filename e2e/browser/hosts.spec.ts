/** Other hosts in the console: a real `plexus serve --remote` on loopback, its log-in, its certificate, its roles, its loss. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ConsoleHost } from './console-host.ts';
import { expect, test } from './console-test.ts';
import { distFolder } from '../plexus-host.ts';
import { succeed } from '../programs.ts';

const password = 'correct horse';

interface Remote {
  readonly host: ConsoleHost;
  status(): Promise<{ readonly remoteAddress: string; readonly remoteFingerprint: string }>;
}

/** A second host, with the operator ada. */
async function remoteHost(port = 0): Promise<Remote> {
  const host = new ConsoleHost();
  host.serveWords = ['--remote', `127.0.0.1:${port}`];
  await host.start();
  const words = [path.join(distFolder, 'bin', 'plexus'), 'user', 'add', 'ada', 'role=operator'];
  await succeed(process.execPath, words, { environment: { PLEXUS_STATE: host.state }, input: `${password}\n` });
  return { host, status: async () => JSON.parse(await host.run('plexus', 'status', '--json')) as Awaited<ReturnType<Remote['status']>> };
}

async function fill(page: Page, address: string, secret: string): Promise<void> {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
  await page.getByRole('menuitem', { name: 'Connect to a Host' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect to a Host' });
  await dialog.getByLabel('Address').fill(address);
  await dialog.getByLabel('User').fill('ada');
  await dialog.getByLabel('Password').fill(secret);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
}

test('a remote host: fingerprint, wrong password, role, loss and return', { tag: '@browser' }, async ({ page, console, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection/);
  const remote = await remoteHost();
  await using _end = { [Symbol.asyncDispose]: () => remote.host.end() };
  await remote.host.attach(2);
  await remote.host.run('vxdg', '-gFARDG', 'init', 'Harddisk0');
  const { remoteAddress, remoteFingerprint } = await remote.status();

  await fill(page, remoteAddress, 'wrong horse');
  const dialog = page.getByRole('dialog', { name: 'Connect to a Host' });
  await expect(dialog).toContainText(remoteFingerprint);
  await dialog.getByRole('button', { name: 'Accept and Connect' }).click();
  await expect(dialog.getByRole('alert')).toContainText('does not know the user ada with this password');
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(console.row('Disks', 'Harddisk0')).toContainText('FARDG');

  const audit = await remote.host.run('plexus', 'log', 'audit');
  expect(audit).toContain('log-in by ada from 127.0.0.1: refused: login.failed');
  expect(audit).toContain('log-in by ada from 127.0.0.1: done');
  expect(audit).not.toContain('horse');

  const port = Number(remoteAddress.split(':')[1]);
  await remote.host.stop();
  await expect(page.getByRole('alert').first()).toContainText('does not answer');
  remote.host.serveWords = ['--remote', `127.0.0.1:${port}`];
  await remote.host.start();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await remote.host.stop();
  rmSync(path.join(remote.host.state, 'remote-certificate.pem'));
  await remote.host.start();
  await expect(page.getByRole('alert').first()).toContainText('shows another certificate than before');
});

test('the sample opens, is marked, and goes when it is disconnected', { tag: '@browser' }, async ({ page, console }) => {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: 'Open Sample' }).click();
  await page.getByRole('dialog', { name: 'Open Sample' }).getByRole('button', { name: 'Open Sample' }).click();
  await expect(page.getByRole('note')).toContainText('Sample: made-up disks', { timeout: 60_000 });
  await expect(console.row('Disks', 'Harddisk0')).toContainText('VMDG');
  await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await page.getByRole('dialog', { name: 'Disconnect' }).getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(console.node('HV-PARENT01')).toHaveCount(0);
});
