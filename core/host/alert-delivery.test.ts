import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleAlertView } from '../model/test-alert-view.ts';
import { alertSettingFault, loggerProgram, sendToSyslog } from './alert-channels.ts';
import { AlertDelivery, notDeliveredCode, waitingAlertsMaximum } from './alert-delivery.ts';
import { testFolder, until } from './test-folder.ts';
import { TestHost } from './test-host.ts';

const row = sampleAlertView({ message: 'Disk Disk1 failed; $(reboot) "quoted"', evidence: { error: 'EIO' } });

interface Failure { readonly way: string; readonly reason: string; readonly lost: number }

interface Delivery { readonly ways: AlertDelivery; readonly failures: Failure[]; readonly works: string[] }

function delivery(settings: Record<string, string>): Delivery {
  const failures: Failure[] = [];
  const works: string[] = [];
  const ways = new AlertDelivery({
    host: { id: 'h1', name: 'alpha' }, settings: () => settings, pausesMilliseconds: [1, 1],
    failed: (way, reason, lost) => void failures.push({ way, reason, lost }), works: (way) => void works.push(way),
  });
  onTestFinished(() => ways.close());
  return { ways, failures, works };
}

function program(folder: string, name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

interface Posts { readonly address: string; readonly bodies: unknown[]; answer: number; hold: boolean }

async function webServer(): Promise<Posts> {
  const posts = { address: '', bodies: [] as unknown[], answer: 204, hold: false };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      posts.bodies.push(JSON.parse(text));
      if (!posts.hold) response.writeHead(posts.answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  posts.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`;
  return posts;
}

describe('alerts on their way', () => {
  test('go nowhere unless a way was set, nor below the wanted severity, nor about themselves', async () => {
    const posts = await webServer();
    delivery({}).ways.take(row, 'raised');
    const { ways } = delivery({ alertWebhook: posts.address, alertSeverity: 'error' });
    ways.take({ ...row, severity: 'warning' }, 'raised');
    ways.take({ ...row, severity: 'critical', code: notDeliveredCode }, 'raised');
    ways.take({ ...row, severity: 'critical', code: 'group.frozen' }, 'raised');
    await until(() => posts.bodies.length > 0, 'the last alert is posted');
    expect(posts.bodies).toMatchObject([{ code: 'group.frozen' }]);
  });

  test('a program gets the alert as JSON and in its environment, and no shell sees its words', async () => {
    const folder = testFolder();
    const path = program(folder, 'notify me',
      `cat > "${folder}/input.new"; env > "${folder}/env"; mv "${folder}/input.new" "${folder}/input"`);
    const { ways } = delivery({ alertCommand: path });
    ways.take(row, 'raised');
    await until(() => existsSync(join(folder, 'input')), 'the program has run');
    expect(JSON.parse(readFileSync(join(folder, 'input'), 'utf8'))).toEqual({
      version: 1, event: 'raised', host: 'alpha', hostId: 'h1', at: row.lastAt, severity: 'error', code: 'disk.failed',
      subject: row.subject, message: row.message, evidence: row.evidence, count: 1,
    });
    expect(readFileSync(join(folder, 'env'), 'utf8')).toContain(`PLEXUS_ALERT_MESSAGE=${row.message}`);
  });

  test('a program that fails is tried three times, then that is reported; one that works again is reported too', async () => {
    const folder = testFolder();
    const path = program(folder, 'notify', `echo x >> "${folder}/runs"; test -e "${folder}/good"`);
    const { ways, failures, works } = delivery({ alertCommand: path });
    ways.take(row, 'raised');
    await until(() => failures.length > 0, 'the failure is reported');
    expect(failures).toEqual([{ way: 'command', reason: 'it ended with 1', lost: 1 }]);
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('x\nx\nx\n');
    writeFileSync(join(folder, 'good'), '');
    ways.take(row, 'ended');
    await until(() => works.length > 0, 'it works again');
  });

  test('a server that refuses, is not there, or never answers holds up nothing but its own queue, which is bounded', async () => {
    const posts = await webServer();
    posts.answer = 500;
    const refused = delivery({ alertWebhook: posts.address });
    refused.ways.take(row, 'raised');
    await until(() => refused.failures.length > 0, 'the refusal is reported');
    expect(refused.failures[0]?.reason).toBe('the server answered 500');
    expect(posts.bodies).toHaveLength(3);
    const absent = delivery({ alertWebhook: 'http://127.0.0.1:1/' });
    absent.ways.take(row, 'raised');
    await until(() => absent.failures.length > 0, 'the absence is reported');
    const held = await webServer();
    held.hold = true;
    const silent = delivery({ alertWebhook: held.address });
    for (let count = 0; count < waitingAlertsMaximum + 11; count += 1) silent.ways.take({ ...row, count }, 'raised');
    await until(() => held.bodies.length > 0, 'the first alert is posted');
    held.hold = false;
    silent.ways.close();
    expect(held.bodies).toHaveLength(1);
  });

  test('the log of the system by the program logger, where there is one', async () => {
    const folder = testFolder();
    const fake = program(folder, 'logger', `echo "$@" > "${folder}/words"; cat > "${folder}/line"`);
    const message = { version: 1, event: 'ended', host: 'alpha', hostId: 'h1', at: '', ...row } as const;
    expect(await sendToSyslog(message, new AbortController().signal, fake)).toBe('');
    expect(readFileSync(join(folder, 'words'), 'utf8')).toBe('-t plexus -p daemon.err\n');
    expect(readFileSync(join(folder, 'line'), 'utf8')).toBe(`Ended: ${row.message} [disk.failed]\n`);
    expect(loggerProgram(folder)).toBe(fake);
    expect(loggerProgram('/nowhere')).toBeNull();
    expect(await sendToSyslog(message, new AbortController().signal, null)).toMatch(/not here/);
  });

  test('settings that cannot work are refused with the reason', () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'text'), '');
    mkdirSync(join(folder, 'folder'));
    for (const path of [join(folder, 'text'), join(folder, 'folder'), join(folder, 'nothing')]) {
      expect(alertSettingFault('alertCommand', path)).toMatch(/no program/);
    }
    expect(alertSettingFault('alertCommand', process.execPath)).toBeNull();
    expect(alertSettingFault('alertCommand', '')).toBeNull();
  });

  test('a host delivers what it raises, and an alert says when it cannot', async () => {
    const posts = await webServer();
    const host = await TestHost.start();
    const bad = await host.client.call('settings.set', { values: { alertWebhook: 'ftp://nowhere' } });
    expect(bad.ok ? '' : bad.error.code).toBe('argument.invalid');
    const set = await host.client.call('settings.set', { values: { alertWebhook: posts.address, alertSeverity: 'information' } });
    expect(set.ok).toBe(true);
    await host.done({ command: 'group.init', group: 'DG', disks: await host.attachNew('a.img', 'b.img'), force: false });
    host.runtimes.kill('DG');
    await until(() => posts.bodies.length > 0, 'the alert is posted');
    expect(posts.bodies[0]).toMatchObject({
      event: 'raised', severity: 'critical', code: 'group.runtime-dead', subject: { kind: 'group', name: 'DG' },
    });
  });
});
