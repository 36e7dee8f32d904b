/**
 * What befalls a running group besides commands: disks that are taken away and come back while it runs, failed ones that are
 * reactivated, and jobs that a person pauses, resumes and aborts.
 */
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import type { World } from './world.ts';

export class Deeds {
  readonly #world: World;
  readonly #random: SeededRandom;
  /** Disks that left the running group and may come back. */
  readonly #away = new Set<SimulatedDisk>();
  /**
   * Disks that were away at any time of this life. What was not flushed when such a disk left may cost its plex one failed
   * flush later, so that it vouches for no client's call.
   */
  readonly touched = new Set<SimulatedDisk>();

  constructor(world: World, random: SeededRandom) {
    this.#world = world;
    this.#random = random;
  }

  /** The host died: the next one finds every disk by itself. */
  newLife(): void {
    this.#away.clear();
    this.touched.clear();
  }

  async next(configuration: GroupConfiguration): Promise<void> {
    const random = this.#random;
    const choice = random.below(10);
    const record = random.pick(configuration.disks);
    const disk = this.#world.disks.find((candidate) => candidate.name === record.lastAccess);
    if (choice < 4) return this.#task();
    if (choice < 5 && disk) return this.#leaves(disk, record);
    if (choice < 8) return this.#returns(configuration);
    if (disk) await this.#reactivates(disk, record);
  }

  async #task(): Promise<void> {
    const running = (this.#world.runtime?.status().tasks ?? []).filter((task) => task.endedAt === '');
    if (running.length === 0) return;
    const task = this.#random.pick(running);
    const kind = this.#random.pick(['pause', 'resume', 'resume', 'abort', 'slow'] as const);
    await this.#world.askTask({ id: task.id, shownAs: '1', wish: kind === 'slow' ? { kind, milliseconds: 20 } : { kind } });
  }

  async #leaves(disk: SimulatedDisk, record: DiskRecord): Promise<void> {
    this.touched.add(disk);
    const gone = await this.#world.diskLeaves(record.id);
    if (gone?.ok) this.#away.add(disk);
  }

  /** One that left, or one whose path was gone, as the host's watch would find it. */
  async #returns(configuration: GroupConfiguration): Promise<void> {
    const world = this.#world;
    const vanished = world.disks.find((disk) => !disk.present);
    if (vanished) {
      this.touched.add(vanished);
      const record = configuration.disks.find((candidate) => candidate.lastAccess === vanished.name);
      const isSeen = this.#random.chance(0.7);
      if (record && isSeen) await world.changeMember({ kind: 'diskVanished', diskId: record.id, reason: 'its path is gone' });
      vanished.present = true;
      await world.diskArrived(vanished);
      return;
    }
    const [disk] = this.#away;
    if (!disk) return;
    const arrived = await world.diskArrived(disk);
    if (arrived?.ok) this.#away.delete(disk);
  }

  async #reactivates(disk: SimulatedDisk, record: DiskRecord): Promise<void> {
    const opening = this.#world.openings().find((candidate) => candidate.location === disk.name);
    if (!opening) return;
    this.touched.add(disk);
    await this.#world.changeMember({ kind: 'diskReactivates', disk: { ...opening, diskId: record.id }, dryRun: false });
  }
}
