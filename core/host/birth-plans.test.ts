import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../model/command.ts';
import { invariant } from '../model/invariant.ts';
import type { Plan } from '../planner/plan.ts';
import { defaults, TestHost } from './test-host.ts';

async function planned(host: TestHost, command: Command): Promise<Plan> {
  const plan = await host.plan(command);
  invariant(plan.ok, `a plan: ${JSON.stringify(plan)}`);
  return plan.value;
}

async function carriedOut(host: TestHost, command: Command): Promise<Plan> {
  const run = await host.run(command);
  invariant(run.ok, `it is done: ${JSON.stringify(run)}`);
  return run.value.plan;
}

describe('the plan that brings a group to life', () => {
  test('of an import is the one that its dry run shows: the objects afterwards, absent disks by name, what becomes stale', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    await host.done(defaults.make('DG1', 'V1'));
    await host.done(defaults.deport('DG1'));
    await host.done({ command: 'disk.detach', disk: 'Harddisk1' });
    const command: Command = { command: 'group.import', group: 'DG1', clearStamp: false, force: true };
    const shown = await planned(host, command);
    expect(shown.warnings).toEqual(['Disk2 is absent; what it holds is not updated.']);
    expect(shown.summary).toEqual(['Disk group DG1 is imported with 1 of 2 disks.', 'Volume V1 is started.']);
    expect(shown.after?.volumes.map((volume) => volume.state)).toEqual(['ACTIVE']);
    expect(await carriedOut(host, command)).toEqual(shown);
  });

  test('of an import knows where its disks are now, dry run or not', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    await host.done(defaults.deport('DG1'));
    await host.done({ command: 'disk.detach', disk: 'Harddisk1' });
    renameSync(host.path('b.img'), host.path('moved.img'));
    await host.done(defaults.attach([host.path('moved.img')]));
    const shown = await planned(host, defaults.importGroup('DG1'));
    expect(shown.after?.disks.map((disk) => disk.lastAccess)).toEqual([host.path('a.img'), host.path('moved.img')]);
    expect(await carriedOut(host, defaults.importGroup('DG1'))).toEqual(shown);
  });

  test('of an init is made by the runtime that carries it out', async () => {
    const host = await TestHost.start();
    const command = defaults.init('DG1', await host.attachNew('a.img', 'b.img'));
    const shown = await planned(host, command);
    const done = await carriedOut(host, command);
    expect(done).toMatchObject({ summary: shown.summary, warnings: shown.warnings });
    const group = (await host.views('group'))[0];
    expect(done.after?.id).toBe(group?.id);
  });
});
