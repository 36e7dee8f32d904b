/**
 * Regions of one disk to blocks of a bar in whole pixels. Everything can be seen and hit: no block is narrower than
 * `blockWidthMinimum`, and runs of regions too small for that stand as one counted cluster.
 *
 * Invariant: the blocks are in order, touch each other, and cover the bar from 0 to its width.
 */
import type { DiskRegion } from './disk-regions.ts';

export const blockWidthMinimum = 6;
/** Wide enough for its count. */
export const clusterWidthMinimum = 26;
/** Room for the private region and one cluster, with something to spare. */
export const barWidthMinimum = 48;

export interface Block {
  /** The id of its first region. */
  readonly id: string;
  readonly xPixels: number;
  readonly widthPixels: number;
  readonly startBytes: number;
  readonly lengthBytes: number;
  /** One, or the members of a cluster. */
  readonly regions: readonly DiskRegion[];
}

interface Run {
  readonly regions: readonly DiskRegion[];
  readonly lengthBytes: number;
  readonly widthMinimum: number;
}

/** `widthPixels` is a whole number, and at least `barWidthMinimum`. */
export function layOutBar(regions: readonly DiskRegion[], widthPixels: number): readonly Block[] {
  const totalBytes = regions.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  const pixelsPerByte = totalBytes === 0 ? 0 : widthPixels / totalBytes;
  // Where even clusters of the small ones do not fit, what counts as small grows until they do.
  let smallPixels = blockWidthMinimum;
  let runs = gather(regions, smallPixels, pixelsPerByte);
  while (runs.length > 1 && sumOf(runs, ({ widthMinimum }) => widthMinimum) > widthPixels) {
    smallPixels *= 2;
    runs = gather(regions, smallPixels, pixelsPerByte);
  }
  const widths = shareOut(runs, widthPixels);
  let xPixels = 0;
  return runs.map((run, index): Block => {
    const [first] = run.regions;
    const block = {
      id: first?.id ?? '', xPixels, widthPixels: widths[index] ?? 0, startBytes: first?.startBytes ?? 0, lengthBytes: run.lengthBytes,
      regions: run.regions,
    };
    xPixels += block.widthPixels;
    return block;
  });
}

/** Neighbours that are all small become one run when there are at least three; two can stand side by side. */
function gather(regions: readonly DiskRegion[], smallPixels: number, pixelsPerByte: number): readonly Run[] {
  const runs: Run[] = [];
  let small: DiskRegion[] = [];
  const alone = (region: DiskRegion): Run => ({ regions: [region], lengthBytes: region.lengthBytes, widthMinimum: blockWidthMinimum });
  const close = (): void => {
    if (small.length < 3 && smallPixels === blockWidthMinimum) runs.push(...small.map(alone));
    else if (small.length === 1) runs.push(...small.map(alone));
    else if (small.length > 0) {
      runs.push({ regions: small, lengthBytes: sumOf(small, ({ lengthBytes }) => lengthBytes), widthMinimum: clusterWidthMinimum });
    }
    small = [];
  };
  for (const region of regions) {
    // The private region stays itself: it says that the disk is a member.
    if (region.kind !== 'private' && region.lengthBytes * pixelsPerByte < smallPixels) small.push(region);
    else {
      close();
      runs.push(alone(region));
    }
  }
  close();
  return runs;
}

/** Widths in proportion, none below its minimum, whole pixels, in sum the width of the bar. */
function shareOut(runs: readonly Run[], widthPixels: number): readonly number[] {
  const held = new Set<number>();
  let freePixels = widthPixels;
  let freeBytes = sumOf(runs, ({ lengthBytes }) => lengthBytes);
  const exact = (run: Run, index: number): number =>
    (held.has(index) || freeBytes <= 0 ? run.widthMinimum : (run.lengthBytes / freeBytes) * freePixels);
  for (let changed = true; changed;) {
    const narrow = runs.flatMap((run, index) => (!held.has(index) && exact(run, index) < run.widthMinimum ? [{ run, index }] : []));
    for (const { run, index } of narrow) {
      held.add(index);
      freePixels -= run.widthMinimum;
      freeBytes -= run.lengthBytes;
    }
    changed = narrow.length > 0;
  }
  const widths = runs.map((run, index) => Math.max(run.widthMinimum, Math.floor(exact(run, index))));
  let leftPixels = widthPixels - sumOf(widths, (width) => width);
  // What rounding left over goes, a pixel each, to the widest, where it shows least.
  const widest = widths.map((width, index) => ({ width, index })).sort((left, right) => right.width - left.width);
  for (const { index } of widest) {
    const pixels = Math.ceil(leftPixels / widest.length);
    widths[index] = (widths[index] ?? 0) + Math.min(pixels, leftPixels);
    leftPixels -= Math.min(pixels, leftPixels);
  }
  return widths;
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** The block over this place of the bar; null beside the bar. */
export function blockAt(blocks: readonly Block[], xPixels: number): Block | null {
  let low = 0;
  let high = blocks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = blocks[middle];
    if (block === undefined) return null;
    if (xPixels < block.xPixels) high = middle - 1;
    else if (xPixels >= block.xPixels + block.widthPixels) low = middle + 1;
    else return block;
  }
  return null;
}

/** The byte of the disk under this place of the bar; the ends of the bar for places beside it. */
export function offsetAt(blocks: readonly Block[], xPixels: number): number {
  const first = blocks[0];
  const last = blocks.at(-1);
  if (first === undefined || last === undefined || xPixels <= 0) return first?.startBytes ?? 0;
  const block = blockAt(blocks, xPixels);
  if (block === null) return last.startBytes + last.lengthBytes;
  return block.startBytes + Math.floor(((xPixels - block.xPixels) / block.widthPixels) * block.lengthBytes);
}

/** Where a byte of the disk lies on the bar. */
export function placeOfOffset(blocks: readonly Block[], offsetBytes: number): number {
  const block = blocks.find(({ startBytes, lengthBytes }) => offsetBytes >= startBytes && offsetBytes < startBytes + lengthBytes);
  if (block === undefined) {
    const last = blocks.at(-1);
    return offsetBytes <= 0 || last === undefined ? 0 : last.xPixels + last.widthPixels;
  }
  return block.xPixels + ((offsetBytes - block.startBytes) / block.lengthBytes) * block.widthPixels;
}
