import { beforeEach, describe, expect, it } from 'vitest';
import { protocolVersion, webSocketPath } from '../../core/host/protocol.ts';
import type { ClientFrame, HostFrame } from '../../core/host/contract.ts';
import type { GroupStatistics } from '../../core/model/io-statistics.ts';
import type { Change } from '../../core/model/views.ts';
import { Bridge, callsInFlightMaximum, protocolSpoken, redialFirstMilliseconds, redialLongestMilliseconds } from './bridge.ts';
import type { ConnectionState } from './bridge.ts';
import { consolePath } from './connection.ts';
import type { ConnectionListener } from './connection.ts';

/** A host made of arrays: what was dialled, what was sent, which timers wait. */
class FakeWorld {
  readonly listeners: ConnectionListener[] = [];
  sent: ClientFrame[] = [];
  timers: { readonly delayMilliseconds: number; readonly run: () => void; cancelled: boolean }[] = [];
  readonly states: ConnectionState[] = [];
  readonly changes: Change[] = [];
  readonly readings: GroupStatistics[] = [];
  position = { hostRun: '', sequence: -1 };
  clock = 1000;
  readonly bridge = new Bridge((listener) => {
    this.listeners.push(listener);
    return { send: (frame) => this.sent.push(frame), close: () => undefined };
  }, {
    state: (state) => this.states.push(state),
    snapshot: (hostRun, sequence) => (this.position = { hostRun, sequence }),
    change: (change) => this.changes.push(change),
    statistics: (reading) => this.readings.push(reading),
    position: () => this.position,
  }, {
    now: () => this.clock,
    after: (delayMilliseconds, run) => {
      const timer = { delayMilliseconds, run, cancelled: false };
      this.timers.push(timer);
      return { cancel: () => (timer.cancelled = true) };
    },
  });

  get listener(): ConnectionListener {
    const last = this.listeners.at(-1);
    if (last === undefined) throw new Error('nothing was dialled');
    return last;
  }

  hear(frame: HostFrame): void {
    this.listener.frame(frame);
  }

  greet(hostRun = 'run', protocol = protocolSpoken): void {
    this.listener.opened();
    this.hear({ hello: { protocol, version: '0.1.0', hostId: 'h', hostRun, role: 'operator', user: 'ada' } });
  }
}

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
  world.bridge.open();
});

it('speaks the contract’s version at the contract’s path', () => {
  expect(protocolSpoken).toBe(protocolVersion);
  expect(consolePath).toBe(webSocketPath);
});

describe('a new connection', () => {
  it('greets, then asks for everything', () => {
    world.greet();
    expect(world.sent).toEqual([{ hello: protocolSpoken }, { id: 1, call: 'events.subscribe', input: { hostRun: '', afterSequence: 0 } }]);
    expect(world.states.map(({ kind }) => kind)).toEqual(['connecting', 'connected']);
  });

  it('hands readings of counters on', () => {
    world.greet();
    const reading: GroupStatistics = { groupId: 'G', groupName: 'G', at: '', since: '', elapsedMilliseconds: 1, samples: [] };
    world.hear({ statistics: reading });
    expect(world.readings).toEqual([reading]);
  });

  it('gives up on a host of another version, and does not dial again', () => {
    world.greet('run', protocolSpoken + 1);
    expect(world.states.at(-1)).toEqual({ kind: 'incompatible', hostProtocol: protocolSpoken + 1 });
    world.listener.closed();
    expect(world.timers).toEqual([]);
  });
});

describe('a lost host', () => {
  beforeEach(() => {
    world.greet();
    world.hear({ snapshot: { sequence: 41, objects: [] } });
    world.position = { hostRun: 'run', sequence: 42 };
    world.clock = 5000;
    world.hear({ change: { sequence: 42, put: [], remove: [] } });
    world.clock = 9000;
    world.listener.closed();
  });

  it('was last seen at its last frame', () => {
    expect(world.states.at(-1)).toEqual({ kind: 'lost', lastSeenMilliseconds: 5000 });
  });

  it('is asked only for what came since', () => {
    world.sent = [];
    world.timers[0]?.run();
    world.greet();
    expect(world.sent).toContainEqual({ id: 2, call: 'events.subscribe', input: { hostRun: 'run', afterSequence: 42 } });
  });

  it('is dialled later each time, up to a bound, and at once when a person asks', () => {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      world.timers.at(-1)?.run();
      world.listener.closed();
    }
    const delays = world.timers.map(({ delayMilliseconds }) => delayMilliseconds);
    expect(delays.slice(0, 3)).toEqual([redialFirstMilliseconds, redialFirstMilliseconds * 2, redialFirstMilliseconds * 4]);
    expect(delays.at(-1)).toBe(redialLongestMilliseconds);
    const dialled = world.listeners.length;
    world.bridge.open();
    expect(world.listeners).toHaveLength(dialled + 1);
    expect(world.timers.at(-1)?.cancelled).toBe(true);
  });

  it('is not dialled twice at a time', () => {
    world.bridge.open();
    const dialled = world.listeners.length;
    world.bridge.open();
    expect(world.listeners).toHaveLength(dialled);
  });

  it('says nothing more through the old connection', () => {
    const old = world.listener;
    world.bridge.open();
    const before = world.changes.length;
    old.frame({ change: { sequence: 43, put: [], remove: [] } });
    expect(world.changes).toHaveLength(before);
  });
});

describe('a call', () => {
  it('gets its own answer, in whatever order answers come', async () => {
    world.greet();
    const users = world.bridge.call('host.users', {});
    const status = world.bridge.call('host.status', {});
    world.hear({ id: 3, ok: true, value: 'status' });
    world.hear({ id: 2, ok: true, value: 'users' });
    expect(await users).toEqual({ ok: true, value: 'users' });
    expect(await status).toEqual({ ok: true, value: 'status' });
  });

  it('is refused, not left waiting, when the host is lost', async () => {
    world.greet();
    const waiting = world.bridge.call('host.users', {});
    world.listener.closed();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'host.unreachable' } });
    expect(await world.bridge.call('host.users', {})).toMatchObject({ ok: false, error: { code: 'host.unreachable' } });
  });

  it('beyond the bound is refused at once', async () => {
    world.greet();
    for (let count = 1; count < callsInFlightMaximum; count += 1) void world.bridge.call('host.status', {});
    expect(await world.bridge.call('host.status', {})).toMatchObject({ ok: false, error: { code: 'host.busy' } });
  });
});
