import { MessageChannel } from 'node:worker_threads';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { protocolVersion } from './protocol.ts';
import { relayMessagePort, serveMessagePort } from './message-port-link.ts';
import type { Relay, TextCarrier } from './relay/text-carrier.ts';
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

describe('a port to another host', () => {
  function relayed(key: string) {
    const { port1, port2 } = new MessageChannel();
    const taken: string[] = [];
    const ended = vi.fn();
    const carriers: TextCarrier[] = [];
    const relay: Relay = {
      open: (asked, carrier) => {
        carriers.push(carrier);
        return asked === 'atlas' ? { take: (text) => void taken.push(text), end: ended } : null;
      },
    };
    const frames: unknown[] = [];
    port2.on('message', (frame) => frames.push(frame));
    relayMessagePort(port1, relay, key);
    onTestFinished(() => port2.close());
    return { taken, ended, frames, port: port2, carrier: carriers[0]! };
  }

  test('carries frames both ways, as text on the one side and as values on the other', async () => {
    const { taken, frames, port, carrier } = relayed('atlas');
    port.postMessage({ hello: protocolVersion });
    await until(() => taken.length === 1, 'the other host hears it');
    expect(taken).toEqual([`{"hello":${protocolVersion}}`]);
    carrier.send('{"id":1,"ok":true,"value":null}');
    await until(() => frames.length === 1, 'the answer comes');
    expect(frames).toEqual([{ id: 1, ok: true, value: null }]);
  });

  test('ends with the other host, and says so in words', async () => {
    const { ended, frames, carrier } = relayed('atlas');
    carrier.close();
    await until(() => frames.length === 1, 'the goodbye comes');
    expect(frames).toEqual([null]);
    expect(ended).toHaveBeenCalledOnce();
  });

  test('lets the other host go when the window closes its port', async () => {
    const { ended, port } = relayed('atlas');
    port.close();
    await until(() => ended.mock.calls.length === 1, 'the conversation ends');
  });

  test('with a key that nobody has is a goodbye', async () => {
    const { frames } = relayed('nobody');
    await until(() => frames.length === 1, 'the goodbye comes');
    expect(frames).toEqual([null]);
  });
});
