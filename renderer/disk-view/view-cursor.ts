/** Where the keyboard is in the picture, kept by ids: it stays on its object when the picture changes around it. */
import { rowHeightPixels } from './disk-view-model.ts';
import type { DiskRow, DiskViewModel } from './disk-view-model.ts';

export interface Cursor {
  readonly diskId: string;
  /** Null on the disk itself. */
  readonly regionId: string | null;
}

/** A cursor found in a picture; `blockIndex` is -1 on the disk itself. */
export interface CursorPlace {
  readonly row: DiskRow;
  readonly blockIndex: number;
}

/** The first disk when the cursor's own is gone; the disk when its region is. */
export function findCursor(model: DiskViewModel, cursor: Cursor | null): CursorPlace | null {
  const row = model.row(Math.max(0, cursor === null ? 0 : model.rowOfDisk(cursor.diskId)));
  if (row === null) return null;
  if (cursor === null || cursor.regionId === null || row.disk.id !== cursor.diskId) return { row, blockIndex: -1 };
  const { regionId } = cursor;
  const own = row.blocks.findIndex(({ id }) => id === regionId);
  return { row, blockIndex: own >= 0 ? own : row.blocks.findIndex(({ regions }) => regions.some(({ id }) => id === regionId)) };
}

export function cursorAt({ row, blockIndex }: CursorPlace): Cursor {
  return { diskId: row.disk.id, regionId: row.blocks[blockIndex]?.id ?? null };
}

/**
 * Arrows go from region to region, upright ones to what lies above or below; with Ctrl they go from disk to disk, and
 * across to the disk's head and to its last region. Null for a key that does not move.
 */
export function moveCursor(
  model: DiskViewModel, from: CursorPlace, key: string, control: boolean, viewHeightPixels: number,
): CursorPlace | null {
  const last = from.row.blocks.length - 1;
  const across = (blockIndex: number): CursorPlace => ({ row: from.row, blockIndex: Math.min(last, Math.max(-1, blockIndex)) });
  const page = Math.max(1, Math.floor(viewHeightPixels / rowHeightPixels) - 1);
  switch (key) {
    case 'ArrowLeft': return across(control ? -1 : from.blockIndex - 1);
    case 'ArrowRight': return across(control ? last : from.blockIndex + 1);
    case 'ArrowUp': return toRow(model, from, from.row.index - 1, control);
    case 'ArrowDown': return toRow(model, from, from.row.index + 1, control);
    case 'PageUp': return toRow(model, from, from.row.index - page, control);
    case 'PageDown': return toRow(model, from, from.row.index + page, control);
    case 'Home': return control ? toRow(model, from, 0, true) : across(0);
    case 'End': return control ? toRow(model, from, model.disks.length - 1, true) : across(last);
    default: return null;
  }
}

function toRow(model: DiskViewModel, from: CursorPlace, index: number, toHead: boolean): CursorPlace | null {
  const row = model.row(Math.min(model.disks.length - 1, Math.max(0, index)));
  if (row === null) return null;
  const block = from.row.blocks[from.blockIndex];
  if (toHead || block === undefined) return { row, blockIndex: -1 };
  const middle = block.xPixels + block.widthPixels / 2;
  const below = row.blocks.findIndex(({ xPixels, widthPixels }) => middle < xPixels + widthPixels);
  return { row, blockIndex: below >= 0 ? below : row.blocks.length - 1 };
}
