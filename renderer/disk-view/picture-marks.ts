/** The marks on a picture: what is chosen, which volume of it lights up, where pointer and keyboard are, what is copied. */
import type { Selection } from '../state/selection.ts';
import type { PictureTables } from './disk-regions.ts';
import type { DiskRegion } from './disk-regions.ts';
import type { Block } from './bar-layout.ts';
import { copyOf, settledShare } from './copy-progress.ts';
import type { Copies } from './copy-progress.ts';
import type { DiskRow } from './disk-view-model.ts';
import { heatOfRegions } from './block-heat.ts';
import type { BlockMarks, CopyMark } from './paint-block.ts';
import type { Heat } from '../statistics/use-points.ts';
import type { HeadMarks } from './paint-row.ts';
import type { Cursor } from './view-cursor.ts';

export interface Chosen {
  /** Of subdisks, logs and disks. */
  readonly ids: ReadonlySet<string>;
  /** Volumes that light up wherever they lie. */
  readonly volumeIds: ReadonlySet<string>;
}

/** The volumes of chosen subdisks, logs and plexes, and chosen volumes themselves. */
export function chosenOf(selection: Selection, host: string, tables: PictureTables): Chosen {
  const ids = new Set<string>();
  const volumeIds = new Set<string>();
  for (const { host: at, kind, id } of selection) {
    if (at !== host) continue;
    ids.add(id);
    if (kind === 'volume') volumeIds.add(id);
    else if (kind === 'subdisk' || kind === 'log' || kind === 'plex') {
      const volumeId: string | undefined = tables[kind].get(id)?.volumeId;
      if (volumeId !== undefined) volumeIds.add(volumeId);
    }
  }
  return { ids, volumeIds };
}

export interface MarkFacts {
  readonly chosen: Chosen;
  readonly copies: Copies;
  readonly tables: PictureTables;
  /** Null while heat is not shown. */
  readonly heat: Heat | null;
  readonly hovered: Cursor | null;
  /** Null while the keyboard is elsewhere. */
  readonly focused: Cursor | null;
  readonly driftPixels: number;
  /** Nothing may move: per cent are written instead. */
  readonly still: boolean;
}

export function isData(region: DiskRegion): boolean {
  return region.kind === 'subdisk' || region.kind === 'log';
}

export function marksOfBlock(row: DiskRow, blockIndex: number, facts: MarkFacts): BlockMarks {
  const block = row.blocks[blockIndex];
  const look = row.looks[blockIndex];
  const { chosen, hovered, focused } = facts;
  const data = block?.regions.filter(isData) ?? [];
  const projected = look?.volumeIds.some((id) => chosen.volumeIds.has(id)) ?? false;
  return {
    selected: data.length > 0 && data.every(({ id }) => chosen.ids.has(id)),
    projected, receded: chosen.volumeIds.size > 0 && !projected && data.length > 0,
    hovered: isAt(hovered, row, block), focused: isAt(focused, row, block),
    copy: block === undefined ? null : copyMark(block, facts),
    heat: block === undefined || facts.heat === null ? null : heatOfRegions(block.regions, facts.heat),
  };
}

function isAt(cursor: Cursor | null, row: DiskRow, block: Block | undefined): boolean {
  return cursor !== null && cursor.diskId === row.disk.id && cursor.regionId === (block?.id ?? null);
}

function copyMark(block: Block, { copies, tables, driftPixels, still }: MarkFacts): CopyMark | null {
  const [region] = block.regions;
  if (copies.size === 0 || region?.kind !== 'subdisk' || block.regions.length > 1) return null;
  const copy = copyOf(region.subdisk, copies);
  if (copy === null) return null;
  const share = settledShare(region.subdisk, tables.plex.get(region.subdisk.plexId), copy.share);
  return { share, percent: copy.percent, driftPixels, still };
}

export function marksOfHead(row: DiskRow, facts: MarkFacts): HeadMarks {
  const { disk } = row;
  return { selected: facts.chosen.ids.has(disk.id), focused: isAt(facts.focused, row, undefined) };
}
