import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { relayPort } from './port-relay.ts';

class FakePort extends EventEmitter {
  readonly posted: unknown[] = [];
  readonly start = vi.fn();
  readonly close = vi.fn();
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'plexus-relay-'));
const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((run) => run()));

async function hostAt(path: string): Promise<{ readonly accepted: Promise<Socket> }> {
  let accept: (socket: Socket) => void = () => undefined;
  const accepted = new Promise<Socket>((resolve) => (accept = resolve));
  const server = createServer((socket) => accept(socket));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  undo.push(() => server.close());
  return { accepted };
}

it('passes frames both ways as they are, and says goodbye when the host ends', async () => {
  const path = join(folder, 'host.sock');
  const { accepted } = await hostAt(path);
  const port = new FakePort();
  relayPort(port, path, '');
  const host = await accepted;
  port.emit('message', { data: { hello: 1 }, ports: [] });
  const heard = await new Promise<string>((resolve) => host.once('data', (bytes) => resolve(String(bytes))));
  expect(heard).toBe('{"hello":1}\n');
  host.write('{"change":{"sequence":1,"put":[],"remove":[]}}\n');
  await vi.waitFor(() => expect(port.posted).toEqual([{ change: { sequence: 1, put: [], remove: [] } }]));
  host.destroy();
  await vi.waitFor(() => expect(port.posted.at(-1)).toBeNull());
  expect(port.close).toHaveBeenCalledOnce();
});

it('says goodbye at once when there is no host', async () => {
  const port = new FakePort();
  relayPort(port, join(folder, 'nobody.sock'), '');
  await vi.waitFor(() => expect(port.posted).toEqual([null]));
  rmSync(folder, { recursive: true, force: true });
});

it('lets the host go when the window closes its port', async () => {
  const path = `${folder}-second.sock`;
  undo.push(() => rmSync(path, { force: true }));
  const { accepted } = await hostAt(path);
  const port = new FakePort();
  relayPort(port, path, '');
  const host = await accepted;
  const ended = new Promise<void>((resolve) => host.once('close', () => resolve()));
  host.resume();
  port.emit('close');
  await ended;
});

it('asks for another host first, so that the rest is a conversation with that one', async () => {
  const path = `${folder}-third.sock`;
  undo.push(() => rmSync(path, { force: true }));
  const { accepted } = await hostAt(path);
  const port = new FakePort();
  relayPort(port, path, 'atlas');
  port.emit('message', { data: { hello: 1 }, ports: [] });
  const host = await accepted;
  let heard = '';
  host.on('data', (bytes) => (heard += String(bytes)));
  await vi.waitFor(() => expect(heard).toBe('{"host":"atlas"}\n{"hello":1}\n'));
  host.destroy();
});
