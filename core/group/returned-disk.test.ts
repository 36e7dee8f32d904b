/** Disks that come back to a running group: what is checked before they are believed, and what is copied to them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import { setSabotages, type Sabotage } from '../model/sabotage.ts';
import { writeHeader } from './disk-writer.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import { rebase } from './plan-rebase.ts';

afterEach(() => { setSabotages([]); });

const broken: IoError = { code: 'EIO', message: 'broken' };

async function mirror() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  await host.run(runtime, makeMirror('V1'));
  expect(await host.write('V1', 0, 1)).toBeNull();
  expect(await host.flush('V1')).toBeNull();
  const [a = '', b = ''] = runtime.configuration.disks.map((disk): string => disk.id);
  return { host, runtime, a, b };
}

type World = Awaited<ReturnType<typeof mirror>>;

/** B as it was at that moment, put back later. */
async function imageOf(host: TestHost, name: string): Promise<() => Promise<void>> {
  const disk = host.disk(name);
  const bytes = new Uint8Array(disk.sizeBytes);
  await host.settle(new Promise((resolve) => { if (disk.read(bytes, 0, 0, bytes.length, resolve)) resolve(null); }));
  return async () => {
    await host.settle(new Promise((resolve) => { if (disk.writeDurable(bytes, 0, 0, bytes.length, resolve)) resolve(null); }));
  };
}

const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => (result.ok ? 'done' : result.error?.code);
const states = (runtime: GroupRuntime) => runtime.configuration.plexes.map((plex) => plex.state).join(' ');

async function allActive({ host, runtime }: World): Promise<void> {
  await host.until(() => states(runtime) === 'ACTIVE ACTIVE');
}

/** From the media: a read through the volume that one plex fails is put right on it, and shows nothing any more. */
function onBothPlexes({ host, runtime: { configuration } }: World, offsetBytes: number): (number | undefined)[] {
  return configuration.plexes.map((plex) => host.plexBytes(configuration, plex.id)[offsetBytes]);
}

describe('a disk that lies in another file after the host was killed', () => {
  /** No commit lies between the copy and the end of the host: by its records the copy is the disk. */
  async function replaced(...names: string[]) {
    const world = await mirror();
    // Nor may the map in the copy mark it.
    await world.host.pass(30_000);
    const restore = await Promise.all(names.map((name) => imageOf(world.host, name)));
    expect(await world.host.write('V1', mebibyte, 5)).toBeNull();
    expect(await world.host.flush('V1')).toBeNull();
    // Until no map marks the write any more: else the recovery after the crash would put it right.
    await world.host.pass(30_000);
    return { ...world, putBack: async () => { for (const put of restore) await put(); } };
  }

  async function importedAnew({ host, runtime }: World, ...inAnotherFile: string[]): Promise<GroupRuntime> {
    for (const name of inAnotherFile) host.inAnotherFile.add(name);
    const again = await host.import(runtime.configuration.id);
    if (!again.ok) throw new Error(again.error.code);
    await host.until(() => states(again.value) === 'ACTIVE ACTIVE' && again.value.configuration.volumes[0]?.state === 'ACTIVE');
    return again.value;
  }

  it('is copied whole, and that is told', async () => {
    const world = await replaced('B');
    world.host.crash();
    await world.putBack();
    const runtime = await importedAnew(world, 'B');
    expect(onBothPlexes({ ...world, runtime }, mebibyte)).toEqual([5, 5]);
    expect(world.host.alerts.filter(({ code }) => code === 'disk.another-file')).toHaveLength(1);
  });

  it('is taken as it is where the volume lies on nothing else', async () => {
    const world = await replaced('A', 'B');
    world.host.crash();
    await world.putBack();
    const runtime = await importedAnew(world, 'A', 'B');
    expect(onBothPlexes({ ...world, runtime }, mebibyte)).toEqual([0, 0]);
  });

  it('keeps plexes of volumes that were stopped clean: an older file would lack that commit', async () => {
    const world = await replaced();
    await world.host.settle(world.runtime.close());
    const runtime = await importedAnew(world, 'B');
    expect(runtime.status().tasks.filter(({ name }) => name === 'Attach plex')).toEqual([]);
  });
});

