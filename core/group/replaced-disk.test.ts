/** A disk that takes the place of a lost one, at the same path: it is one new member, and the lost one stays missing. */
import { describe, expect, it } from 'vitest';
import { makeMirror, TestHost } from './group-world.test-double.ts';

async function lostB() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1'))).ok).toBe(true);
  expect(await host.write('V1', 0, 1)).toBeNull();
  await host.settle(runtime.close());
  host.disks.delete('B');
  const again = await host.import(runtime.configuration.id);
  if (!again.ok) throw new Error(again.error.code);
  expect(await host.write('V1', 0, 2)).toBeNull();
  host.addDisk('B');
  return { host, runtime: again.value };
}

const addDisk = (...disks: string[]) => ({ command: 'group.adddisk', group: 'Data', disks, force: false }) as const;

describe('a new disk at the path of a missing member', () => {
  it('becomes one member under one id; the missing one stays missing', async () => {
    const { host, runtime } = await lostB();
    expect((await host.run(runtime, addDisk('B'), ['B'])).ok).toBe(true);
    const [kept, lost, added] = runtime.configuration.disks;
    expect(runtime.status().presentDiskIds).toEqual([kept?.id, added?.id]);
    expect(lost?.lastAccess).toBe(added?.lastAccess);
    expect((await host.inspect('B')).header?.diskId).toBe(added?.id);
    expect(runtime.configuration.plexes.map((plex) => plex.state)).toEqual(['ACTIVE', 'STALE']);
  });

  it('keeps the volumes apart: what is made there does not overlap with what the missing disk bore', async () => {
    const { host, runtime } = await lostB();
    expect((await host.run(runtime, addDisk('B'), ['B'])).ok).toBe(true);
    expect((await host.run(runtime, { ...makeMirror('V2', 1), disks: ['B'] })).ok).toBe(true);
    expect(await host.write('V2', 0, 7)).toBeNull();
    expect(await host.write('V1', 0, 3)).toBeNull();
    host.crash();
    expect((await host.import(runtime.configuration.id)).ok).toBe(true);
    expect([await host.read('V1', 0), await host.read('V2', 0)]).toEqual([3, 7]);
  });

  it('a disk that cannot be formatted leaves no member behind, so that the same disks can be added again', async () => {
    const { host, runtime } = await lostB();
    const disk = host.addDisk('C');
    disk.fault = (operation) => (operation === 'write' || operation === 'writeDurable' ? { code: 'EIO', message: 'broken' } : null);
    const refused = await host.run(runtime, addDisk('B', 'C'), ['B', 'C']);
    expect(refused.ok ? '' : refused.error.code).toBe('disk.unreadable');
    expect(runtime.status().presentDiskIds).toHaveLength(1);
    disk.fault = () => null;
    expect((await host.run(runtime, addDisk('B', 'C'), ['B', 'C'])).ok).toBe(true);
    expect(runtime.status().presentDiskIds).toHaveLength(3);
  });
});
