/** Where the arrow keys lead in the rows of volumes. */
import { cellCount } from './volume-rows.ts';
import type { VolumeRow } from './volume-rows.ts';

/** A row by its key, and one of its cells; -1 is the head of the row. */
export interface RowPlace {
  readonly key: string;
  readonly cell: number;
}

/**
 * Right opens a closed volume before it moves, Left closes an open one; from a mirror's head Left leads to its volume.
 * `expand` says whether that changed anything. Null for a key that does not move.
 */
export function moveInRows(
  rows: readonly VolumeRow[], index: number, cell: number, key: string, control: boolean,
  expand: (volumeId: string, expanded: boolean) => boolean,
): RowPlace | null {
  const row = rows[index];
  if (row === undefined) return null;
  const to = (rowIndex: number, wanted: number): RowPlace => {
    const target = rows[Math.min(rows.length - 1, Math.max(0, rowIndex))] ?? row;
    return { key: target.key, cell: Math.min(cellCount(target) - 1, Math.max(-1, wanted)) };
  };
  switch (key) {
    case 'ArrowDown': return to(index + 1, cell);
    case 'ArrowUp': return to(index - 1, cell);
    case 'PageDown': return to(index + 10, cell);
    case 'PageUp': return to(index - 10, cell);
    case 'ArrowRight':
      if (row.kind === 'volume') return expand(row.volume.id, true) ? to(index, -1) : to(index + 1, -1);
      return to(index, cell + 1);
    case 'ArrowLeft':
      if (row.kind === 'volume') {
        expand(row.volume.id, false);
        return to(index, -1);
      }
      if (cell >= 0) return to(index, cell - 1);
      return to(rows.findIndex(({ kind, volume }) => kind === 'volume' && volume.id === row.volume.id), -1);
    case 'Home': return control ? to(0, -1) : to(index, -1);
    case 'End': return control ? to(rows.length - 1, -1) : to(index, cellCount(row) - 1);
    default: return null;
  }
}