describe('a disk that was put back from a copy while it was away', () => {
  async function putBack(writtenMeanwhile: boolean) {
    const world = await mirror();
    const { host, runtime, b } = world;
    const restore = await imageOf(host, 'B');
    expect(await host.write('V1', mebibyte, 5)).toBeNull();
    expect(await host.flush('V1')).toBeNull();
    await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' });
    await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V2', newName: 'V1' });
    expect(codeOf(await host.settle(runtime.diskLeaves(b)))).toBe('done');
    if (writtenMeanwhile) expect(await host.write('V1', 2 * mebibyte, 6)).toBeNull();
    await restore();
    return world;
  }

  it.each([[[], true], [['returned-disk-not-checked'], false]] as const)(
    'is copied whole, though nobody wrote meanwhile (%s: kept is %s)', async (sabotages, kept) => {
      const world = await putBack(false);
      setSabotages(sabotages);
      expect(codeOf(await world.host.settle(world.runtime.diskArrived(world.host.opening('B'))))).toBe('done');
      await allActive(world);
      expect(onBothPlexes(world, mebibyte)).toEqual([5, kept ? 5 : 0]);
    });

  it('is copied whole, though a map says that little was missed', async () => {
    const world = await putBack(true);
    expect(codeOf(await world.host.settle(world.runtime.diskArrived(world.host.opening('B'))))).toBe('done');
    await allActive(world);
    expect([onBothPlexes(world, mebibyte), onBothPlexes(world, 2 * mebibyte)]).toEqual([[5, 5], [6, 6]]);
    const told = world.host.alerts.find((alert) => alert.code === 'disk.returned')?.message;
    expect(told).toMatch(/4 MiB, all of it, were copied to V1-02\. Its content was not believed: it bears sequence/);
  });

  it('is refused by itself where it bears the only copy of something, and merged by a person with that said', async () => {
    const host = new TestHost();
    for (const name of ['A', 'B']) host.addDisk(name);
    const runtime = await host.init('Data', 'A', 'B');
    await host.run(runtime, { ...makeMirror('Only', 1), disks: ['B'] });
    await host.write('Only', 0, 1);
    const restore = await imageOf(host, 'B');
    await host.run(runtime, { command: 'volume.stop', group: 'Data', volume: 'Only', force: false });
    const b = runtime.configuration.disks[1]?.id ?? '';
    expect(codeOf(await host.settle(runtime.diskLeaves(b)))).toBe('done');
    await restore();
    const before = runtime.configuration;
    const refused = await host.settle(runtime.diskArrived(host.opening('B')));
    expect(codeOf(refused)).toBe('disk.put-back');
    expect([runtime.configuration, runtime.status().presentDiskIds.includes(b)]).toEqual([before, false]);
    const merged = await host.settle(runtime.changeMember({ kind: 'diskMerges', disk: host.opening('B'), dryRun: false }));
    expect(merged.ok ? merged.value.at(-1) : merged.error).toBe('Volume Only has no other copy: it is what the disk bears, however old.');
  });
});

describe('a disk that another host had last', () => {
  async function foreign(serial?: number) {
    const world = await mirror();
    const { host, runtime, b } = world;
    expect(codeOf(await host.settle(runtime.diskLeaves(b)))).toBe('done');
    const { header } = await host.inspect('B');
    if (header === null) throw new Error('B has no header');
    const stamp = { id: 'beta' as typeof host.host.id, name: 'beta' };
    await host.settle(writeHeader(host.disk('B'), { ...header, stamp, serial: serial ?? header.serial, writes: header.writes + 1 }));
    return world;
  }

  it('is refused by itself and by reactivate, and not written; merge takes it in, and copies it whole', async () => {
    const world = await foreign();
    const { host, runtime } = world;
    const disk = host.opening('B');
    let written = 0;
    host.disk('B').fault = (operation) => { written += operation === 'read' ? 0 : 1; return null; };
    const before = runtime.configuration;
    for (const attempt of [runtime.diskArrived(disk), runtime.changeMember({ kind: 'diskReactivates', disk, dryRun: false }),
      runtime.changeMember({ kind: 'diskMerges', disk, dryRun: true })]) await host.settle<unknown>(attempt);
    expect(codeOf(await host.settle(runtime.diskArrived(disk)))).toBe('group.foreign');
    expect([written, runtime.configuration]).toEqual([0, before]);
    expect(codeOf(await host.settle(runtime.changeMember({ kind: 'diskMerges', disk, dryRun: false })))).toBe('done');
    host.disk('B').fault = () => null;
    await allActive(world);
    expect(onBothPlexes(world, 0)).toEqual([1, 1]);
  });

  it('is not merged when it went on without the group: that is a fork', async () => {
    const { host, runtime } = await foreign(9);
    const merged = await host.settle(runtime.changeMember({ kind: 'diskMerges', disk: host.opening('B'), dryRun: false }));
    expect(codeOf(merged)).toBe('group.fork');
  });
});

describe('the path of a volume', () => {
  it.each([[[], 'told'], [['rejoin-before-mark'], 'silent']] as const)(
    'is without the plexes of a disk that is not believed before that disk is a member (%s)', async (sabotages, outcome) => {
      const { host, runtime, b } = await mirror();
      const restore = await imageOf(host, 'B');
      await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' });
      expect(codeOf(await host.settle(runtime.diskLeaves(b)))).toBe('done');
      await restore();
      setSabotages(sabotages);
      let seen = 'never a member';
      host.disk('B').fault = (operation) => {
        if (operation === 'writeDurable' && seen === 'never a member') seen = states(runtime) === 'ACTIVE ACTIVE' ? 'silent' : 'told';
        return null;
      };
      await host.settle(runtime.diskArrived(host.opening('B')));
      expect(seen).toBe(outcome);
    });
});

