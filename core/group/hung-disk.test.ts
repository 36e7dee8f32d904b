/** A disk of a running group that stops answering, and answers again: what clients, plexes, holders and logs go through. */
import { afterEach, describe, expect, it } from 'vitest';
import type { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { PlexState } from '../model/configuration.ts';
import { setSabotages } from '../model/sabotage.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import { firstPauseMilliseconds } from './late-parts.ts';

afterEach(() => { setSabotages([]); });

interface World {
  readonly host: TestHost;
  readonly runtime: GroupRuntime;
  /** The disk of the second plex. */
  readonly disk: MemoryDisk;
  state(): PlexState;
}

async function started(hangingPlex = 1): Promise<World> {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1'))).ok).toBe(true);
  expect(await host.write('V1', 0, 1)).toBeNull();
  expect(await host.flush('V1')).toBeNull();
  const { plexes, subdisks, disks } = runtime.configuration;
  const diskId = subdisks.find((subdisk) => subdisk.plexId === plexes[hangingPlex]?.id)?.diskId;
  const location = disks.find((disk) => disk.id === diskId)?.lastAccess ?? '';
  return {
    host, runtime, disk: host.disk(location.replace('/images/', '')),
    state: () => runtime.configuration.plexes[hangingPlex]?.state ?? 'STALE',
  };
}

function hang({ disk }: World): void {
  disk.hangs = () => true;
}

/** No task runs, and the path is in line with what is published. */
async function quiet({ host, runtime }: World): Promise<void> {
  await host.until(() => runtime.status().tasks.every((task) => task.endedAt !== ''));
  await host.flush('V1');
}

/** From the disk that hung, without the other one. */
async function readAlone({ host, disk }: World): Promise<number | string> {
  host.absent.add(host.disk('A') === disk ? 'B' : 'A');
  return host.read('V1', 0);
}

describe.each([0, 1])('a disk that hangs (of plex %i)', (plex) => {
  it('holds a write up for less than 10 s, the commit without it as a holder included, and is not called failing', async () => {
    const world = await started(plex);
    const { host, runtime } = world;
    hang(world);
    const begun = host.clock.now;
    expect(await host.write('V1', 2_000_000, 2)).toBeNull();
    expect(host.clock.now - begun).toBeLessThan(10_000);
    expect(world.state()).toBe('STALE');
    expect(runtime.configuration.holders).toHaveLength(1);
    expect(runtime.configuration.disks.map((disk) => disk.failing)).toEqual([false, false]);
    expect(runtime.status().failedDiskIds).toEqual([]);
    expect(host.alerts.map(({ code }) => code)).toEqual(expect.arrayContaining(['plex.stale', 'holder.left-out']));
  });

  it('is caught up, and holds the configuration again, once all its calls have returned', async () => {
    const world = await started(plex);
    const { host, disk, runtime } = world;
    hang(world);
    await host.write('V1', 0, 2);
    const left = host.clock.now;
    disk.resume();
    await host.until(() => world.state() === 'ACTIVE');
    expect(host.clock.now - left).toBeGreaterThanOrEqual(firstPauseMilliseconds - 10_000);
    expect(runtime.configuration.holders).toHaveLength(2);
    await quiet(world);
    expect(await readAlone(world)).toBe(2);
  });
});

describe('a write that was given up, and lands late', () => {
  /** What the plex that was late holds in the end; the volume holds 3. */
  async function afterLateWrite(): Promise<number | string> {
    const world = await started();
    const { host, disk } = world;
    disk.hangs = (operation) => operation === 'write';
    await host.write('V1', 0, 2);
    expect(disk.lateCalls).toBeGreaterThan(0);
    // All that is asked from now on is answered; what was given up still lies in the kernel.
    disk.hangs = () => false;
    await host.write('V1', 0, 3);
    const later = host.clock.now + 2 * firstPauseMilliseconds;
    await host.until(() => world.state() === 'ACTIVE' || host.clock.now >= later);
    if (world.state() === 'ACTIVE') await quiet(world);
    disk.resume();
    await host.until(() => world.state() === 'ACTIVE');
    await quiet(world);
    return readAlone(world);
  }

  it('lands before the copy, for the copy waits for it', async () => {
    expect(await afterLateWrite()).toBe(3);
  });

  it('is noticed when the copy does not wait', async () => {
    setSabotages(['copy-before-late-calls-end']);
    expect(await afterLateWrite()).toBe(2);
  });
});
