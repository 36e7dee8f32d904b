import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { connectHost } from '../core/host/client.ts';
import { protocolVersion } from '../core/host/protocol.ts';
import { hostUse, reachHost } from './host-access.ts';
import type { HostAccess } from './host-access.ts';

/** As Electron's: what was sent comes wrapped with the ports that came along. */
class FakePort extends EventEmitter {
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  close(): void {
    this.emit('close');
  }
  say(frame: unknown): void {
    this.emit('message', { data: frame, ports: [] });
  }
}

const folder = mkdtempSync(join(tmpdir(), 'plexus-desktop-'));
const reached: HostAccess[] = [];
afterEach(async () => {
  for (const access of reached.splice(0).reverse()) await access.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function reach(): Promise<HostAccess> {
  const access = await reachHost(folder, () => undefined);
  if (!access.ok) throw new Error(JSON.stringify(access.error));
  reached.push(access.value);
  return access.value;
}

async function greet(access: HostAccess, key = ''): Promise<unknown> {
  const port = new FakePort();
  access.servePort(port, key);
  port.say({ hello: protocolVersion });
  await vi.waitFor(() => expect(port.posted.length).toBeGreaterThan(0));
  return port.posted[0];
}

it('starts the host of a free state folder, and is a console of one that runs already', async () => {
  const own = await reach();
  const other = await reach();
  expect([own.own, other.own]).toEqual([true, false]);
  const hello = { hello: { role: 'administrator', protocol: protocolVersion } };
  const first = await greet(own);
  expect(first).toMatchObject(hello);
  // The same host answers through the relay: one run, one id.
  const second = await greet(other);
  const run = (frame: unknown): unknown => (frame as { hello: { hostRun: string } }).hello.hostRun;
  expect(run(second)).toBe(run(first));

  // A console that ends does not end the host.
  await other.stop();
  const client = await connectHost(folder);
  if (!client.ok) throw new Error('the host is gone');
  expect(await hostUse(client.value)).toEqual({ clients: [], runningTasks: [], activeLinks: [] });
  client.value.close();
});

it('a port with a key leads to the host beside it, from the own program and from one that came later', async () => {
  const own = await reach();
  const later = await reach();
  const image = join(folder, 'image');
  writeFileSync(image, '');
  truncateSync(image, 32 * 1024 * 1024);
  const client = await connectHost(folder);
  if (!client.ok) throw new Error('the host is gone');
  const inspection = await client.value.call('hosts.connect', { kind: 'inspection', locations: [image] });
  if (!inspection.ok) throw new Error(JSON.stringify(inspection.error));
  const hosts = await Promise.all([own, later].map((access) => greet(access, inspection.value.host.id)));
  const hello = { hello: { role: 'read-only', protocol: protocolVersion } };
  expect(hosts).toMatchObject([hello, hello]);
  expect(await Promise.all([own, later].map((access) => greet(access, 'nobody')))).toEqual([null, null]);
  client.value.close();
});
