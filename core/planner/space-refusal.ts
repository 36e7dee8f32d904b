/** Why there is no room: too little of it, or enough on too few disks; and the nearest thing that would do. */
import { totalBytes } from '../geometry/extents.ts';
import type { Command } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { privateRegionBytesOf } from '../model/disk-layout.ts';
import { smallestDiskBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal, Remedy } from '../model/refusal.ts';
import { formatSize } from '../model/size-text.ts';
import { diskWordsById } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import type { UsableDisks } from './usable-disks.ts';

export interface SpaceWanted {
  readonly plexes: number;
  readonly columns: number;
  /** Of each column of each plex. */
  readonly columnBytes: number;
  /** The largest size that can be had by the same rules, 0 for none. */
  readonly largestBytes: number;
  /** The command at that size. */
  readonly smaller: Command;
}

export function spaceRefusal(
  configuration: GroupConfiguration,
  subject: Subject,
  wanted: SpaceWanted,
  usable: UsableDisks,
  context: PlanningContext,
): Refusal {
  const neededDisks = wanted.plexes * wanted.columns;
  const neededBytes = neededDisks * wanted.columnBytes;
  const freeByDisk = usable.disks.map((disk) => totalBytes(disk.free));
  const freeBytes = freeByDisk.reduce((sum, bytes) => sum + bytes, 0);
  const separation = usable.disks.length < neededDisks || neededBytes <= freeBytes;
  const remedy = wayOut(configuration, wanted, neededDisks - usable.disks.length, context);
  return refusal(
    separation ? 'space.separation' : 'space.short',
    subject,
    {
      neededBytes,
      freeBytes,
      neededDisks,
      usableDisks: usable.disks.length,
      plexes: wanted.plexes,
      columns: wanted.columns,
      columnBytes: wanted.columnBytes,
      largestBytes: wanted.largestBytes,
      unusable: usable.unusable,
      freeByDisk: usable.disks.map(
        (disk, index) => `${diskWordsById(configuration, disk.id, context)} has ${formatSize(freeByDisk[index] ?? 0)} free`,
      ),
    },
    remedy,
  );
}

function wayOut(configuration: GroupConfiguration, wanted: SpaceWanted, missingDisks: number, context: PlanningContext): Remedy {
  if (wanted.largestBytes > 0) return { kind: 'command', command: wanted.smaller };
  const unused = context.disks.filter(
    (disk) => disk.attached && !disk.readOnly && disk.hostName !== '' && disk.groupName === '' && disk.holds === ''
      && disk.sizeBytes >= Math.max(smallestDiskBytes, wanted.columnBytes + privateRegionBytesOf(disk.sizeBytes)),
  );
  if (unused.length >= Math.max(1, missingDisks)) {
    const disks = unused.slice(0, Math.max(1, missingDisks)).map((disk) => disk.hostName);
    return { kind: 'command', command: { command: 'group.adddisk', group: configuration.name, disks, force: false } };
  }
  return {
    kind: 'advice',
    advice: `Attach more disks and add them to disk group ${configuration.name}, or ask for fewer mirrors or columns.`,
  };
}
