/** Draws commands as an administrator might give them, sensible and silly ones alike; most name things that exist. */
import type { GroupCommand, PlexCommand, VolumeBreak, VolumeCommand } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { mebibyte } from '../model/limits.ts';
import type { SeededRandom } from './seeded-random.ts';
import { groupName } from './world.ts';

const volumesMaximum = 5;
const group = groupName;
const anyDisks = { disks: [], excludedDisks: [] } as const;

export type AdministratorCommand = GroupCommand | PlexCommand | VolumeCommand;

export class Administrator {
  readonly #random: SeededRandom;
  #named = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  make(mirrored: boolean): VolumeCommand {
    const random = this.#random;
    const striped = random.chance(0.4);
    return {
      command: 'volume.make',
      group: groupName,
      volume: this.#newName(),
      sizeBytes: mebibyte,
      type: striped ? 'stripe' : mirrored ? 'mirror' : 'spanned',
      mirrors: mirrored ? random.between(2, 3) : 1,
      ...(striped ? { columns: 2, stripeUnitBytes: random.pick([4096, 65536]) } : {}),
      disks: [],
      excludedDisks: [],
      zeroed: true,
    };
  }

  /** `hostDisks`: every disk that the host has, members of the group or not. */
  next(configuration: GroupConfiguration, hostDisks: readonly string[]): AdministratorCommand {
    const random = this.#random;
    const { volumes } = configuration;
    if (volumes.length === 0 || (volumes.length < volumesMaximum && random.chance(0.2))) return this.make(random.chance(0.7));
    const volume = random.pick(volumes);
    if (random.chance(0.45)) return this.#plain(volume);
    const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id);
    return random.chance(0.75) ? this.#redundancy(volume, plexes) : this.#disks(configuration, hostDisks);
  }

  #plain({ name: volume }: VolumeRecord): VolumeCommand {
    const random = this.#random;
    switch (random.below(8)) {
      case 0:
        return { command: 'volume.grow', group, volume, byBytes: mebibyte, ...anyDisks, zeroed: true };
      case 1:
        return { command: 'volume.stop', group, volume, force: random.chance(0.5) };
      case 2:
        return { command: 'volume.rename', group, volume, newName: `R${random.below(100)}` };
      case 3:
        return { command: 'volume.rdpol', group, volume, policy: random.pick(['round', 'select']) };
      case 4:
        return random.chance(0.6) ? { command: 'volume.delete', group, volume, force: false } : { command: 'volume.start', group, volume };
      case 5:
        return { command: 'volume.grow', group, volume, toBytes: random.below(4) * mebibyte, ...anyDisks, zeroed: true };
      default:
        return { command: 'volume.start', group, volume };
    }
  }

  /** What adds copies and logs, takes them away, or compares them. */
  #redundancy({ name: volume }: VolumeRecord, plexes: readonly PlexRecord[]): VolumeCommand | PlexCommand {
    const random = this.#random;
    const plex = random.pick(plexes).name;
    switch (random.below(10)) {
      case 0:
      case 1:
        return { command: 'volume.mirror', group, volume, mirrors: 1, ...anyDisks };
      case 2:
        return { command: 'volume.rmmirror', group, volume, ...(random.chance(0.5) ? { plex } : {}), disks: [] };
      case 3:
        return this.#break(volume, plex);
      case 4:
        return { command: 'plex.off', group, plexes: [plex] };
      case 5:
      case 6:
        return { command: 'plex.on', group, plexes: [(plexes.find(({ state }) => state === 'OFFLINE') ?? plexes[0])?.name ?? plex] };
      case 7:
        return { command: 'volume.addlog', group, volume, logs: 1, ...anyDisks };
      case 8:
        return { command: 'volume.rmlog', group, volume, logs: [] };
      default:
        return { command: 'volume.verify', group, volume, ...(random.chance(0.3) ? { from: plex } : {}) };
    }
  }

  #break(volume: string, plex: string): VolumeBreak {
    return { command: 'volume.break', group, volume, plex, newName: this.#newName() };
  }

  #disks(configuration: GroupConfiguration, hostDisks: readonly string[]): GroupCommand {
    const random = this.#random;
    const disk = random.pick(configuration.disks).name;
    const other = random.pick(hostDisks);
    switch (random.below(4)) {
      case 0:
        return { command: 'group.adddisk', group, disks: [other], force: random.chance(0.3) };
      case 1:
        return { command: 'group.rmdisk', group, disks: [disk] };
      default:
        return { command: 'group.repldisk', group, disk, replacement: other, force: false };
    }
  }

  #newName(): string {
    this.#named += 1;
    return `V${this.#named}`;
  }
}
