/**
 * Spreads the plexes of a new volume: over sites if each plex finds room within one, else over enclosures, else over whatever
 * there is. Where there are more plexes than places, each place gets as few as possible.
 */
import type { AllocationDisk } from './allocation.ts';
import { coverColumns } from './column-cover.ts';
import { largestBytes, totalBytes } from './extents.ts';
import { enclosureKey, siteKey } from './placement-tags.ts';

/** For each column of one plex its disks. */
type PlexDisks = readonly (readonly AllocationDisk[])[];

const levels: readonly ((disk: AllocationDisk) => string)[] = [siteKey, enclosureKey];

/** Null when there is no room even without regard to places. */
export function spreadPlexes(
  disks: readonly AllocationDisk[],
  plexes: number,
  columns: number,
  columnBytes: number,
): readonly PlexDisks[] | null {
  return fitsSomewhere(disks, plexes, columns, columnBytes) ? spreadOver(disks, plexes, columns, columnBytes, 0) : null;
}

/** Exactly when `spreadPlexes` finds a way, and much sooner: for those who try many sizes. */
export function fitsSomewhere(disks: readonly AllocationDisk[], plexes: number, columns: number, columnBytes: number): boolean {
  return placeAnywhere(disks, plexes, columns, columnBytes) !== null;
}

function spreadOver(
  disks: readonly AllocationDisk[],
  plexes: number,
  columns: number,
  columnBytes: number,
  level: number,
): readonly PlexDisks[] | null {
  const keyOf = levels[level];
  // A single plex has nothing to keep apart from.
  if (keyOf === undefined || plexes === 1) return placeAnywhere(disks, plexes, columns, columnBytes);
  const places = [...new Set(disks.map(keyOf))].map((key) => disks.filter((disk) => keyOf(disk) === key));
  const shares = places.length > 1 ? sharesOfPlaces(places, plexes, columns, columnBytes) : null;
  if (shares === null) return spreadOver(disks, plexes, columns, columnBytes, level + 1);
  const spread: PlexDisks[] = [];
  for (const [index, place] of places.entries()) {
    const share = shares[index] ?? 0;
    if (share === 0) continue;
    const placed = spreadOver(place, share, columns, columnBytes, level + 1);
    if (placed === null) return spreadOver(disks, plexes, columns, columnBytes, level + 1);
    spread.push(...placed);
  }
  return spread;
}

/** How many plexes each place takes, as even as their room allows; null when they have not room for all. */
function sharesOfPlaces(
  places: readonly (readonly AllocationDisk[])[],
  plexes: number,
  columns: number,
  columnBytes: number,
): readonly number[] | null {
  const shares = places.map(() => 0);
  const full = places.map(() => false);
  for (let left = plexes; left > 0;) {
    let next = -1;
    for (let place = 0; place < places.length; place++) {
      if (full[place] === true) continue;
      if (next === -1 || (shares[place] ?? 0) < (shares[next] ?? 0)) next = place;
    }
    if (next === -1) return null;
    const share = (shares[next] ?? 0) + 1;
    if (placeAnywhere(places[next] ?? [], share, columns, columnBytes) === null) {
      full[next] = true;
    } else {
      shares[next] = share;
      left--;
    }
  }
  return shares;
}

function placeAnywhere(
  disks: readonly AllocationDisk[],
  plexes: number,
  columns: number,
  columnBytes: number,
): readonly PlexDisks[] | null {
  const capacities = disks.map((disk) => totalBytes(disk.free));
  const inOnePiece = disks.map((disk) => largestBytes(disk.free) >= columnBytes);
  const preferred = disks
    .map((_, index) => index)
    .sort((one, other) => Number(inOnePiece[other]) - Number(inOnePiece[one]) || (capacities[other] ?? 0) - (capacities[one] ?? 0));
  const needs = new Array<number>(plexes * columns).fill(columnBytes);
  const cover = coverColumns({ needs, capacities, preferred, allowed: () => true });
  if (cover === null) return null;
  const inOrder = cover.map((column) => column.flatMap((index) => disks[index] ?? []));
  return Array.from({ length: plexes }, (_, plex) => inOrder.slice(plex * columns, (plex + 1) * columns));
}
