/** Alerts and ended tasks over restarts of a host with real files. */
import { mkdirSync, renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BoundedLog } from './bounded-log.ts';
import { EndedTasks, endedTasksMaximum } from './ended-tasks.ts';
import { sampleTaskView } from '../model/test-task-view.ts';
import { testFolder } from './test-folder.ts';
import { defaults, TestHost } from './test-host.ts';

async function mirrored(): Promise<TestHost> {
  const host = await TestHost.start();
  await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
  await host.done(defaults.make('DG1', 'V1'));
  mkdirSync(host.path('away'));
  return host;
}

async function alertStates(host: TestHost): Promise<Record<string, string>> {
  return Object.fromEntries((await host.views('alert')).map(({ code, state }) => [code, state]));
}

const loseDisk = async (host: TestHost): Promise<void> => {
  renameSync(host.path('b.img'), host.path('away/b.img'));
  await host.done({ command: 'disk.rescan' });
  await expect.poll(() => alertStates(host)).toMatchObject({ 'disk.missing': 'new' });
};

describe('an alert', () => {
  test('that was acknowledged stays so over a restart while its state lasts, and is cleared by a start that finds it ended', async () => {
    const host = await mirrored();
    await loseDisk(host);
    const missing = (await host.views('alert')).find(({ code }) => code === 'disk.missing')!;
    expect(missing).toMatchObject({
      groupName: 'DG1', remedy: { kind: 'command', command: { command: 'disk.reactivate', disk: 'Harddisk1' } },
    });
    expect(await host.client.call('alert.acknowledge', { ids: [missing.id] })).toMatchObject({ ok: true, value: { acknowledged: 1 } });
    await host.stop();
    await host.start();
    await expect.poll(async () => (await host.views('alert')).find(({ code }) => code === 'disk.missing'))
      .toMatchObject({ state: 'acknowledged', acknowledgedBy: expect.stringMatching(/./), acknowledgedAt: expect.stringMatching(/Z$/) });
    await host.stop();
    renameSync(host.path('away/b.img'), host.path('b.img'));
    await host.start();
    await expect.poll(() => alertStates(host), { timeout: 10_000 }).toMatchObject({ 'disk.missing': 'cleared' });
  }, 30_000);

  test('of a group that is deported is cleared: it is no matter of this host any more', async () => {
    const host = await mirrored();
    await loseDisk(host);
    await host.done(defaults.deport('DG1'));
    expect(await alertStates(host)).toMatchObject({ 'disk.missing': 'cleared' });
  });
});

describe('an ended task', () => {
  test('is shown after a restart, and after its group has gone', async () => {
    const host = await mirrored();
    const verify = { command: 'volume.verify', group: 'DG1', volume: 'V1' } as const;
    await host.done(verify);
    const verifies = async () => (await host.views('task')).filter(({ name }) => name === 'Verify');
    await expect.poll(async () => (await verifies()).map(({ state }) => state), { timeout: 10_000 }).toEqual(['done']);
    const [ended] = await verifies();
    await host.done(defaults.deport('DG1'));
    expect(await verifies()).toEqual([ended]);
    await host.done(defaults.importGroup('DG1'));
    expect(await verifies()).toEqual([ended]);
    await host.stop();
    await host.start();
    expect(await verifies()).toEqual([ended]);
  }, 30_000);

  test('is one of a bounded number; the log has what the list is made of, and entries of another kind are passed over', () => {
    const log = new BoundedLog(`${testFolder()}/task.log`);
    const entry = (facts: Record<string, unknown>) => log.append({ at: 'T', severity: 'information', message: '', facts });
    for (let number = 0; number < endedTasksMaximum + 10; number++) {
      entry({ ...sampleTaskView({ id: `t${number}`, number }) });
      entry({ ...sampleTaskView({ id: `t${number}`, number, state: 'done', endedAt: 'T' }) });
    }
    entry({ cutFromBytes: 7 });
    entry({ ...sampleTaskView({ id: 'odd', state: 'done', endedAt: 'T' }), copies: 'of a later release' });
    const ended = new EndedTasks(log).except(new Set(['t500']));
    expect(ended.map(({ number }) => number)).toEqual(
      Array.from({ length: endedTasksMaximum }, (_unused, index) => index + 10).filter((number) => number !== 500));
  });
});
