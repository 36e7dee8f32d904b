/** What a group's first commit writes is what its plan said: design rule 1, also where there is no configuration to plan on yet. */
import { describe, expect, it } from 'vitest';
import type { GroupConfiguration } from '../model/configuration.ts';
import { invariant } from '../model/invariant.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

/** But for what the commit itself gives: its number, its id, and its holders in the order in which they are written. */
function content(configuration: GroupConfiguration | null) {
  invariant(configuration !== null, 'there is a group afterwards');
  const { sequence: _sequence, commitId: _commitId, holders, ...rest } = configuration;
  return { ...rest, holders: [...holders].sort() };
}

/** An import skips the numbers that disks may bear which are not here to be asked. */
async function firstCommit(host: TestHost, runtime: GroupRuntime): Promise<GroupConfiguration | null> {
  for (let sequence = runtime.birthPlan.sequence + 1; sequence <= runtime.configuration.sequence; sequence += 1) {
    const past = await host.settle(runtime.pastConfiguration(sequence));
    if (past.ok) return past.value;
  }
  return null;
}

async function expectPlanCommitted(host: TestHost, runtime: GroupRuntime) {
  const committed = await firstCommit(host, runtime);
  invariant(committed !== null, 'the first commit is in the history');
  expect(content(committed)).toEqual(content(runtime.birthPlan.after));
  return committed;
}

async function mirror() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1'))).ok).toBe(true);
  return { host, runtime, groupId: runtime.configuration.id };
}

async function imported(host: TestHost, groupId: GroupConfiguration['id']): Promise<GroupRuntime> {
  const born = await host.import(groupId);
  invariant(born.ok, `it is imported: ${JSON.stringify(born)}`);
  return born.value;
}

describe('the first commit of a group', () => {
  it('that is made', async () => {
    const host = new TestHost();
    for (const name of ['A', 'B']) host.addDisk(name);
    const runtime = await host.init('Data', 'A', 'B');
    const committed = await expectPlanCommitted(host, runtime);
    expect(committed.disks.map((disk) => disk.name)).toEqual(['Disk1', 'Disk2']);
  });

  it('that is imported after a clean stop', async () => {
    const { host, runtime, groupId } = await mirror();
    await host.settle(runtime.close());
    const committed = await expectPlanCommitted(host, await imported(host, groupId));
    expect(committed.volumes.map((volume) => volume.state)).toEqual(['ACTIVE']);
  });

  it('that is imported after a crash, with one disk: the map of the stale plex too', async () => {
    const { host, groupId } = await mirror();
    expect(await host.write('V1', 0, 1)).toBeNull();
    host.crash();
    host.absent.add('B');
    const committed = await expectPlanCommitted(host, await imported(host, groupId));
    expect(committed.plexes.map((plex) => [plex.state, plex.missed === null])).toEqual([['ACTIVE', true], ['STALE', false]]);
  });

  it('that is imported from a disk that had failed a flush, and from another place', async () => {
    const { host, runtime, groupId } = await mirror();
    expect((await host.run(runtime, { ...makeMirror('Only', 1), disks: ['B'] })).ok).toBe(true);
    expect(await host.write('V1', 0, 1)).toBeNull();
    host.disk('B').fault = (operation) => (operation === 'flush' ? { code: 'EIO', message: 'broken' } : null);
    expect(await host.flush('V1')).toBeNull();
    host.crash();
    host.disks.set('C', host.disk('B'));
    host.disks.delete('B');
    const back = await imported(host, groupId);
    const committed = await expectPlanCommitted(host, back);
    expect(committed.plexes.map((plex) => plex.state)).toEqual(['ACTIVE', 'STALE', 'ACTIVE']);
    expect(committed.disks.map((disk) => disk.lastAccess)).toEqual(['/images/A', '/images/C']);
    expect(back.birthPlan.warnings).toEqual(['Volume Only cannot be started without Disk2.']);
  });
});