describe('vxdisk reactivate', () => {
  async function failed() {
    const world = await mirror();
    const { host } = world;
    host.disk('B').fault = (operation) => (operation === 'flush' ? broken : null);
    await host.write('V1', 0, 2);
    await host.flush('V1');
    expect(world.runtime.status().failedDiskIds).toEqual([world.b]);
    return world;
  }

  it('tests the disk first: one that cannot be read stays as it is', async () => {
    const { host, runtime, b } = await failed();
    const before = runtime.configuration;
    host.disk('B').fault = (operation) => (operation === 'read' ? broken : null);
    const refused = await host.settle(runtime.changeMember({ kind: 'diskReactivates', disk: host.opening('B'), dryRun: false }));
    expect(codeOf(refused)).toBe('disk.unreadable');
    expect([runtime.configuration, runtime.status().failedDiskIds]).toEqual([before, [b]]);
  });

  it('opens a failed disk anew, clears its marks, and brings its plexes up to date', async () => {
    const world = await failed();
    const { host, runtime, b } = world;
    host.disk('B').fault = () => null;
    const disk = { ...host.opening('B'), diskId: b };
    const done = await host.settle(runtime.changeMember({ kind: 'diskReactivates', disk, dryRun: false }));
    expect(done.ok ? done.value[0] : done.error).toMatch(/^Disk2 had failed; its header, its configurations and samples/);
    await allActive(world);
    expect([runtime.status().failedDiskIds, runtime.configuration.disks.some((disk) => disk.failing)]).toEqual([[], false]);
    expect(onBothPlexes(world, 0)).toEqual([2, 2]);
  });
});

describe('vxmend off and on, under writes', () => {
  it('copies what was missed and what was marked at that moment, and the plexes are equal', async () => {
    const world = await mirror();
    const { host, runtime } = world;
    // Longer than a mark stays; those of a new log all do.
    await host.pass(15_000);
    expect(await host.write('V1', mebibyte, 3)).toBeNull();
    expect(codeOf(await host.run(runtime, { command: 'plex.off', group: 'Data', plexes: ['V1-02'] }))).toBe('done');
    expect(await host.write('V1', 2 * mebibyte, 7)).toBeNull();
    expect(states(runtime)).toBe('ACTIVE OFFLINE');
    expect(codeOf(await host.run(runtime, { command: 'plex.on', group: 'Data', plexes: ['V1-02'] }))).toBe('done');
    await allActive(world);
    expect([onBothPlexes(world, 2 * mebibyte), onBothPlexes(world, 0)]).toEqual([[7, 7], [1, 1]]);
    const regionBytes = runtime.configuration.volumes[0]?.mapRegionBytes ?? 0;
    const task = runtime.status().tasks.findLast(({ subject }) => subject.name === 'V1-02');
    expect([task?.copies, task?.doneBytes]).toEqual(['changed regions', 2 * regionBytes]);
  });

  it('survives a crash while the plex is off', async () => {
    const world = await mirror();
    const { host, runtime } = world;
    await host.run(runtime, { command: 'plex.off', group: 'Data', plexes: ['V1-02'] });
    expect(await host.write('V1', 2 * mebibyte, 7)).toBeNull();
    host.crash();
    const again = await host.import(runtime.configuration.id);
    if (!again.ok) throw new Error(again.error.code);
    expect(states(again.value)).toBe('ACTIVE OFFLINE');
    await host.run(again.value, { command: 'plex.on', group: 'Data', plexes: ['V1-02'] });
    await allActive({ ...world, runtime: again.value });
    expect(onBothPlexes({ ...world, runtime: again.value }, 2 * mebibyte)).toEqual([7, 7]);
  });
});

describe('vxdg repldisk, while the engine marks the plex by itself', () => {
  const tries = [[[], null], [['replacement-keeps-map'], 3]] as const;
  it.each(tries)('the new disk lacks everything (%s)', (sabotages: readonly Sabotage[], slot) => {
    const plex = (state: 'ACTIVE' | 'STALE', missed: { slot: number; id: string } | null) => ({ id: 'p', volumeId: 'v', state, missed });
    const world = (one: ReturnType<typeof plex>, diskId: string) => ({
      disks: [], volumes: [{ id: 'v', state: 'ACTIVE', mapRegionBytes: 1 }], logs: [], holders: [], plexes: [one],
      subdisks: [{ id: 's', plexId: 'p', diskId }],
    }) as unknown as GroupRuntime['configuration'];
    setSabotages(sabotages);
    const published = world(plex('STALE', { slot: 3, id: 'm' }), 'old');
    const rebased = rebase(world(plex('ACTIVE', null), 'old'), world(plex('STALE', null), 'new'), published);
    expect(rebased.plexes[0]?.missed?.slot ?? null).toBe(slot);
  });
});
