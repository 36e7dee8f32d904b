/** "Failed volume: the export stays, EIO" (design section 5): also of a volume that could not start for want of a disk. */
import { describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

async function importedWithoutB() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, { ...makeMirror('V1', 1), disks: ['B'] })).ok).toBe(true);
  expect((await host.run(runtime, { ...makeMirror('V2', 1), disks: ['A'] })).ok).toBe(true);
  expect(await host.write('V1', 0, 5)).toBeNull();
  await host.settle(runtime.close());
  expect(host.exported.size).toBe(0);
  host.absent.add('B');
  const again = await host.import(runtime.configuration.id);
  if (!again.ok) throw new Error(again.error.code);
  const volumeId = again.value.configuration.volumes.find((volume) => volume.name === 'V1')?.id ?? '';
  return { host, runtime: again.value, volumeId };
}

const servedNames = (host: TestHost) => [...host.exported.values()].map((volume) => volume.description).sort();

describe('a volume that should run and has no usable plex', () => {
  it('is exported in its size, answers EIO, and is shown as not started for want of its disk', async () => {
    const { host, runtime, volumeId } = await importedWithoutB();
    expect(host.layer('V1').abilities.sizeBytes).toBe(4 * mebibyte);
    expect(await host.read('V1', 0)).toBe('EIO');
    expect((await host.write('V1', 0, 1))?.code).toBe('EIO');
    expect((await host.flush('V1'))?.code).toBe('EIO');
    expect(await host.read('V2', 0)).toBe(0);
    const status = runtime.status();
    expect(status.volumes.find((volume) => volume.volumeId === volumeId)?.started).toBe(false);
    expect(status.healthByVolumeId[volumeId]?.word).toBe('Missing');
  });

  it('is served for real when its disk comes back', async () => {
    const { host, runtime } = await importedWithoutB();
    host.absent.delete('B');
    expect((await host.settle(runtime.diskArrived(host.opening('B')))).ok).toBe(true);
    expect(await host.read('V1', 0)).toBe(5);
    expect((await host.run(runtime, { command: 'volume.stop', group: 'Data', volume: 'V1', force: false })).ok).toBe(true);
    expect(servedNames(host)).toEqual(['V2']);
  });

  it('is served by its new name after a rename, and not at all once it is stopped', async () => {
    const { host, runtime } = await importedWithoutB();
    expect((await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'W1' })).ok).toBe(true);
    expect(servedNames(host)).toEqual(['V2', 'W1']);
    const stop = { command: 'volume.stop', group: 'Data', volume: 'W1', force: false } as const;
    expect((await host.run(runtime, stop)).ok).toBe(true);
    expect(servedNames(host)).toEqual(['V2']);
    expect((await host.run(runtime, stop)).ok).toBe(false);
    host.absent.delete('B');
    expect((await host.settle(runtime.diskArrived(host.opening('B')))).ok).toBe(true);
    expect(servedNames(host)).toEqual(['V2']);
    expect((await host.run(runtime, { command: 'volume.start', group: 'Data', volume: 'W1' })).ok).toBe(true);
    expect(await host.read('W1', 0)).toBe(5);
  });

  it.each([
    ['deleted', { command: 'volume.delete', group: 'Data', volume: 'V1', force: true }, ['V2']],
    ['deported with its group', { command: 'group.deport', group: 'Data', force: true }, []],
    ['destroyed with its group', { command: 'group.destroy', group: 'Data', force: true }, []],
  ] as const)('is served no longer when it is %s', async (_how, command, served) => {
    const { host, runtime } = await importedWithoutB();
    const done = await host.run(runtime, command);
    expect(done.ok ? 'done' : done.error).toBe('done');
    expect(servedNames(host)).toEqual(served);
  });

  it('is served no longer when the group is closed', async () => {
    const { host, runtime } = await importedWithoutB();
    await host.settle(runtime.close());
    expect(servedNames(host)).toEqual([]);
  });
});
