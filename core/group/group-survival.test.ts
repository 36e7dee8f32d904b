/** The matrix of design section 4: which disk was lost, when, and which disks are there at the next start. */
import { describe, expect, it } from 'vitest';
import { makeMirror, TestHost } from './group-world.test-double.ts';


async function started(disks: readonly string[], mirrors: number) {
  const host = new TestHost();
  for (const name of disks) host.addDisk(name);
  const runtime = await host.init('Data', ...disks);
  const made = await host.run(runtime, makeMirror('V1', mirrors));
  expect(made.ok).toBe(true);
  expect(await host.write('V1', 0, 1)).toBeNull();
  return { host, runtime, groupId: runtime.configuration.id };
}

const plexStates = (runtime: { readonly configuration: { readonly plexes: readonly { readonly state: string }[] } }) =>
  runtime.configuration.plexes.map((plex) => plex.state).sort();

function only(host: TestHost, ...present: string[]): void {
  host.absent.clear();
  for (const name of host.disks.keys()) if (!present.includes(name)) host.absent.add(name);
}

describe('a two-disk mirror', () => {
  it('loses a disk while running: goes on, and the stale mark is durable before the write is answered', async () => {
    const { host, runtime } = await started(['A', 'B'], 2);
    host.absent.add('B');
    expect(await host.write('V1', 0, 2)).toBeNull();
    expect(plexStates(runtime)).toEqual(['ACTIVE', 'STALE']);
    expect((await host.inspect('A')).configuration?.plexes.map((plex) => plex.state).sort()).toEqual(['ACTIVE', 'STALE']);
    expect(runtime.configuration.holders).toHaveLength(1);
    expect(host.alerts.map((alert) => alert.code)).toEqual(expect.arrayContaining(['plex.stale', 'holder.left-out']));
  });

  it('comes back with the survivor alone', async () => {
    const { host, groupId } = await started(['A', 'B'], 2);
    host.absent.add('B');
    await host.write('V1', 0, 2);
    host.crash();
    const again = await host.import(groupId);
    expect(again.ok).toBe(true);
    expect(await host.read('V1', 0)).toBe(2);
  });

  it('never comes back with the stale disk alone, which force may override', async () => {
    const { host, groupId } = await started(['A', 'B'], 2);
    host.absent.add('B');
    await host.write('V1', 0, 2);
    host.crash();
    only(host, 'B');
    const refused = await host.import(groupId);
    expect(refused.ok ? '' : refused.error.code).toBe('group.holders-absent');
    expect(refused.ok ? [] : refused.error.evidence['absent']).toEqual(['Disk1']);
    expect((await host.import(groupId, { force: true })).ok).toBe(true);
    expect(await host.read('V1', 0)).toBe(1);
  });

  it('with both present the stale plex is copied from the fresh one', async () => {
    const { host, groupId } = await started(['A', 'B'], 2);
    host.absent.add('B');
    await host.write('V1', 0, 2);
    host.crash();
    only(host, 'A', 'B');
    const again = await host.import(groupId);
    expect(again.ok).toBe(true);
    if (!again.ok) return;
    await host.until(() => plexStates(again.value).join() === 'ACTIVE,ACTIVE');
    host.absent.add('A');
    expect(await host.read('V1', 0)).toBe(2);
  });

  it('both sides imported apart with force are a fork that no force overrides', async () => {
    const { host, runtime, groupId } = await started(['A', 'B'], 2);
    await host.settle(runtime.close());
    only(host, 'A');
    const left = await host.import(groupId, { force: true });
    expect(left.ok).toBe(true);
    if (left.ok) await host.settle(left.value.close());
    const other = new TestHost('beta', host.disks);
    only(other, 'B');
    const right = await other.import(groupId, { force: true, clearStamp: true });
    expect(right.ok).toBe(true);
    if (right.ok) await other.settle(right.value.close());
    only(host, 'A', 'B');
    const both = await host.import(groupId, { force: true, clearStamp: true });
    expect(both.ok ? '' : both.error.code).toBe('group.fork');
    expect(both.ok ? [] : both.error.evidence['sides']).toHaveLength(2);
  });

  it('clean stop, one disk gone: imports, and a plex that missed nothing stays equal until the first write', async () => {
    const { host, runtime, groupId } = await started(['A', 'B'], 2);
    await host.settle(runtime.close());
    only(host, 'A');
    const again = await host.import(groupId);
    expect(again.ok).toBe(true);
    if (!again.ok) return;
    expect(plexStates(again.value)).toEqual(['ACTIVE', 'ACTIVE']);
    expect(await host.write('V1', 0, 4)).toBeNull();
    expect(plexStates(again.value)).toEqual(['ACTIVE', 'STALE']);
    await host.settle(again.value.close());
    only(host, 'B');
    const stale = await host.import(groupId);
    expect(stale.ok ? '' : stale.error.code).toBe('group.holders-absent');
  });

  it('crash with one disk gone at the start: its plex is stale at once, for the survivor may differ', async () => {
    const { host, groupId } = await started(['A', 'B'], 2);
    host.crash();
    only(host, 'A');
    const again = await host.import(groupId);
    expect(again.ok && plexStates(again.value)).toEqual(['ACTIVE', 'STALE']);
  });

  it('an unfinished commit on the absent disk does not come back: its plex is copied', async () => {
    const { host, runtime, groupId } = await started(['A', 'B'], 2);
    host.disk('B').fault = (operation) => (operation === 'writeDurable' ? { code: 'EIO', message: 'hit' } : null);
    const renamed = await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' });
    expect(renamed.ok ? '' : renamed.error.code).toBe('group.commit-failed');
    expect(runtime.configuration.volumes[0]?.name).toBe('V1');
    host.disk('B').fault = () => null;
    host.crash();
    const again = await host.import(groupId);
    expect(again.ok && again.value.configuration.volumes[0]?.name).toBe('V1');
  });

  it('a disk that comes back while the group runs is copied and serves', async () => {
    const { host, runtime } = await started(['A', 'B'], 2);
    host.absent.add('B');
    await host.write('V1', 0, 2);
    const diskId = runtime.configuration.disks[1]?.id ?? '';
    expect((await host.settle(runtime.diskLeaves(diskId))).ok).toBe(true);
    host.absent.delete('B');
    expect(await host.settle(runtime.diskArrived(host.opening('B')))).toEqual({ ok: true, value: null });
    await host.until(() => plexStates(runtime).join() === 'ACTIVE,ACTIVE');
    expect(runtime.configuration.holders).toHaveLength(2);
    host.absent.add('A');
    expect(await host.read('V1', 0)).toBe(2);
  });

  it('a disk that was detached is not called failing for what it misses', async () => {
    const { host, runtime } = await started(['A', 'B'], 2);
    const diskId = runtime.configuration.disks[1]?.id ?? '';
    const { sequence } = runtime.configuration;
    expect((await host.settle(runtime.diskLeaves(diskId, true))).ok).toBe(true);
    expect([runtime.configuration.sequence, runtime.status().presentDiskIds.includes(diskId)]).toEqual([sequence, true]);
    expect((await host.settle(runtime.diskLeaves(diskId))).ok).toBe(true);
    expect(await host.write('V1', 0, 2)).toBeNull();
    expect(plexStates(runtime)).toEqual(['ACTIVE', 'STALE']);
    expect(runtime.configuration.disks.map((disk) => disk.failing)).toEqual([false, false]);
  });

  it('a disk that leaves with unflushed writes and comes back is copied after the next flush, and is not called failing', async () => {
    const { host, runtime } = await started(['A', 'B'], 2);
    await host.write('V1', 0, 2);
    expect((await host.settle(runtime.diskLeaves(runtime.configuration.disks[1]?.id ?? ''))).ok).toBe(true);
    expect((await host.settle(runtime.diskArrived(host.opening('B')))).ok).toBe(true);
    expect(await host.flush('V1')).toBeNull();
    expect(plexStates(runtime)).toEqual(['ACTIVE', 'STALE']);
    await host.until(() => plexStates(runtime).join() === 'ACTIVE,ACTIVE');
    expect(runtime.configuration.disks.map((disk) => disk.failing)).toEqual([false, false]);
  });

  it('the last good copy may not leave', async () => {
    const { host, runtime } = await started(['A', 'B'], 2);
    host.absent.add('B');
    await host.write('V1', 0, 2);
    const refused = await host.settle(runtime.diskLeaves(runtime.configuration.disks[0]?.id ?? ''));
    expect(refused.ok ? '' : refused.error.code).toBe('disk.in-use');
  });

  it('a flush that fails takes the disk out for all its volumes in one commit', async () => {
    const { host, runtime } = await started(['A', 'B'], 2);
    expect((await host.run(runtime, makeMirror('V2'))).ok).toBe(true);
    const before = runtime.configuration.sequence;
    host.disk('B').fault = (operation) => (operation === 'flush' ? { code: 'EIO', message: 'lost' } : null);
    await host.write('V1', 0, 8);
    expect(await host.flush('V1')).toBeNull();
    expect(plexStates(runtime)).toEqual(['ACTIVE', 'ACTIVE', 'STALE', 'STALE']);
    expect(runtime.configuration.sequence).toBe(before + 1);
    expect(host.alerts.some((alert) => alert.code === 'disk.failed')).toBe(true);
    const flushes = host.disk('B').counts.flush;
    await host.write('V2', 0, 8);
    expect(await host.flush('V2')).toBeNull();
    expect(host.disk('B').counts.flush).toBe(flushes);
  });
});

