import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { invariant } from '../../model/invariant.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { OtherHostView } from '../../model/views.ts';
import { hostVersion } from '../version.ts';
import { testFolder, until } from '../test-folder.ts';
import { TestHost } from '../test-host.ts';
import { remoteHostAddress } from './remote-address.ts';
import { OtherHosts } from './other-hosts.ts';
import { TestCarrier } from './test-carrier.ts';

const password = 'correct horse';

interface Site {
  readonly remote: TestHost;
  readonly relay: OtherHosts;
  readonly folder: string;
  readonly address: string;
  readonly fingerprint: string;
  view(): OtherHostView;
  connect(part?: { user?: string; password?: string; fingerprint?: string }): ReturnType<OtherHosts['connect']>;
}

/** A host that listens to others, with the user ada, and the relay of another host that may connect to it. */
async function site(): Promise<Site> {
  const remote = new TestHost();
  remote.remote = { host: '127.0.0.1', port: 0, text: '127.0.0.1:0' };
  await remote.start();
  const { remoteAddress: address, remoteFingerprint: fingerprint } = await statusOf(remote);
  const added = await remote.client.call('user.add', { user: 'ada', role: 'operator', password });
  invariant(added.ok, 'ada is a user');
  const folder = testFolder();
  let views: readonly OtherHostView[] = [];
  const relay = new OtherHosts(folder, (now) => (views = now), remote.startBeside);
  onTestFinished(() => relay.close());
  return {
    remote, relay, folder, address, fingerprint,
    view: () => views[0]!,
    connect: (part = {}) => relay.connect({ kind: 'remote', address, user: 'ada', password, fingerprint, ...part }),
  };
}

async function statusOf(host: TestHost): Promise<{ readonly remoteAddress: string; readonly remoteFingerprint: string }> {
  const status = await host.client.call('host.status', {});
  invariant(status.ok, 'the host tells its status');
  return status.value;
}

function refusalOf(result: Awaited<ReturnType<OtherHosts['connect']>>): Refusal {
  invariant(!result.ok, 'it is refused');
  return result.error;
}

async function connected(at: Site): Promise<string> {
  const host = await at.connect();
  invariant(host.ok, `it connects: ${JSON.stringify(host)}`);
  return host.value.host.id;
}

