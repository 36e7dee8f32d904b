import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { protocolVersion } from './contract.ts';
import { serveMessagePort } from './message-port-link.ts';
import { testAlert, testSessionHost } from './test-session-host.ts';
import { until } from './test-folder.ts';

function opened(): { readonly host: ReturnType<typeof testSessionHost>; readonly frames: unknown[]; readonly end: () =>
  void; send(frame: unknown): void } {
  const { port1, port2 } = new MessageChannel();
  const host = testSessionHost();
  const end = serveMessagePort(port1, host, { role: 'administrator', user: 'tester', via: 'window', address: '' });
  const frames: unknown[] = [];
  port2.on('message', (frame) => frames.push(frame));
  onTestFinished(() => port2.close());
  return { host, frames, end, send: (frame) => port2.postMessage(frame) };
}

test('a message port carries the same frames', async () => {
  const { host, frames, send } = opened();
  send({ hello: protocolVersion });
  send({ id: 1, call: 'host.users', input: {} });
  send({ id: 2, call: 'events.subscribe', input: { hostRun: '', afterSequence: 0 } });
  await until(() => frames.length >= 4, 'hello, two answers and a snapshot come');
  host.store.replace('a', [testAlert('1')]);
  await until(() => frames.length === 5, 'the change comes');
  expect(frames.map((frame) => Object.keys(frame as object)[0])).toEqual(['hello', 'id', 'id', 'snapshot', 'change']);
});

test("Electron's wrapping of a message is taken off", async () => {
  const { frames, send } = opened();
  send({ data: { hello: protocolVersion }, ports: [] });
  await until(() => frames.length === 1, 'the host says hello');
});

test('the host says goodbye in words when it ends the conversation', async () => {
  const { frames, send, end } = opened();
  send({ hello: protocolVersion });
  await until(() => frames.length === 1, 'the host says hello');
  end();
  await until(() => frames.length === 2, 'the goodbye comes');
  expect(frames[1]).toBeNull();
});
