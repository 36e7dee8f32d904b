/** A second disk fails while plexes are being made equal after a first one failed: the last good copy stays, and what it holds. */
import { describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

const broken: IoError = { code: 'EIO', message: 'broken' };
const volumeBytes = 6 * mebibyte;
const writtenAt = 5 * mebibyte;

async function imported(host: TestHost, groupId: GroupRuntime['configuration']['id']): Promise<GroupRuntime> {
  const again = await host.import(groupId);
  if (!again.ok) throw new Error(again.error.code);
  return again.value;
}

const statesOf = (runtime: GroupRuntime): string => runtime.configuration.plexes.map(({ state }) => state).join(' ');
const copyOf = (runtime: GroupRuntime) => runtime.status().tasks.find(({ name }) => name === 'Attach plex');
const resyncOf = (runtime: GroupRuntime) => runtime.status().tasks.find(({ name }) => name === 'Resynchronise');

/** Every plex was written; then B missed a write, and the copy of what it missed has begun and is paused. */
async function catchingUp(...names: readonly string[]) {
  const host = new TestHost();
  for (const name of names) host.addDisk(name);
  const born = await host.init('Data', ...names);
  await host.run(born, { ...makeMirror('V1', names.length, volumeBytes), logs: 0 });
  expect(await host.write('V1', writtenAt, 1)).toBeNull();
  host.absent.add('B');
  expect(await host.write('V1', writtenAt, 2)).toBeNull();
  expect(await host.flush('V1')).toBeNull();
  const groupId = born.configuration.id;
  host.crash();
  host.absent.clear();
  const runtime = await imported(host, groupId);
  await host.until(() => copyOf(runtime) !== undefined);
  const id = copyOf(runtime)?.id ?? '';
  const ask = (kind: 'pause' | 'resume') => host.settle(runtime.askTask({ id, shownAs: '1', wish: { kind } }));
  await ask('pause');
  return { host, runtime, groupId, resume: () => ask('resume') };
}

describe('while a plex is caught up, another disk fails', () => {
  it('and there is a third: the copy ends from that one, and clients see nothing', async () => {
    const { host, runtime, resume } = await catchingUp('A', 'B', 'C');
    host.disk('A').fault = () => broken;
    await resume();
    expect(await host.write('V1', 0, 7)).toBeNull();
    await host.until(() => statesOf(runtime) === 'STALE ACTIVE ACTIVE');
    const [, second, third] = runtime.configuration.plexes;
    for (const plex of [second, third]) {
      const bytes = host.plexBytes(runtime.configuration, plex!.id);
      expect([bytes[0], bytes[writtenAt]]).toEqual([7, 2]);
    }
    expect(host.broken).toEqual([]);
  });

  it('the last good one: the plex stays STALE, the good one stays the truth, and the copy is done once it can be read again', async () => {
    const { host, runtime, groupId, resume } = await catchingUp('A', 'B');
    host.disk('A').fault = (operation) => (operation === 'read' ? broken : null);
    await resume();
    await host.until(() => copyOf(runtime)?.endedAt !== '');
    expect(copyOf(runtime)?.state).toBe('failed');
    expect(statesOf(runtime)).toBe('ACTIVE STALE');
    expect(await host.read('V1', writtenAt)).toBe('EIO');
    host.crash();
    host.disk('A').fault = () => null;
    const again = await imported(host, groupId);
    await host.until(() => statesOf(again) === 'ACTIVE ACTIVE');
    expect(again.configuration.plexes.map(({ id }) => host.plexBytes(again.configuration, id)[writtenAt])).toEqual([2, 2]);
    expect(host.broken).toEqual([]);
  });

  it('the target: it stays STALE, and the volume goes on', async () => {
    const { host, runtime, resume } = await catchingUp('A', 'B');
    host.disk('B').fault = (operation) => (operation === 'read' ? null : broken);
    await resume();
    await host.until(() => copyOf(runtime)?.endedAt !== '');
    expect(statesOf(runtime)).toBe('ACTIVE STALE');
    expect([await host.write('V1', 0, 7), await host.read('V1', writtenAt), await host.read('V1', 0)]).toEqual([null, 2, 7]);
  });
});

describe('while plexes are made equal after a crash, a disk fails', () => {
  it.each([
    ['A', 'STALE ACTIVE'], ['B', 'ACTIVE STALE'],
  ])('%s: the other serves alone, and the volume is no longer in SYNC', async (failing, states) => {
    const host = new TestHost();
    for (const name of ['A', 'B']) host.addDisk(name);
    const born = await host.init('Data', 'A', 'B');
    await host.run(born, { ...makeMirror('V1', 2, volumeBytes), logs: 0 });
    expect(await host.write('V1', writtenAt, 3)).toBeNull();
    host.crash();
    const runtime = await imported(host, born.configuration.id);
    expect(runtime.configuration.volumes[0]?.state).toBe('SYNC');
    host.disk(failing).fault = () => broken;
    expect(await host.write('V1', 0, 4)).toBeNull();
    await host.until(() => statesOf(runtime) === states && resyncOf(runtime)?.endedAt !== '');
    expect([await host.read('V1', 0), await host.read('V1', writtenAt)]).toEqual([4, 3]);
    expect(runtime.configuration.volumes[0]?.state).toBe('ACTIVE');
    expect(host.broken).toEqual([]);
  });
});
