/** Draws commands as an administrator might give them, sensible and silly ones alike; most name things that exist. */
import type { GroupCommand, VolumeCommand } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { mebibyte } from '../model/limits.ts';
import type { SeededRandom } from './seeded-random.ts';
import { groupName } from './world.ts';

const volumesMaximum = 5;

export class Administrator {
  readonly #random: SeededRandom;
  #named = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  make(mirrored: boolean): VolumeCommand {
    const random = this.#random;
    this.#named += 1;
    const striped = random.chance(0.4);
    return {
      command: 'volume.make',
      group: groupName,
      volume: `V${this.#named}`,
      sizeBytes: mebibyte,
      type: striped ? 'stripe' : mirrored ? 'mirror' : 'spanned',
      mirrors: mirrored ? random.between(2, 3) : 1,
      ...(striped ? { columns: 2, stripeUnitBytes: random.pick([4096, 65536]) } : {}),
      disks: [],
      excludedDisks: [],
      zeroed: true,
    };
  }

  next(configuration: GroupConfiguration): GroupCommand | VolumeCommand {
    const random = this.#random;
    const volumes = configuration.volumes;
    if (volumes.length === 0 || (volumes.length < volumesMaximum && random.chance(0.3))) return this.make(random.chance(0.7));
    const volume = random.pick(volumes).name;
    const group = groupName;
    switch (random.below(8)) {
      case 0:
        return { command: 'volume.grow', group, volume, byBytes: mebibyte, disks: [], excludedDisks: [], zeroed: true };
      case 1:
        return { command: 'volume.stop', group, volume, force: random.chance(0.5) };
      case 2:
        return { command: 'volume.start', group, volume };
      case 3:
        return { command: 'volume.rename', group, volume, newName: `R${random.below(100)}` };
      case 4:
        return { command: 'volume.rdpol', group, volume, policy: random.pick(['round', 'select']) };
      case 5:
        return random.chance(0.6)
          ? { command: 'volume.delete', group, volume, force: false }
          : { command: 'volume.start', group, volume };
      case 6:
        return { command: 'volume.grow', group, volume, toBytes: random.below(4) * mebibyte, disks: [], excludedDisks: [], zeroed: true };
      default:
        return { command: 'volume.start', group, volume };
    }
  }
}
