/** The window of decision 0001 between a failed flush and its note, with a disk that forgets as real ones do. */
import { afterEach, describe, expect, it } from 'vitest';
import { mebibyte } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { writeStamps } from './sector-stamp.ts';
import { UnnotedFailures } from './unnoted-failures.ts';
import { readAllVolumes } from './volume-checks.ts';
import type { VolumeUnderTest } from './volume-under-test.ts';
import { groupName, World } from './world.ts';

afterEach(() => { setSabotages([]); });

/** One volume of one plex; its disk is the first. */
class Host {
  readonly world = new World<SimulatedDisk>(1);
  readonly unnoted = new UnnotedFailures(this.world.disks, this.world.volumes);
  #stamp = 0;

  static async begin(): Promise<Host> {
    const host = new Host();
    const { world } = host;
    for (const name of ['disk0', 'disk1']) {
      const disk = new SimulatedDisk(name, 20 * mebibyte, world.clock, new SeededRandom(1, name));
      disk.faults.synchronousChance = 1;
      world.disks.push(disk);
    }
    await world.init(2);
    await world.execute({
      command: 'volume.make', group: groupName, volume: 'V1', sizeBytes: mebibyte, type: 'spanned', mirrors: 1,
      disks: ['Harddisk0'], excludedDisks: [], zeroed: true,
    });
    for (const disk of world.disks) disk.faults.synchronousChance = 0;
    return host;
  }

  get disk(): SimulatedDisk {
    return this.world.disks[0] as SimulatedDisk;
  }

  get volume(): VolumeUnderTest {
    return [...this.world.volumes.values()][0] as VolumeUnderTest;
  }

  async write(): Promise<void> {
    this.#stamp += 1;
    const bytes = new Uint8Array(512);
    writeStamps(bytes, 1, 7, 1, this.#stamp);
    const record = this.volume.history.send(7, 1, this.#stamp);
    await this.#ended((done) => this.volume.layer?.write(bytes, 0, 7 * 512, 512, done));
    this.volume.history.acknowledge(record);
  }

  /** Whether it succeeded. */
  async flush(): Promise<boolean> {
    const sentAt = this.volume.history.now();
    const error = await this.#ended((done) => this.volume.layer?.flush(done));
    if (error === null) this.volume.history.flushed(sentAt);
    else this.volume.flushFailedAt = this.world.clock.nowMilliseconds;
    return error === null;
  }

  async die(powerCut: boolean): Promise<void> {
    const configuration = this.world.runtime?.configuration ?? null;
    this.world.crash(powerCut);
    this.unnoted.hostDied(configuration, powerCut);
    expect((await this.world.importGroup()).ok).toBe(true);
    await this.world.settle(() => this.volume.layer !== null, 60_000, 'the volume does not start');
  }

  async #ended(call: (done: (error: unknown) => void) => boolean | undefined): Promise<unknown> {
    let answer: { readonly error: unknown } | null = null;
    if (call((error) => { answer = { error }; }) === true) return null;
    await this.world.settle(() => answer !== null, 60_000, 'a call never ends');
    return (answer as { readonly error: unknown } | null)?.error ?? null;
  }
}

/** The flush fails, and the next one succeeds: a client was told of the first. */
async function failOneFlush(host: Host): Promise<void> {
  host.disk.faults.flushErrorChance = 1;
  await host.write();
  expect(await host.flush()).toBe(false);
  host.disk.faults.flushErrorChance = 0;
}

describe('a flush that failed before the host died', () => {
  it('is known to the next host once a client was told of it, and nothing is exempt', async () => {
    const host = await Host.begin();
    await failOneFlush(host);
    await host.die(false);
    expect(await host.flush()).toBe(true);
    await host.die(true);
    await readAllVolumes(host.world);
    expect(host.unnoted).toMatchObject({ windows: 0, losses: 0 });
  });

  it('is found when an engine never notes it', async () => {
    setSabotages(['failed-flush-not-noted']);
    const host = await Host.begin();
    await failOneFlush(host);
    await host.die(false);
    expect(await host.flush()).toBe(true);
    await host.die(true);
    await expect(readAllVolumes(host.world)).rejects.toThrow(/acknowledged write lost/);
    expect(host.unnoted.losses).toBe(0);
  });

  it('is excused for what the disk forgot, and only until that is written anew, when the host died before its note', async () => {
    const host = await Host.begin();
    await host.write();
    host.disk.faults.flushErrorChance = 1;
    host.volume.layer?.flush(() => undefined);
    await host.world.settle(() => host.disk.forgotten.failedAt >= 0, 60_000, 'no flush reaches the disk');
    host.disk.faults.flushErrorChance = 0;
    await host.die(false);
    expect(await host.flush()).toBe(true);
    await host.die(true);
    await readAllVolumes(host.world);
    expect(host.unnoted).toMatchObject({ windows: 1, losses: 1 });
    expect([host.volume.isExcused(7), host.volume.isExcused(8)]).toEqual([true, false]);
    await host.write();
    expect(await host.flush()).toBe(true);
    expect(host.volume.isExcused(7)).toBe(false);
    await host.die(true);
    await readAllVolumes(host.world);
    expect(host.unnoted.losses).toBe(1);
  });
});
