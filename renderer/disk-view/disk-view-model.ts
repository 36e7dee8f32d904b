/**
 * The picture of many disks as a pure value: which rows there are, how wide each bar is, and what lies where. A row is
 * laid out when it is first asked for, so that 10,000 disks cost what the visible ones do.
 *
 * Places are in CSS pixels: x from the left end of the bars, y from the top of the first row.
 */
import type { DiskView } from '../../core/model/views.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import type { PictureTables } from './disk-regions.ts';
import { barWidthMinimum, blockAt, layOutBar } from './bar-layout.ts';
import type { Block } from './bar-layout.ts';
import { noChanges } from './change-marks.ts';
import type { ChangeMarks } from './change-marks.ts';
import { lookOf } from './block-look.ts';
import type { BlockLook } from './block-look.ts';
import { createExtentIndexer, drawnBytes, regionsOf } from './disk-regions.ts';
import type { ExtentsByDisk } from './disk-regions.ts';

export const rowHeightPixels = 44;
export const barTopPixels = 6;
export const barHeightPixels = 32;
export const headWidthPixels = 180;
/** Browsers scroll no further than some 33 million pixels; far below that places stay exact. */
const barWidthMaximum = 8_000_000;
export const zoomMinimum = 1;
export const zoomMaximum = 4096;

export interface DiskViewScale {
  /** `common`: bars are as long as their disks are large. `own`: every disk fills the width. */
  readonly scale: 'common' | 'own';
  /** 1 fits the largest disk into `fitWidthPixels`. */
  readonly zoom: number;
  readonly fitWidthPixels: number;
}

export interface DiskRow {
  readonly index: number;
  readonly disk: DiskView;
  readonly topPixels: number;
  readonly widthPixels: number;
  readonly blocks: readonly Block[];
  readonly looks: readonly BlockLook[];
}

export interface DiskViewHit {
  readonly row: DiskRow;
  /** Null beside the bar. */
  readonly block: Block | null;
}

export interface DiskViewModel {
  readonly disks: readonly DiskView[];
  readonly tables: PictureTables;
  readonly scale: DiskViewScale;
  readonly widthPixels: number;
  readonly heightPixels: number;
  row(index: number): DiskRow | null;
  /** -1 for a disk that is not in the picture. */
  rowOfDisk(diskId: string): number;
  hit(xPixels: number, yPixels: number): DiskViewHit | null;
}

export function createDiskViewModel(
  disks: readonly DiskView[], tables: PictureTables, extents: ExtentsByDisk, scale: DiskViewScale, changes: ChangeMarks = noChanges,
): DiskViewModel {
  const largestBytes = disks.reduce((largest, disk) => Math.max(largest, drawnBytes(disk)), 0);
  const widthOf = (disk: DiskView): number => {
    const share = scale.scale === 'own' || largestBytes === 0 ? 1 : drawnBytes(disk) / largestBytes;
    return Math.round(Math.min(barWidthMaximum, Math.max(barWidthMinimum, scale.fitWidthPixels * scale.zoom * share)));
  };
  const rows = new Map<number, DiskRow>();
  let indexById: ReadonlyMap<string, number> | null = null;
  const row = (index: number): DiskRow | null => {
    const disk = disks[index];
    if (disk === undefined) return null;
    const known = rows.get(index);
    if (known !== undefined) return known;
    const widthPixels = widthOf(disk);
    const blocks = layOutBar(regionsOf(disk, extents.get(disk.id) ?? []), widthPixels);
    const looks = blocks.map((block) => lookOf(block, disk, tables, changes));
    const made = { index, disk, topPixels: index * rowHeightPixels, widthPixels, blocks, looks };
    rows.set(index, made);
    return made;
  };
  return {
    disks, tables, scale, row,
    widthPixels: Math.round(Math.min(barWidthMaximum, Math.max(barWidthMinimum, scale.fitWidthPixels * scale.zoom))),
    heightPixels: disks.length * rowHeightPixels,
    rowOfDisk: (diskId) => {
      indexById ??= new Map(disks.map(({ id }, index) => [id, index]));
      return indexById.get(diskId) ?? -1;
    },
    hit: (xPixels, yPixels) => {
      const found = yPixels < 0 ? null : row(Math.floor(yPixels / rowHeightPixels));
      if (found === null) return null;
      const inBar = yPixels - found.topPixels - barTopPixels;
      const block = inBar >= 0 && inBar < barHeightPixels ? blockAt(found.blocks, xPixels) : null;
      return { row: found, block };
    },
  };
}

/** The picture of these disks as the index knows them, for those who draw it once. */
export function pictureOf({ tables }: TreeIndex, disks: readonly DiskView[], scale: DiskViewScale): DiskViewModel {
  const { subdisk, log, volume, plex } = tables;
  return createDiskViewModel(disks, { subdisk, log, volume, plex }, createExtentIndexer()({ subdisk, log }), scale);
}
