import { mkdirSync, openSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { invariant } from '../../model/invariant.ts';
import { mebibyte } from '../../model/limits.ts';
import { OtherHosts } from '../relay/other-hosts.ts';
import { TestCarrier } from '../relay/test-carrier.ts';
import type { HistoryAnswer } from '../../model/history.ts';
import { testFolder } from '../test-folder.ts';
import { TestHost } from '../test-host.ts';
import { readBundle } from './bundle-host.ts';
import { bundleVersion } from './support-bundle.ts';

const secret = 'topsecretpattern';
const webhook = `https://example.org/${secret}`;

/** A group with a volume whose bytes, users and settings hold the secret. */
async function furnished(): Promise<TestHost> {
  const host = await TestHost.start();
  mkdirSync(join(host.folder, 'Acme'));
  const images = ['a.img', 'b.img'].map((name) => join(host.folder, 'Acme', name));
  await host.done({ command: 'disk.attach', locations: images, readOnly: false, createBytes: 64 * mebibyte });
  await host.done({ command: 'group.init', group: 'Payroll', disks: ['Harddisk0', 'Harddisk1'], force: false });
  await host.done({ command: 'disk.set', disk: 'Harddisk0', enclosure: 'Cellar' });
  await host.done({
    command: 'volume.make', group: 'Payroll', volume: 'Salaries', sizeBytes: 8 * mebibyte, type: 'spanned', mirrors: 1,
    disks: ['Harddisk0'], excludedDisks: [], zeroed: true,
  });
  const descriptor = openSync(images[0]!, 'r+');
  writeSync(descriptor, secret.repeat(1000), 8 * mebibyte);
  closeSync(descriptor);
  await host.client.call('user.add', { user: 'wilma', role: 'operator', password: secret });
  await host.client.call('settings.set', { values: { alertWebhook: webhook } });
  return host;
}

async function bundleOf(host: TestHost, hideNames: boolean): Promise<Buffer> {
  const answer = await host.client.call('support.bundle', { hideNames, pack: true });
  invariant(answer.ok, `the bundle is made: ${JSON.stringify(answer)}`);
  expect(answer.value.parts.map(({ name }) => name)).toEqual(['host', 'objects', 'groups', 'settings', 'logs']);
  return Buffer.from(answer.value.packed, 'base64');
}

test('a bundle holds configuration, history and logs, and nothing that is secret', async () => {
  const host = await furnished();
  const text = gunzipSync(await bundleOf(host, false)).toString('utf8');
  for (const there of ['Payroll', 'Salaries', 'wilma', 'volume.make', 'vxdg -gPayroll init']) expect(text).toContain(there);
  expect(text).not.toContain(secret);
});

test('hidden names are nowhere in it, and what belongs together still does', async () => {
  const host = await furnished();
  const packed = await bundleOf(host, true);
  const text = gunzipSync(packed).toString('utf8');
  for (const hidden of ['Payroll', 'Salaries', 'wilma', 'Cellar', 'Acme', host.folder, secret]) expect(text).not.toContain(hidden);
  const bundle = readBundle('x.bundle', packed);
  invariant(bundle.ok, 'it can be read');
  const group = bundle.value.objects.find(({ kind }) => kind === 'group');
  const volume = bundle.value.objects.find((object) => object.kind === 'volume');
  expect(group).toMatchObject({ name: bundle.value.groups[0]!.name });
  expect(volume).toMatchObject({ groupName: bundle.value.groups[0]!.name });
});

test('an opened bundle answers like a host that can only be looked at', async () => {
  const host = await furnished();
  const relay = new OtherHosts(testFolder(), () => undefined, host.startBeside);
  onTestFinished(() => relay.close());
  const content = (await bundleOf(host, false)).toString('base64');
  const opened = await relay.connect({ kind: 'bundle', name: 'acme.bundle', content });
  invariant(opened.ok, 'it opens');
  const { id, asOf, hostKind } = opened.value.host;
  expect(hostKind).toBe('bundle');
  expect(Date.parse(asOf)).toBeGreaterThan(0);
  const carrier = TestCarrier.greet(relay, id);
  expect(JSON.stringify(await carrier.answer(1, 'objects.list', {}))).toContain('Salaries');
  expect(await carrier.answer(2, 'group.history', { group: 'payroll' })).toMatchObject({ ok: true });
  const [first] = (await carrier.answer(6, 'group.history', { group: 'Payroll' }) as { value: HistoryAnswer }).value.entries;
  const before = first!.sequence - 1;
  expect(JSON.stringify(await carrier.answer(7, 'group.past', { group: 'Payroll', sequence: before }))).not.toContain('Salaries');
  expect(await carrier.answer(8, 'group.history', { group: 'Payroll', from: before, to: before + 1 }))
    .toMatchObject({ ok: true, value: { changes: [expect.stringContaining('Salaries')] } });
  expect(await carrier.answer(9, 'group.past', { group: 'Payroll', sequence: 9999 }))
    .toMatchObject({ ok: false, refusal: { code: 'history.unknown' } });
  expect(JSON.stringify(await carrier.answer(3, 'log.read', { log: 'task', last: 10 }))).toContain('entries');
  expect(await carrier.answer(4, 'command.run', { command: { command: 'disk.rescan' } })).toMatchObject({ ok: false });
  expect(await carrier.answer(5, 'command.plan', { command: { command: 'disk.rescan' } }))
    .toMatchObject({ ok: false, refusal: { code: 'bundle.read-only' } });
});

test('what is damaged, newer, or something else is refused with the reason', () => {
  const pack = (value: unknown): Buffer => gzipSync(JSON.stringify(value));
  const head = { format: 'plexus support bundle', version: bundleVersion };
  expect(readBundle('x', Buffer.from('nonsense'))).toMatchObject({ ok: false, error: { code: 'bundle.invalid' } });
  expect(readBundle('x', pack({ hello: 1 }))).toMatchObject({ ok: false, error: { code: 'bundle.invalid' } });
  const damaged = { code: 'bundle.invalid', evidence: { reason: 'is damaged at asOf' } };
  expect(readBundle('x', pack(head))).toMatchObject({ ok: false, error: damaged });
  expect(readBundle('x', pack(head).subarray(0, 20))).toMatchObject({ ok: false, error: { code: 'bundle.invalid' } });
  expect(readBundle('x', pack({ ...head, version: bundleVersion + 1 }))).toMatchObject({ ok: false, error: { code: 'bundle.newer' } });
});