describe('a remote host', () => {
  test('carries calls and their answers as they are, with the role of the user', async () => {
    const at = await site();
    const key = await connected(at);
    const carrier = TestCarrier.greet(at.relay, key);
    const status = await carrier.answer(1, 'host.status', {});
    expect(carrier.frames()[0]).toMatchObject({ hello: { version: hostVersion, role: 'operator', user: 'ada' } });
    expect(status).toMatchObject({ ok: true, value: { remoteAddress: at.address, consoleAddress: '' } });
    const view = { kind: 'other host', hostKind: 'remote', address: at.address, user: 'ada', state: 'connected', fault: null };
    expect(at.view()).toMatchObject(view);
  });

  test('is asked for on first sight: the refusal tells the fingerprint, and nothing of the password went out', async () => {
    const at = await site();
    const first = refusalOf(await at.connect({ fingerprint: '' }));
    expect(first).toMatchObject({ code: 'host.certificate-new', subject: { name: at.address }, evidence: { fingerprint: at.fingerprint } });
    const audit = await at.remote.client.call('log.read', { log: 'audit', last: 10 });
    expect(JSON.stringify(audit)).not.toContain('log-in');
    expect((await at.connect()).ok).toBe(true);
    expect((await at.connect({ fingerprint: '' })).ok).toBe(true);
  });

  test('that shows another certificate than before is refused, naming both; a person may accept the new one', async () => {
    const at = await site();
    const key = await connected(at);
    await at.remote.stop();
    rmSync(join(at.remote.stateFolder, 'remote-certificate.pem'));
    const { host, port } = addressOf(at.address);
    at.remote.remote = { host, port, text: at.address };
    await at.remote.start();
    const { remoteFingerprint } = await statusOf(at.remote);
    expect(remoteFingerprint).not.toBe(at.fingerprint);
    const evidence = { known: at.fingerprint, fingerprint: remoteFingerprint };
    expect(refusalOf(await at.connect({ fingerprint: '' }))).toMatchObject({ code: 'host.certificate-changed', evidence });
    const carrier = TestCarrier.greet(at.relay, key);
    await until(() => carrier.closed, 'the console is cut off');
    expect(at.view()).toMatchObject({ state: 'lost', fault: { code: 'host.certificate-changed', evidence } });
    expect((await at.connect({ fingerprint: remoteFingerprint })).ok).toBe(true);
    expect((await at.connect({ fingerprint: '' })).ok).toBe(true);
  });

  test('keeps pins and names, never a password', async () => {
    const at = await site();
    await connected(at);
    const file = join(at.folder, 'known-hosts.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(password);
    const known = [{ address: at.address, user: 'ada', fingerprint: at.fingerprint }];
    expect(at.relay.list()).toMatchObject({ ok: true, value: { known } });
    writeFileSync(file, 'nonsense');
    expect(refusalOf(await at.connect())).toMatchObject({ code: 'host.state-folder' });
    expect(readFileSync(file, 'utf8')).toBe('nonsense');
  });

  test('that is lost says so, and is reached again by the same entry without a new log-in', async () => {
    const at = await site();
    const key = await connected(at);
    const carrier = TestCarrier.greet(at.relay, key);
    await carrier.answer(1, 'host.status', {});
    const { host, port } = addressOf(at.address);
    await at.remote.stop();
    await until(() => carrier.closed, 'the console is told');
    await until(() => at.view().state === 'lost', 'the entry says so');
    const vain = TestCarrier.greet(at.relay, key);
    await until(() => vain.closed, 'nobody answers');
    expect(at.view()).toMatchObject({ state: 'lost', fault: { code: 'host.unreachable', evidence: { reason: 'ECONNREFUSED' } } });
    at.remote.remote = { host, port, text: at.address };
    await at.remote.start();
    expect(await TestCarrier.greet(at.relay, key).answer(1, 'host.status', {})).toMatchObject({ ok: true });
    expect(at.view()).toMatchObject({ state: 'connected', fault: null });
  });

  test('whose password changed is not tried again until somebody connects anew', async () => {
    const at = await site();
    const key = await connected(at);
    const carrier = TestCarrier.greet(at.relay, key);
    await carrier.answer(1, 'host.status', {});
    await at.remote.client.call('user.password', { user: 'ada', password: 'another secret' });
    await until(() => carrier.closed, 'the old log-in is cut off');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const again = TestCarrier.greet(at.relay, key);
      await until(() => again.closed, 'it is refused');
    }
    expect(at.view()).toMatchObject({ state: 'lost', fault: { code: 'login.failed' } });
    const audit = await at.remote.client.call('log.read', { log: 'audit', last: 100 });
    invariant(audit.ok, 'the log is read');
    expect(audit.value.entries.filter(({ message }) => message.includes('login.failed'))).toHaveLength(1);
    expect((await at.connect({ password: 'another secret' })).ok).toBe(true);
  });

  test('that is disconnected ends its conversations and is no longer known by its key', async () => {
    const at = await site();
    const key = await connected(at);
    const carrier = TestCarrier.greet(at.relay, key);
    await carrier.answer(1, 'host.status', {});
    expect(await at.relay.disconnect(key)).toMatchObject({ ok: true });
    expect(carrier.closed).toBe(true);
    expect(at.relay.open(key, carrier)).toBeNull();
    expect(await at.relay.disconnect(key)).toMatchObject({ ok: false, error: { code: 'host.unknown' } });
  });

  test('is not read while the console cannot keep up', async () => {
    const at = await site();
    const carrier = TestCarrier.greet(at.relay, await connected(at));
    await carrier.answer(1, 'host.status', {});
    carrier.bufferedBytes = 64 * 1024 * 1024;
    await carrier.answer(2, 'host.status', {});
    const heard = carrier.heard.length;
    carrier.say({ id: 3, call: 'host.status', input: {} });
    const other = TestCarrier.greet(at.relay, at.view().id);
    await other.answer(1, 'host.status', {});
    expect(carrier.heard).toHaveLength(heard);
    carrier.drain();
    await until(() => carrier.heard.length > heard, 'what waited comes');
  });
});

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const address = remoteHostAddress(text, 'the address');
  invariant(address.ok, 'it is an address');
  return address.value;
}

test.each(['', 'host', 'host:', 'host:0', 'host:99999', 'a b:1', 'http://host:1', '::1:4000', 'me@host:1'])('%j is no address', (text) => {
  expect(remoteHostAddress(text, 'the address')).toMatchObject({ ok: false, error: { code: 'argument.invalid' } });
});

test('one address is one text, however it was written', () => {
  expect(addressOf(' Host.Example:4000 ')).toMatchObject({ host: 'host.example', port: 4000, text: 'host.example:4000' });
  expect(addressOf('[::1]:4000')).toMatchObject({ host: '::1', text: '[::1]:4000' });
});