describe('one disk', () => {
  it('without it nothing is found; with it all is there', async () => {
    const { host, groupId } = await started(['A'], 1);
    host.crash();
    only(host);
    const nothing = await host.import(groupId);
    expect(nothing.ok ? '' : nothing.error.code).toBe('group.damaged');
    only(host, 'A');
    expect((await host.import(groupId)).ok).toBe(true);
    expect(await host.read('V1', 0)).toBe(1);
  });

  it('that dies gives EIO and comes back: nothing was marked stale', async () => {
    const { host, runtime } = await started(['A'], 1);
    host.absent.add('A');
    expect((await host.write('V1', 0, 2))?.code).toBe('EIO');
    host.absent.delete('A');
    expect(await host.write('V1', 0, 3)).toBeNull();
    expect(plexStates(runtime)).toEqual(['ACTIVE']);
  });
});

describe('three disks, three plexes', () => {
  it('any two may die one after the other', async () => {
    const { host, runtime, groupId } = await started(['A', 'B', 'C'], 3);
    host.absent.add('A');
    expect(await host.write('V1', 0, 2)).toBeNull();
    host.absent.add('B');
    expect(await host.write('V1', 0, 3)).toBeNull();
    expect(plexStates(runtime)).toEqual(['ACTIVE', 'STALE', 'STALE']);
    host.crash();
    only(host, 'A', 'B');
    const refused = await host.import(groupId);
    expect(refused.ok ? '' : refused.error.code).toBe('group.holders-absent');
    only(host, 'C');
    expect((await host.import(groupId)).ok).toBe(true);
    expect(await host.read('V1', 0)).toBe(3);
  });

  it('all present after that: both stale plexes are copied, one after the other', async () => {
    const { host, groupId } = await started(['A', 'B', 'C'], 3);
    host.absent.add('A').add('B');
    await host.write('V1', 0, 5);
    host.crash();
    only(host, 'A', 'B', 'C');
    const again = await host.import(groupId);
    expect(again.ok).toBe(true);
    if (!again.ok) return;
    await host.until(() => plexStates(again.value).join() === 'ACTIVE,ACTIVE,ACTIVE');
    only(host, 'B');
    expect(await host.read('V1', 0)).toBe(5);
  });
});

