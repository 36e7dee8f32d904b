import { expect, it } from 'vitest';
import type { EventListener, HostClient } from '../core/host/client.ts';
import { refusal } from '../core/model/refusal.ts';
import { failure, success } from '../core/model/result.ts';
import { FollowedHost } from './host-following.ts';

const listener: EventListener = { snapshot: () => undefined, change: () => undefined };
const gone = failure(refusal('host.unreachable', { kind: 'host', name: '' }, {}, ''));

class FakeClient {
  listeners: EventListener[] = [];
  closed = false;
  lose: () => void = () => undefined;
  readonly ended = new Promise<void>((resolve) => { this.lose = resolve; });

  subscribe(heard: EventListener): Promise<unknown> {
    this.listeners.push(heard);
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }
}

function following() {
  const clients = [new FakeClient(), new FakeClient()];
  const waiting: (() => void)[] = [];
  let answers: readonly FakeClient[] = [];
  const asClient = (client: FakeClient): HostClient => client as unknown as HostClient;
  const host = new FollowedHost(asClient(clients[0]!), listener, {
    connect: () => Promise.resolve(answers.length === 0 ? gone : success(asClient(answers[0]!))),
    after: (_delay, run) => { waiting.push(run); },
  });
  const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const due = async (): Promise<void> => {
    await turn();
    waiting.shift()?.();
    await turn();
  };
  return { clients, host, waiting, due, comesBack: () => { answers = [clients[1]!]; } };
}

it('listens again on a new connection once a lost host answers', async () => {
  const { clients, host, due, comesBack } = following();
  expect(clients[0]!.listeners).toEqual([listener]);
  clients[0]!.lose();
  await due();
  await due();
  expect(clients[1]!.listeners).toEqual([]);
  comesBack();
  await due();
  expect(clients[1]!.listeners).toEqual([listener]);
  expect(host.client).toBe(clients[1]);
});

it('dials no more once it has ended', async () => {
  const { clients, host, waiting, due, comesBack } = following();
  comesBack();
  host.end();
  clients[0]!.lose();
  await due();
  expect(waiting).toEqual([]);
  expect(clients[0]!.closed).toBe(true);
  expect(clients[1]!.listeners).toEqual([]);
});
