/** Draws one row: the disk's head at the left, and its bar. */
import { diskCondition } from '../state/conditions.ts';
import { formatSize } from '../state/formats.ts';
import { diskLabel } from '../state/tree-model.ts';
import { texts } from '../texts.ts';
import { barHeightPixels, barTopPixels, headWidthPixels, rowHeightPixels } from './disk-view-model.ts';
import type { DiskRow } from './disk-view-model.ts';
import type { DiskViewTheme } from './disk-view-theme.ts';
import { paintBadge, paintBlock } from './paint-block.ts';
import type { BlockMarks } from './paint-block.ts';
import type { Area, Pen } from './pen.ts';

export interface HeadMarks {
  readonly selected: boolean;
  readonly focused: boolean;
}

export interface RowFrame {
  /** Where the row's top is on the medium. */
  readonly y: number;
  /** Where bars begin; blocks left of `clipLeft` or right of `clipRight` are not drawn. */
  readonly barX: number;
  readonly clipLeft: number;
  readonly clipRight: number;
}

const slab = ['M2.25 4.75h11.5v6.5H2.25z', 'M2.25 8.75h8'] as const;
const cross = 'M2 2l10 10M12 2l-10 10';

/** Blocks that can be seen within the frame, left to right, by their place in the row. */
export function visibleBlocks(row: DiskRow, frame: RowFrame): readonly number[] {
  const from = frame.clipLeft - frame.barX;
  const to = frame.clipRight - frame.barX;
  let low = 0;
  let high = row.blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const block = row.blocks[middle];
    if (block !== undefined && block.xPixels + block.widthPixels <= from) low = middle + 1;
    else high = middle;
  }
  const seen: number[] = [];
  for (let index = low; index < row.blocks.length && (row.blocks[index]?.xPixels ?? to) < to; index += 1) seen.push(index);
  return seen;
}

export function paintBar(pen: Pen, theme: DiskViewTheme, row: DiskRow, frame: RowFrame, marksOf: (index: number) => BlockMarks): void {
  const y = frame.y + barTopPixels;
  const late: number[] = [];
  const paint = (index: number): void => {
    const block = row.blocks[index];
    const look = row.looks[index];
    if (block === undefined || look === undefined) return;
    const x = frame.barX + block.xPixels;
    const left = Math.max(x, frame.clipLeft);
    const right = Math.min(x + block.widthPixels, frame.clipRight);
    const area = { x, y, width: block.widthPixels, height: barHeightPixels };
    const marks = marksOf(index);
    const near = nearPart(area, frame);
    const copy = marks.copy === null ? null : { ...marks.copy, share: shareOfPart(marks.copy.share, area, near) };
    paintBlock(pen, theme, look, { block: near, visible: { ...area, x: left, width: right - left } }, { ...marks, copy });
  };
  for (const index of visibleBlocks(row, frame)) {
    const { selected, focused } = marksOf(index);
    // Rings reach over their neighbours, so these come last.
    if (selected || focused) late.push(index);
    else paint(index);
  }
  late.forEach(paint);
  pen.fill({ x: 0, y: frame.y + rowHeightPixels - 1, width: frame.clipRight, height: 1 }, theme.hairline);
}

/** Where a block counts as far wider than any window; the margin keeps its edges and rings out of sight. */
const wideBlockPixels = 4096;
const nearMarginPixels = 64;

/** The part of a very wide block that is worth drawing; it moves in steps of the pattern, so that the pattern stands still. */
function nearPart(area: Area, frame: RowFrame): Area {
  if (area.width <= wideBlockPixels) return area;
  const hidden = Math.max(0, frame.clipLeft - nearMarginPixels - area.x);
  const x = area.x + hidden - (hidden % nearMarginPixels);
  return { ...area, x, width: Math.min(area.x + area.width, frame.clipRight + nearMarginPixels) - x };
}

function shareOfPart(share: number, whole: Area, part: Area): number {
  if (part === whole) return share;
  return Math.min(1, Math.max(0, (whole.x + whole.width * share - part.x) / part.width));
}

export function paintHead(pen: Pen, theme: DiskViewTheme, row: DiskRow, y: number, marks: HeadMarks): void {
  const { disk } = row;
  pen.fill({ x: 0, y, width: headWidthPixels, height: rowHeightPixels - 1 }, marks.selected ? theme.selected : theme.surface);
  const ink = marks.selected ? theme.selectedInk : theme.ink;
  const muted = marks.selected ? theme.selectedInk : theme.muted;
  const condition = diskCondition(disk);
  if (disk.status === 'missing') pen.path(cross, 9, y + 15, { stroke: theme.conditions.failed, widthPixels: 2 });
  else {
    for (const path of slab) pen.path(path, 8, y + 6, { stroke: muted, widthPixels: 1.5 });
    paintBadge(pen, theme, condition, 17, y + 14);
  }
  pen.text(diskLabel(disk), 32, y + 18, { colour: ink, sizePixels: 13, bold: true, widthMaximum: headWidthPixels - 40 });
  let x = 32;
  const part = (text: string, colour: string, bold = false): void => {
    if (text === '') return;
    const room = headWidthPixels - 8 - x;
    if (room > 16) x += pen.text(text, x, y + 34, { colour, sizePixels: 12, bold, widthMaximum: room }) + 8;
  };
  part(formatSize(disk.sizeBytes), muted);
  if (disk.status !== 'online') part(texts.diskStatus[disk.status], muted);
  if (disk.enclosure !== '' && headWidthPixels - x > 34) paintTag(pen, theme, disk.enclosure, x, y + 23, muted);
  if (marks.focused) pen.frame({ x: 2, y: y + 2, width: headWidthPixels - 4, height: rowHeightPixels - 5 }, theme.accent, 2);
}

function paintTag(pen: Pen, theme: DiskViewTheme, text: string, x: number, y: number, colour: string): void {
  const width = pen.text(text, x + 4, y + 11, { colour, sizePixels: 11, widthMaximum: headWidthPixels - 14 - x });
  if (width > 0) pen.frame({ x, y, width: width + 8, height: 15 }, theme.edge, 1);
}