describe('a disk that failed a flush', () => {
  it('stays out of use; after a restart its only copy is written again before it is served', async () => {
    const { host, runtime, groupId } = await started(['A'], 1);
    host.disk('A').fault = (operation) => (operation === 'flush' ? { code: 'EIO', message: 'lost' } : null);
    await host.write('V1', 0, 8);
    expect((await host.flush('V1'))?.code).toBe('EIO');
    expect(runtime.status().failedDiskIds).toHaveLength(1);
    host.disk('A').fault = () => null;
    expect((await host.flush('V1'))?.code).toBe('EIO');
    host.crash();
    const writes = host.disk('A').counts.write;
    const again = await host.import(groupId);
    expect(again.ok).toBe(true);
    await host.until(() => host.exported.size === 1);
    expect(host.disk('A').counts.write - writes).toBe(4);
    expect(await host.read('V1', 0)).toBe(8);
    expect(await host.flush('V1')).toBeNull();
    await host.until(() => again.ok && again.value.status().tasks.some((task) => task.name === 'Rewrite' && task.state === 'done'));
    if (again.ok) await host.settle(again.value.close());
    expect((await host.inspect('A')).header?.failed).toBe(false);
  });

  it('and was away at the start is written again too before the only copy on it is served', async () => {
    const host = new TestHost();
    for (const name of ['A', 'B']) host.addDisk(name);
    const runtime = await host.init('Data', 'A', 'B');
    await host.run(runtime, { ...makeMirror('V1', 1), disks: ['B'] });
    host.disk('B').fault = (operation) => (operation === 'flush' ? { code: 'EIO', message: 'lost' } : null);
    await host.write('V1', 0, 8);
    expect((await host.flush('V1'))?.code).toBe('EIO');
    host.crash();
    host.disk('B').fault = () => null;
    only(host, 'A');
    const again = await host.import(runtime.configuration.id);
    if (!again.ok) throw new Error(again.error.code);
    only(host, 'A', 'B');
    const writes = host.disk('B').counts.write;
    expect((await host.settle(again.value.diskArrived(host.opening('B')))).ok).toBe(true);
    expect(again.value.status().volumes.map(({ started: isStarted }) => isStarted)).toEqual([true]);
    expect(host.disk('B').counts.write - writes).toBe(4);
    expect(await host.read('V1', 0)).toBe(8);
    expect((await host.inspect('B')).header?.failed).toBe(false);
  });
});
