/** What a growth asks of each column of each plex. */
import type { GrowingColumn } from '../geometry/allocation.ts';
import type { PlexRecord, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { ConfigurationIndex } from '../model/configuration-index.ts';
import type { PlexId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { columnStepBytes } from './volume-shape.ts';

export interface GrowthColumn extends GrowingColumn {
  readonly plexId: PlexId;
  readonly column: number;
  readonly columnBytes: number;
  /** The subdisk that ends the column. */
  readonly last: SubdiskRecord;
}

/** The volume grows by whole multiples of this, so that all columns of all plexes stay equal. */
export function growthStepBytes(plexes: readonly PlexRecord[]): number {
  return plexes.map((plex) => plex.columns * columnStepBytes(plex.stripeUnitBytes)).reduce(leastCommonMultiple, 1);
}

/** All columns of the volume, with what each must gain for the volume to have the new length. */
export function growthColumns(volume: VolumeRecord, lengthBytes: number, index: ConfigurationIndex): readonly GrowthColumn[] {
  return (index.plexesByVolume.get(volume.id) ?? []).flatMap((plex, plexNumber) => {
    const stepBytes = columnStepBytes(plex.stripeUnitBytes);
    const wantedBytes = Math.ceil(lengthBytes / plex.columns / stepBytes) * stepBytes;
    return Array.from({ length: plex.columns }, (_, column) => {
      const subdisks = (index.subdisksByPlex.get(plex.id) ?? []).filter((subdisk) => subdisk.column === column)
        .sort((one, other) => one.columnOffsetBytes - other.columnOffsetBytes);
      const last = subdisks.at(-1);
      invariant(last !== undefined, `column ${column} of plex ${plex.name} has subdisks`);
      const columnBytes = last.columnOffsetBytes + last.lengthBytes;
      return {
        plex: plexNumber, plexId: plex.id, column, columnBytes, last,
        lengthBytes: Math.max(0, wantedBytes - columnBytes),
        ownDiskIds: [...new Set(subdisks.map((subdisk) => subdisk.diskId))],
        end: { diskId: last.diskId, offsetBytes: last.diskOffsetBytes + last.lengthBytes },
      };
    });
  });
}

function leastCommonMultiple(one: number, other: number): number {
  let divisor = one;
  let rest = other;
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return (one / divisor) * other;
}
