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

test('wrong passwords: said each time, then the address has to wait, even with the right one', { tag: '@browser' }, async (
  { page, console },
) => {
  await using remote = await remoteHost('ada', 'operator');
  const { remoteAddress } = await remote.status();
  await fillConnect(page, remoteAddress, 'ada', 'wrong horse 0');
  const dialog = connectDialog(page);
  await dialog.getByRole('button', { name: 'Accept and Connect' }).click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('does not know the user ada');
  const connect = dialog.getByRole('button', { name: 'Connect', exact: true });
  // Some are free; from then on each that fails doubles the wait, until the next try is too early however slow the machine is.
  let failed = 1;
  while (!(await alert.innerText()).includes('takes no log-in')) {
    failed += 1;
    await dialog.getByLabel('Password').fill(`wrong horse ${failed}`);
    await connect.click();
    await expect(connect).toBeEnabled({ timeout: 60_000 });
  }
  await expect(alert).toContainText(/takes no log-in of ada for \d+ seconds after too many that failed/);
  await dialog.getByLabel('Password').fill(password);
  // When the time is over the right one is taken.
  await expect(async () => {
    if ((await dialog.count()) > 0) await connect.click({ timeout: 1000 });
    await expect(dialog).toHaveCount(0, { timeout: 1000 });
  }).toPass({ timeout: 200_000 });
  await expect(console.tree.getByRole('treeitem', { level: 1 })).toHaveCount(2);
  const audit = await remote.host.run('plexus', 'log', 'audit');
  // The last one was refused unheard.
  expect(audit.match(/log-in by ada from 127\.0\.0\.1: refused: login\.failed/g)?.length).toBe(failed - 1);
  expect(audit).toContain('refused: login.limited');
  expect(audit).not.toContain('horse');
});

interface Answer {
  readonly id?: number;
  readonly ok?: boolean;
  readonly refusal?: { readonly code: string; readonly evidence: Readonly<Record<string, unknown>> };
  readonly hello?: { readonly role: string };
}

test('a viewer who speaks the contract directly is refused every writing command, and that is written down', { tag: '@browser' }, async (
  { page, console },
) => {
  await using remote = await remoteHost('vera', 'read-only');
  await remote.host.attach(2);
  await remote.host.run('vxdg', '-gFARDG', 'init', 'Harddisk0');
  const frames: string[] = [];
  page.on('websocket', (socket) => frames.push(socket.url()));
  await connectTo(page, remote, 'vera');
  await expect(console.row('Disks', 'Harddisk0')).toContainText('FARDG');
  const line = frames.find((url) => /\/contract\/.+/.test(url)) ?? '';
  const answers = await page.evaluate(async (address): Promise<readonly Answer[]> => {
    const socket = new WebSocket(address);
    const heard: Answer[] = [];
    const asks = [
      { id: 1, call: 'command.run', input: { command: { command: 'group.destroy', group: 'FARDG', force: true } } },
      { id: 2, call: 'command.run', input: { command: { command: 'disk.detach', disk: 'Harddisk1' } } },
      { id: 3, call: 'settings.set', input: { values: {} } }, { id: 4, call: 'host.shutdown', input: { force: true } },
      { id: 5, call: 'user.add', input: { user: 'eve', role: 'administrator', password: 'long enough' } },
      { id: 6, call: 'objects.list', input: {} },
    ];
    return new Promise((resolve, reject) => {
      socket.addEventListener('error', () => reject(new Error('no line')));
      socket.addEventListener('open', () => socket.send(JSON.stringify({ hello: 1 })));
      socket.addEventListener('message', ({ data }) => {
        const frame = JSON.parse(String(data)) as Answer;
        heard.push(frame);
        if (frame.hello !== undefined) for (const ask of asks) socket.send(JSON.stringify(ask));
        if (heard.filter(({ id }) => id !== undefined).length === asks.length) resolve(heard);
      });
    });
  }, line);
  expect(answers.find(({ hello }) => hello !== undefined)?.hello?.role).toBe('read-only');
  for (const id of [1, 2, 3, 4]) {
    expect(answers.find((answer) => answer.id === id), String(id)).toMatchObject({
      ok: false, refusal: { code: 'role.missing', evidence: { role: 'read-only' } },
    });
  }
  expect(answers.find(({ id }) => id === 5)?.refusal?.code).toMatch(/role\.missing|call\.local-only/);
  expect(answers.find(({ id }) => id === 6)?.ok).toBe(true);
  // Behind the console: nothing has happened, and the host knows who tried.
  expect(await remote.host.run('vxdg', 'list')).toContain('FARDG');
  expect(await remote.host.run('vxdisk', 'list')).toContain('Harddisk1');
  expect(await remote.host.run('plexus', 'log', 'audit')).toMatch(/vera.*role\.missing/);
});
