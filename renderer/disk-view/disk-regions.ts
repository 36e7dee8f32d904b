/**
 * What lies on a disk, from its start to the end of its data area: the private region, subdisks, logs, and the free space
 * between them. The rest behind the data area, less than 1 MiB with the copy of the header, is left out.
 *
 * Invariant: the regions of a disk are in order, do not overlap, and leave no gap.
 */
import type { DiskView, LogView, SubdiskView } from '../../core/model/views.ts';
import type { ObjectTables } from '../state/object-store.ts';

/** The tables that a picture is made of; it stays the same picture while these are the same. */
export type PictureTables = Pick<ObjectTables, 'subdisk' | 'log' | 'volume' | 'plex'>;

interface Extent {
  /** Unique on its host, and the same from one picture to the next. */
  readonly id: string;
  readonly startBytes: number;
  readonly lengthBytes: number;
}

/**
 * - `free`: space that a volume could use. `unused`: the whole of a disk that is in no group.
 * - `closed`: the whole of a disk whose contents this host does not know, because its group is not imported here.
 */
export type PlainRegionKind = 'private' | 'free' | 'unused' | 'closed';

export type DiskRegion =
  | (Extent & { readonly kind: PlainRegionKind })
  | (Extent & { readonly kind: 'subdisk'; readonly subdisk: SubdiskView })
  | (Extent & { readonly kind: 'log'; readonly log: LogView });

export type RegionKind = DiskRegion['kind'];
export type ExtentsByDisk = ReadonlyMap<string, readonly (SubdiskView | LogView)[]>;

/** Which subdisks and logs lie on which disk. One pass over the tables; kept until one of them changes. */
export function createExtentIndexer(): (tables: Pick<ObjectTables, 'subdisk' | 'log'>) => ExtentsByDisk {
  let last: { readonly subdisk: unknown; readonly log: unknown; readonly extents: ExtentsByDisk } | null = null;
  return ({ subdisk, log }) => {
    if (last?.subdisk !== subdisk || last.log !== log) last = { subdisk, log, extents: byDisk([subdisk, log]) };
    return last.extents;
  };
}

function byDisk(tables: readonly ReadonlyMap<string, SubdiskView | LogView>[]): ExtentsByDisk {
  const found = new Map<string, (SubdiskView | LogView)[]>();
  for (const table of tables) {
    for (const view of table.values()) {
      const list = found.get(view.diskId);
      if (list === undefined) found.set(view.diskId, [view]);
      else list.push(view);
    }
  }
  return found;
}

export function regionsOf(disk: DiskView, extents: readonly (SubdiskView | LogView)[]): readonly DiskRegion[] {
  const inRunningGroup = disk.status === 'online' || disk.status === 'missing' || disk.status === 'failed';
  // Of a group that is looked at read-only the host tells what lies where, though it does not run.
  if (disk.dataLengthBytes === 0 || (!inRunningGroup && extents.length === 0)) {
    const kind = disk.status === 'free' ? 'unused' : 'closed';
    return [{ kind, id: `${disk.id} ${kind}`, startBytes: 0, lengthBytes: disk.sizeBytes }];
  }
  const endBytes = disk.dataStartBytes + disk.dataLengthBytes;
  const regions: DiskRegion[] = [];
  let atBytes = 0;
  const plain = (kind: 'private' | 'free', toBytes: number): void => {
    if (toBytes <= atBytes) return;
    regions.push({ kind, id: `${disk.id} ${kind} ${atBytes}`, startBytes: atBytes, lengthBytes: toBytes - atBytes });
    atBytes = toBytes;
  };
  plain('private', disk.dataStartBytes);
  for (const view of [...extents].sort((left, right) => left.diskOffsetBytes - right.diskOffsetBytes)) {
    plain('free', Math.min(view.diskOffsetBytes, endBytes));
    // While changes arrive one by one, two extents may claim the same bytes for a moment: the first one shows.
    const toBytes = Math.min(view.diskOffsetBytes + view.lengthBytes, endBytes);
    if (toBytes <= atBytes) continue;
    const extent = { id: view.id, startBytes: atBytes, lengthBytes: toBytes - atBytes };
    regions.push(view.kind === 'subdisk' ? { ...extent, kind: 'subdisk', subdisk: view } : { ...extent, kind: 'log', log: view });
    atBytes = toBytes;
  }
  plain('free', endBytes);
  return regions;
}

/** Of a row: how many bytes its bar stands for. */
export function drawnBytes(disk: DiskView): number {
  return disk.dataLengthBytes > 0 ? disk.dataStartBytes + disk.dataLengthBytes : disk.sizeBytes;
}
