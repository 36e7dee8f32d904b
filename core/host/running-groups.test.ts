import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RuntimeAlert, RuntimeMessage, RuntimeStatus } from '../group/runtime-protocol.ts';
import { RunningGroups } from './running-groups.ts';

beforeEach(() => { vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] }); });
afterEach(() => { vi.useRealTimers(); });

const status = { configuration: { id: 'group', name: 'DG1' } } as unknown as RuntimeStatus;

test('a group whose disk does not answer is told with the disk and since when, until it answers', async () => {
  const alerts: RuntimeAlert[] = [];
  let say: (message: RuntimeMessage) => void = () => undefined;
  const groups = new RunningGroups(() => ({
    post: (request) => {
      say({ kind: 'status', status });
      say({ kind: 'reply', number: request.number, result: { ok: true, value: null } });
    },
    listen: (received) => { say = received; },
    terminate: () => Promise.resolve(),
  }), {
    changed: () => undefined, alert: (alert) => { alerts.push(alert); }, log: () => undefined, witness: () => '',
    foresee: () => '', died: () => undefined,
  });
  await groups.bear('DG1', { kind: 'init', command: { command: 'disk.rescan' }, disks: [] }, {} as never);
  const beat = (blockedOn: string, blockedSince: string, milliseconds: number): void => {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      say({ kind: 'heartbeat', blockedOn, blockedSince });
      vi.advanceTimersByTime(500);
    }
  };
  beat('', '', 10_000);
  expect(alerts).toEqual([]);
  beat('Harddisk1', '2030-01-01T10:00:00.000Z', 5_000);
  expect(alerts).toMatchObject([{
    code: 'group.blocked', cleared: false, subject: { name: 'DG1' },
    message: 'Disk group DG1 is blocked in I/O on Harddisk1 since 2030-01-01T10:00:00.000Z.', evidence: { blockedOn: 'Harddisk1' },
  }]);
  beat('', '', 5_000);
  expect(alerts.map(({ code, cleared }) => [code, cleared])).toEqual([['group.blocked', false], ['group.blocked', true]]);
  vi.advanceTimersByTime(10_000);
  expect(alerts.at(-1)).toMatchObject({ cleared: false, message: expect.stringMatching(/^Disk group DG1 is blocked since /) as string });
});
