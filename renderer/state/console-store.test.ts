import { expect, it } from 'vitest';
import type { HostFrame } from '../../core/host/contract.ts';
import type { ObjectView, OtherHostView } from '../../core/model/views.ts';
import type { ConnectionListener } from '../link/connection.ts';
import { createConsoleStore } from './console-store.ts';
import { sampleDisk, sampleHost } from './fake-objects.ts';
import { isLost } from './host-state.ts';

const boreas: OtherHostView = {
  kind: 'other host', id: 'r1', hostKind: 'remote', name: 'boreas', address: 'boreas:1', user: 'eve', state: 'connected', fault: null,
  asOf: '',
};

function world() {
  const lines = new Map<string, ConnectionListener>();
  const closed: string[] = [];
  const store = createConsoleStore({
    dial: (host) => (listener) => {
      lines.set(host, listener);
      return { send: () => undefined, close: () => { closed.push(host); } };
    },
    now: () => 5, after: () => ({ cancel: () => undefined }), beforeFrame: (run) => run(),
  });
  const say = (host: string, frame: HostFrame): void => lines.get(host)?.frame(frame);
  const greet = (host: string, objects: readonly ObjectView[]): void => {
    say(host, { hello: { protocol: 1, version: '1', hostId: host, hostRun: host, role: 'administrator', user: 'eve' } });
    say(host, { snapshot: { sequence: 1, objects } });
  };
  store.getState().reconnect('local');
  return { store, lines, closed, say, greet };
}

it('shows the hosts that the local one names, each with its own objects', () => {
  const { store, lines, greet } = world();
  greet('local', [sampleHost(), boreas]);
  expect([...store.getState().hosts.keys()]).toEqual(['local', 'r1']);
  greet('r1', [sampleHost({ id: 'h2', name: 'boreas' }), sampleDisk()]);
  expect(store.getState().hosts.get('r1')?.objects.tables.disk.size).toBe(1);
  expect(store.getState().hosts.get('local')?.objects.tables.disk.size).toBe(0);
  expect([...lines.keys()]).toEqual(['local', 'r1']);
});

it('keeps a lost host as it was last seen, and drops one that is disconnected', () => {
  const { store, lines, closed, say, greet } = world();
  greet('local', [sampleHost(), boreas]);
  greet('r1', [sampleHost({ id: 'h2' }), sampleDisk()]);
  lines.get('r1')?.closed();
  const lost = store.getState().hosts.get('r1');
  expect(lost !== undefined && isLost(lost)).toBe(true);
  expect(lost?.objects.tables.disk.size).toBe(1);
  say('local', { change: { sequence: 2, put: [], remove: [{ kind: 'other host', id: 'r1' }] } });
  expect([...store.getState().hosts.keys()]).toEqual(['local']);
  expect(closed).toContain('r1');
});

it('takes out of the selection what is gone, and nothing else', () => {
  const { store, say, greet } = world();
  greet('local', [sampleHost(), sampleDisk({ id: 'd1' }), sampleDisk({ id: 'd2' })]);
  const folder = { host: 'local', kind: 'folder', id: 'disks' } as const;
  store.getState().select([folder, { host: 'local', kind: 'disk', id: 'd1' }, { host: 'local', kind: 'disk', id: 'd2' }]);
  say('local', { change: { sequence: 2, put: [], remove: [{ kind: 'disk', id: 'd1' }] } });
  expect(store.getState().selection).toEqual([folder, { host: 'local', kind: 'disk', id: 'd2' }]);
});

it('goes back to where one was, and chooses it', () => {
  const { store } = world();
  const { goTo, goBack, goForward, showPerspective } = store.getState();
  goTo('local/disks');
  showPerspective('logs');
  goBack();
  expect(store.getState()).toMatchObject({ place: 'local/host', perspective: 'system', selection: [{ kind: 'host', id: 'local' }] });
  goForward();
  expect(store.getState().place).toBe('local/disks');
});
