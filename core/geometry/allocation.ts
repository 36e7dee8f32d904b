/**
 * Chooses space for plexes and columns. The rules: no disk serves two columns of a volume, whether of one plex or of two; plexes
 * go to different sites, else to different enclosures, as far as there are any; few pieces before many; disks with more free
 * space first. A column may lie in several pieces on several disks. All free extents given in are taken as usable: whoever
 * calls has left out what is missing, excluded or not named.
 */
import type { DiskId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { coverColumns } from './column-cover.ts';
import { largestBytes, takeExtents, totalBytes } from './extents.ts';
import type { Extent } from './extents.ts';
import { enclosureKey } from './placement-tags.ts';
import type { PlacementTags } from './placement-tags.ts';
import { spreadPlexes } from './spread.ts';

export interface AllocationDisk extends PlacementTags {
  readonly id: DiskId;
  /** Sorted and aligned. */
  readonly free: readonly Extent[];
}

export interface AllocatedPiece extends Extent {
  readonly diskId: DiskId;
}

/** Of one column, in the order of its addresses. */
export type ColumnPieces = readonly AllocatedPiece[];

/** `plexes` times `columns` lists, all columns of the first plex first; null when there is no room by these rules. */
export function allocateNew(
  disks: readonly AllocationDisk[],
  plexes: number,
  columns: number,
  columnBytes: number,
): readonly ColumnPieces[] | null {
  const placed = spreadPlexes(disks, plexes, columns, columnBytes);
  return placed === null ? null : placed.flat().map((columnDisks) => takeFromDisks(columnDisks, columnBytes, null));
}

export interface GrowingColumn {
  readonly plex: number;
  /** What is to be added. */
  readonly lengthBytes: number;
  /** Every disk that the column lies on already, usable or not. */
  readonly ownDiskIds: readonly DiskId[];
  /** Where its last subdisk ends: space that begins there lengthens it. */
  readonly end: { readonly diskId: DiskId; readonly offsetBytes: number };
}

/** One list for each growing column: what to append to it. Null when there is no room by these rules. */
export function allocateGrowth(disks: readonly AllocationDisk[], columns: readonly GrowingColumn[]): readonly ColumnPieces[] | null {
  const owned = new Set<string>(columns.flatMap((column) => column.ownDiskIds));
  const pool = disks.filter((disk) => !owned.has(disk.id));
  const own = columns.map((column) => ownDisks(disks, column));
  const capacities = pool.map((disk) => totalBytes(disk.free));
  const preferred = pool
    .map((_, index) => index)
    .sort((one, other) => largestBytes(pool[other]?.free ?? []) - largestBytes(pool[one]?.free ?? []));
  const request = {
    needs: columns.map((column, index) => column.lengthBytes - freeBytes(own[index] ?? [])),
    capacities,
    preferred,
  };
  const apart = enclosuresApart(disks, columns);
  const cover =
    coverColumns({ ...request, allowed: (column, disk) => apart(columns[column]?.plex ?? 0, pool[disk]) }) ??
    coverColumns({ ...request, allowed: () => true });
  if (cover === null) return null;
  return columns.map((column, index) => {
    const added = (cover[index] ?? []).flatMap((disk) => pool[disk] ?? []);
    return takeFromDisks([...(own[index] ?? []), ...added], column.lengthBytes, column.end);
  });
}

/** The disk where the last subdisk ends comes first. */
function ownDisks(disks: readonly AllocationDisk[], column: GrowingColumn): readonly AllocationDisk[] {
  const own = disks.filter((disk) => column.ownDiskIds.includes(disk.id));
  return [...own.filter((disk) => disk.id === column.end.diskId), ...own.filter((disk) => disk.id !== column.end.diskId)];
}

/** May this plex use the disk without meeting another plex of its volume in one enclosure? */
function enclosuresApart(
  disks: readonly AllocationDisk[],
  columns: readonly GrowingColumn[],
): (plex: number, disk: AllocationDisk | undefined) => boolean {
  const plexesByEnclosure = new Map<string, Set<number>>();
  for (const column of columns) {
    for (const disk of disks) {
      if (!column.ownDiskIds.includes(disk.id)) continue;
      const key = enclosureKey(disk);
      plexesByEnclosure.set(key, (plexesByEnclosure.get(key) ?? new Set()).add(column.plex));
    }
  }
  return (plex, disk) => {
    const there = disk === undefined ? undefined : plexesByEnclosure.get(enclosureKey(disk));
    return there === undefined || [...there].every((other) => other === plex);
  };
}

function freeBytes(disks: readonly AllocationDisk[]): number {
  return disks.reduce((sum, disk) => sum + totalBytes(disk.free), 0);
}

function takeFromDisks(disks: readonly AllocationDisk[], lengthBytes: number, end: GrowingColumn['end'] | null): ColumnPieces {
  const pieces: AllocatedPiece[] = [];
  let remainingBytes = lengthBytes;
  for (const disk of disks) {
    const takenBytes = Math.min(remainingBytes, totalBytes(disk.free));
    const preferredOffsetBytes = end !== null && end.diskId === disk.id ? end.offsetBytes : -1;
    const taken = takeExtents(disk.free, takenBytes, preferredOffsetBytes);
    invariant(taken !== null, 'the free extents hold what was counted');
    pieces.push(...taken.map((extent) => ({ ...extent, diskId: disk.id })));
    remainingBytes -= takenBytes;
  }
  invariant(remainingBytes === 0, 'the disks chosen for a column hold it');
  return pieces;
}
