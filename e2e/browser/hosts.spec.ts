/** Other hosts in the console: a real `plexus serve --remote` on loopback, its log-in, its certificate, its roles, its loss. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './console-test.ts';
import { connectDialog, connectTo, fillConnect, password, remoteHost } from './remote-console.ts';

// Two hosts each, and log-ins that cost time on purpose.
test.describe.configure({ timeout: 300_000 });

test('a remote host: fingerprint, wrong password, role, loss and return', { tag: '@browser' }, async ({ page, console, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection/);
  await using remote = await remoteHost('ada', 'operator');
  await remote.host.attach(2);
  await remote.host.run('vxdg', '-gFARDG', 'init', 'Harddisk0');
  const { remoteAddress, remoteFingerprint } = await remote.status();

  await fillConnect(page, remoteAddress, 'ada', 'wrong horse');
  const dialog = connectDialog(page);
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

  await remote.host.stop();
  await expect(page.getByRole('alert').first()).toContainText('does not answer');
  await remote.startAgain();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a changed certificate is shown beside the known one, and only a person accepts it', { tag: '@browser' }, async (
  { page, console, allowedErrors },
) => {
  allowedErrors.push(/WebSocket connection/);
  await using remote = await remoteHost('ada', 'operator');
  await remote.host.attach(1);
  await connectTo(page, remote, 'ada');
  await expect(console.row('Disks', 'Harddisk0')).toBeVisible();
  const before = (await remote.status()).remoteFingerprint;
  const logIns = async (): Promise<number> =>
    (await remote.host.run('plexus', 'log', 'audit')).match(/log-in by ada from 127\.0\.0\.1: done/g)?.length ?? 0;
  const known = await logIns();
  await remote.host.stop();
  rmSync(path.join(remote.host.state, 'remote-certificate.pem'));
  await remote.startAgain();
  const { remoteFingerprint: now } = await remote.status();
  expect(now).not.toBe(before);
  const banner = page.getByRole('alert').filter({ hasText: 'shows another certificate than before' });
  await expect(banner).toContainText(before);
  await banner.getByRole('button', { name: 'Connect Again' }).click();
  const dialog = connectDialog(page);
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog.getByText(before, { exact: true })).toBeVisible();
  await expect(dialog.getByText(now, { exact: true })).toBeVisible();
  // Nobody has logged in under the new one yet.
  expect(await logIns()).toBe(known);
  await dialog.getByRole('button', { name: 'Accept the New Certificate' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(console.row('Disks', 'Harddisk0')).toBeVisible();
});

test('the sample opens, is marked, and goes when it is disconnected', { tag: '@browser' }, async ({ page, console }) => {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: 'Open Sample' }).click();
  await page.getByRole('dialog', { name: 'Open Sample' }).getByRole('button', { name: 'Open Sample' }).click();
  await expect(page.getByRole('note')).toContainText('Sample: made-up disks', { timeout: 60_000 });
  await expect(console.row('Disks', 'Harddisk0')).toContainText('VMDG');
  await expect(console.node(/^HV-PARENT01/)).toBeVisible();
  await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await page.getByRole('dialog', { name: 'Disconnect' }).getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(console.node(/^HV-PARENT01/)).toHaveCount(0);
});
