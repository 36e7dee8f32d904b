import { describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';


async function mirrored(...names: string[]) {
  const host = new TestHost();
  for (const name of names) host.addDisk(name);
  const runtime = await host.init('Data', ...names);
  const made = await host.run(runtime, makeMirror('V1', Math.min(2, names.length)));
  expect(made.ok).toBe(true);
  return { host, runtime, groupId: runtime.configuration.id };
}

describe('a group from bare disks', () => {
  it('init, make, write, crash, import: the data are there', async () => {
    const { host, groupId } = await mirrored('A', 'B');
    expect(await host.write('V1', 8192, 7)).toBeNull();
    expect(await host.flush('V1')).toBeNull();
    host.crash();
    const again = await host.import(groupId);
    expect(again.ok).toBe(true);
    if (!again.ok) return;
    expect(again.value.configuration.volumes[0]?.state).toBe('SYNC');
    expect(await host.read('V1', 8192)).toBe(7);
    await host.until(() => again.value.configuration.volumes[0]?.state === 'ACTIVE');
    expect(host.broken).toEqual([]);
  });

  it('a clean close leaves CLEAN behind and needs no recovery', async () => {
    const { host, runtime, groupId } = await mirrored('A', 'B');
    expect(await host.write('V1', 0, 9)).toBeNull();
    await host.settle(runtime.close());
    expect((await host.inspect('A')).configuration?.volumes[0]?.state).toBe('CLEAN');
    const again = await host.import(groupId);
    expect(again.ok && again.value.configuration.volumes[0]?.state).toBe('ACTIVE');
    expect(await host.read('V1', 0)).toBe(9);
  });

  it('new space reads as zeros although the disk held something', async () => {
    const host = new TestHost();
    host.addDisk('A').content.fill(0xaa, 5 * mebibyte);
    const runtime = await host.init('Data', 'A');
    expect((await host.run(runtime, makeMirror('V1', 1))).ok).toBe(true);
    expect(await host.read('V1', 0)).toBe(0);
    expect(await host.read('V1', 4 * mebibyte - 512)).toBe(0);
  });

  it('grows online, and the new space reads as zeros', async () => {
    const { host, runtime } = await mirrored('A', 'B');
    await host.write('V1', 0, 3);
    const grown = await host.run(runtime,
      { command: 'volume.grow', group: 'Data', volume: 'V1', byBytes: 2 * mebibyte, disks: [], excludedDisks: [], zeroed: true });
    expect(grown.ok).toBe(true);
    expect(host.layer('V1').abilities.sizeBytes).toBe(6 * mebibyte);
    expect(await host.read('V1', 5 * mebibyte)).toBe(0);
    expect(await host.read('V1', 0)).toBe(3);
  });

  it('deport clears the stamp; another host imports and finds the data', async () => {
    const { host, runtime, groupId } = await mirrored('A', 'B');
    await host.write('V1', 0, 5);
    expect((await host.run(runtime, { command: 'group.deport', group: 'Data', force: false })).ok).toBe(true);
    expect(runtime.ended).toBe(true);
    expect((await host.inspect('A')).header?.stamp).toBeNull();
    const other = new TestHost('beta', host.disks);
    const there = await other.import(groupId);
    expect(there.ok).toBe(true);
    expect(await other.read('V1', 0)).toBe(5);
    const back = await host.import(groupId);
    expect(back.ok ? '' : back.error.code).toBe('group.foreign');
  });

  it('adddisk and rmdisk: members come and go, and a removed disk is free', async () => {
    const { host, runtime } = await mirrored('A', 'B');
    host.addDisk('C');
    const added = await host.run(runtime, { command: 'group.adddisk', group: 'Data', disks: ['C'], force: false }, ['C']);
    expect(added.ok).toBe(true);
    expect(runtime.configuration.holders).toHaveLength(3);
    expect((await host.inspect('C')).configuration?.sequence).toBe(runtime.configuration.sequence);
    const removed = await host.run(runtime, { command: 'group.rmdisk', group: 'Data', disks: ['C'] });
    expect(removed.ok).toBe(true);
    const free = await host.inspect('C');
    expect([free.header?.groupId, free.configuration, free.holds]).toEqual(['', null, '']);
  });

  it('destroy frees every disk', async () => {
    const { host, runtime } = await mirrored('A', 'B');
    expect((await host.run(runtime, { command: 'group.destroy', group: 'Data', force: true })).ok).toBe(true);
    expect((await host.inspect('A')).header?.groupName).toBe('');
    expect((await host.inspect('B')).header?.groupName).toBe('');
  });

  it('start, stop, rename, read-only reach the exports', async () => {
    const { host, runtime } = await mirrored('A', 'B');
    await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'Work' });
    expect([...host.exported.values()][0]?.names[0]).toBe('Data/Work');
    await host.run(runtime, { command: 'volume.access', group: 'Data', volume: 'Work', readOnly: true });
    expect((await host.write('Work', 0, 1))?.code).toBe('EPERM');
    expect((await host.run(runtime, { command: 'volume.stop', group: 'Data', volume: 'Work', force: false })).ok).toBe(true);
    expect(host.exported.size).toBe(0);
    expect(runtime.configuration.volumes[0]?.state).toBe('CLEAN');
    expect((await host.run(runtime, { command: 'volume.start', group: 'Data', volume: 'Work' })).ok).toBe(true);
    expect(runtime.configuration.volumes[0]?.state).toBe('ACTIVE');
    expect((await host.run(runtime, { command: 'volume.delete', group: 'Data', volume: 'Work', force: false })).ok).toBe(true);
    expect(runtime.configuration.subdisks).toEqual([]);
  });
});
