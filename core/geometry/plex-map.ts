/**
 * Ranges of a plex to pieces of disks. The map is built once for each configuration of a plex; afterwards
 *
 *   const piece = newPiece();
 *   for (let done = 0; done < lengthBytes; done += piece.lengthBytes) {
 *     pieceAt(map, offsetBytes + done, lengthBytes - done, piece);
 *     devices[piece.disk].read(buffer, bufferStart + done, piece.diskOffsetBytes, piece.lengthBytes, ...);
 *   }
 *
 * walks a range without an allocation. Pieces are as long as they can be: to the end of the stripe unit or of the subdisk,
 * whichever comes first; a concatenation is cut at subdisks only.
 */
import type { PlexRecord, SubdiskRecord } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { newStripePosition, stripeUnitAt } from './stripe.ts';

interface ColumnMap {
  /** Ascending; the first is 0. */
  readonly starts: Float64Array;
  readonly lengths: Float64Array;
  readonly diskOffsets: Float64Array;
  /** Indices into `diskIds`. */
  readonly disks: Int32Array;
  /** Indices into `subdisks`. */
  readonly subdiskIndices: Int32Array;
}

export interface PlexMap {
  readonly columns: number;
  readonly stripeUnitBytes: number;
  /** What the plex can hold; a volume may be shorter. */
  readonly lengthBytes: number;
  /** Every disk of the plex once; `Piece.disk` counts in it. */
  readonly diskIds: readonly DiskId[];
  readonly subdisks: readonly SubdiskRecord[];
  readonly columnMaps: readonly ColumnMap[];
}

/** Filled anew by each call of `pieceAt`. */
export interface Piece {
  disk: number;
  subdisk: number;
  diskOffsetBytes: number;
  lengthBytes: number;
}

export function newPiece(): Piece {
  return { disk: 0, subdisk: 0, diskOffsetBytes: 0, lengthBytes: 0 };
}

/** `subdisks` may hold those of other plexes. The configuration's invariants must hold. */
export function buildPlexMap(plex: PlexRecord, subdisks: readonly SubdiskRecord[]): PlexMap {
  const own = subdisks.filter((subdisk) => subdisk.plexId === plex.id);
  const diskIds = [...new Set(own.map((subdisk) => subdisk.diskId))];
  const columnMaps: ColumnMap[] = [];
  let columnBytes = Number.MAX_SAFE_INTEGER;
  for (let column = 0; column < plex.columns; column++) {
    const parts = own.filter((subdisk) => subdisk.column === column).sort((one, other) => one.columnOffsetBytes - other.columnOffsetBytes);
    const last = parts.at(-1);
    invariant(last !== undefined, `column ${column} of plex ${plex.name} has subdisks`);
    columnBytes = Math.min(columnBytes, last.columnOffsetBytes + last.lengthBytes);
    columnMaps.push({
      starts: Float64Array.from(parts, (part) => part.columnOffsetBytes),
      lengths: Float64Array.from(parts, (part) => part.lengthBytes),
      diskOffsets: Float64Array.from(parts, (part) => part.diskOffsetBytes),
      disks: Int32Array.from(parts, (part) => diskIds.indexOf(part.diskId)),
      subdiskIndices: Int32Array.from(parts, (part) => own.indexOf(part)),
    });
  }
  return {
    columns: plex.columns,
    stripeUnitBytes: plex.stripeUnitBytes,
    lengthBytes: columnBytes * plex.columns,
    diskIds,
    subdisks: own,
    columnMaps,
  };
}

/** Within one call only; the engine is single-threaded. */
const position = newStripePosition();

/** The first piece of [addressBytes, addressBytes + maximumBytes); the range lies inside the plex and is not empty. */
export function pieceAt(map: PlexMap, addressBytes: number, maximumBytes: number, piece: Piece): void {
  if (map.columns === 1) {
    position.column = 0;
    position.columnOffsetBytes = addressBytes;
    position.unitRemainingBytes = maximumBytes;
  } else {
    stripeUnitAt(addressBytes, map.columns, map.stripeUnitBytes, position);
  }
  const column = map.columnMaps[position.column] as ColumnMap;
  const index = subdiskIndexAt(column.starts, position.columnOffsetBytes);
  const withinBytes = position.columnOffsetBytes - (column.starts[index] as number);
  const subdiskRemainingBytes = (column.lengths[index] as number) - withinBytes;
  piece.disk = column.disks[index] as number;
  piece.subdisk = column.subdiskIndices[index] as number;
  piece.diskOffsetBytes = (column.diskOffsets[index] as number) + withinBytes;
  piece.lengthBytes = Math.min(maximumBytes, position.unitRemainingBytes, subdiskRemainingBytes);
  invariant(piece.lengthBytes > 0, 'the range lies inside the plex');
}

/** The last start that is not above the offset. */
function subdiskIndexAt(starts: Float64Array, offsetBytes: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offsetBytes) low = middle;
    else high = middle - 1;
  }
  return low;
}
