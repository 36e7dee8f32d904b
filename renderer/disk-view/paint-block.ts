/** Draws one block: hue and pattern by layout, edge, badge, hatching, copy bar, words, and the marks of the selection. */
import type { Condition } from '../state/conditions.ts';
import type { ChangeMark } from './change-marks.ts';
import type { BlockHue, BlockLook } from './block-look.ts';
import type { BlockHeat } from './block-heat.ts';
import type { DiskViewTheme } from './disk-view-theme.ts';
import type { Area, Pen } from './pen.ts';

/** How far a copy onto a block has come. */
export interface CopyMark {
  /** Settled share, 0 to 1. */
  readonly share: number;
  readonly percent: string;
  /** Pixels by which the stripes of the unsettled part have drifted; 0 while nothing may move. */
  readonly driftPixels: number;
  /** The per cent are written out where nothing moves. */
  readonly still: boolean;
}

export interface BlockMarks {
  readonly selected: boolean;
  /** The volume of a selected block lies here too. */
  readonly projected: boolean;
  /** A projection is shown and this block is no part of it. */
  readonly receded: boolean;
  readonly hovered: boolean;
  readonly focused: boolean;
  readonly copy: CopyMark | null;
  /** Null where heat is not shown. */
  readonly heat: BlockHeat | null;
}

export const noMarks: BlockMarks = {
  selected: false, projected: false, receded: false, hovered: false, focused: false, copy: null, heat: null,
};

/** `block` is its whole area, `visible` the part of it that can be seen: only there are patterns drawn. */
export interface BlockPlace {
  readonly block: Area;
  readonly visible: Area;
}

const hairlineStep = 8;
const hatchStep = 7;
const recededOpacity = 0.55;
const copyBarHeight = 4;
const heatBarWidth = 4;
export const driftStepPixels = 8;
const titleSize = 12;
const detailSize = 11;
const badgeSize = 10;
/** Lower blocks, those of the legend, have room for one line. */
const twoLinesHeight = 24;

const striped: ReadonlySet<BlockHue> = new Set(['striped', 'mirrored striped']);
const mirrored: ReadonlySet<BlockHue> = new Set(['mirrored', 'mirrored striped']);

export const badgePaths: Readonly<Record<Exclude<Condition, 'healthy'>, { readonly body: string; readonly sign: string }>> = {
  warning: { body: 'M5 1 9.25 9H.75z', sign: '' },
  failed: { body: 'M3.25.75h3.5l2.5 2.5v3.5l-2.5 2.5h-3.5l-2.5-2.5v-3.5z', sign: 'M3.5 3.5l3 3M6.5 3.5l-3 3' },
  unknown: { body: 'M5 1.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7', sign: '' },
};

export function paintBlock(pen: Pen, theme: DiskViewTheme, look: BlockLook, place: BlockPlace, marks: BlockMarks): void {
  switch (look.kind) {
    case 'private': paintPrivate(pen, theme, look, place); break;
    case 'free': case 'unused': case 'closed': paintEmpty(pen, theme, look, place); break;
    case 'cluster': paintCluster(pen, theme, look, place, marks); break;
    case 'subdisk': case 'log': paintData(pen, theme, look, place, marks); break;
  }
  if (look.change !== null) paintChange(pen, theme, look.change, place);
  paintMarks(pen, theme, place.block, marks);
}

function paintPrivate(pen: Pen, theme: DiskViewTheme, look: BlockLook, { block, visible }: BlockPlace): void {
  if (block.width > 10) pen.frame(inner(block), theme.hairline, 1);
  pen.fill({ ...block, x: block.x + 1, width: 2 }, theme.muted);
  if (block.width < 60) return;
  const style = { colour: theme.muted, sizePixels: detailSize, widthMaximum: textRoom(block, visible) };
  pen.text(look.title, textStart(block, visible), block.y + 20, style);
}

function paintEmpty(pen: Pen, theme: DiskViewTheme, look: BlockLook, { block, visible }: BlockPlace): void {
  const edges = inner(block);
  pen.frame(edges, look.kind === 'free' ? theme.edge : theme.hairline, 1, look.kind === 'closed' ? [] : [3, 3]);
  if (block.width < 24) return;
  const x = textStart(block, visible);
  const style = { colour: theme.muted, widthMaximum: textRoom(block, visible) };
  if (block.height < twoLinesHeight) return;
  pen.text(look.title, x, block.y + 14, { ...style, sizePixels: titleSize });
  pen.text(look.sizeText, x, block.y + 26, { ...style, sizePixels: detailSize, whole: true });
}

/** Three edges behind each other and a count: many things too small to stand alone. */
function paintCluster(pen: Pen, theme: DiskViewTheme, look: BlockLook, { block }: BlockPlace, marks: BlockMarks): void {
  const edges = inner(block);
  const heat = heatLook(theme, marks);
  pen.fill(edges, heat?.fill ?? theme.hues.none.tint, marks.receded ? recededOpacity : 1);
  if (marks.heat !== null) paintHeatBar(pen, theme, edges, marks.heat);
  pen.frame(edges, theme.edge, 1);
  for (const step of [2, 4]) pen.fill({ x: edges.x + edges.width - 1 - step, y: edges.y, width: 1, height: edges.height }, theme.edge);
  const style = { colour: heat?.ink ?? theme.ink, sizePixels: detailSize, bold: true, widthMaximum: block.width - 10 };
  pen.text(look.title, block.x + (theme.forced && heat !== null ? heatBarWidth + 2 : 4), block.y + oneLineBase(block), style);
}

function paintData(pen: Pen, theme: DiskViewTheme, look: BlockLook, { block, visible }: BlockPlace, marks: BlockMarks): void {
  const { strong, tint } = theme.hues[look.hue];
  const edges = inner(block);
  const seen = inner(visible);
  if (look.absent) {
    pen.frame(edges, theme.forced ? theme.ink : strong, 1, [2, 2]);
  } else {
    pen.fill(edges, heatLook(theme, marks)?.fill ?? tint, marks.receded ? recededOpacity : 1);
    const within = { ...seen, y: edges.y + 1, height: edges.height - 2 };
    if (striped.has(look.hue)) pen.uprights(within, block.x, hairlineStep, mutedLine(theme, strong));
    if (look.stale) pen.slants(seen, hatchStep, -1, theme.conditions.warning, 1, 0);
    pen.frame(edges, strong, 1);
  }
  if (mirrored.has(look.hue)) {
    pen.fill({ ...edges, height: 2 }, strong);
    pen.fill({ ...edges, y: edges.y + 4, height: 2 }, strong);
  }
  if (look.joinedBefore) paintNotch(pen, theme, edges.x, edges.y, strong, 1);
  if (look.joinedAfter) paintNotch(pen, theme, edges.x + edges.width, edges.y, strong, -1);
  if (marks.copy !== null) paintCopy(pen, theme, edges, seen, marks.copy);
  else if (marks.heat !== null) paintHeatBar(pen, theme, edges, marks.heat);
  paintWords(pen, theme, look, { block, visible }, marks);
}

function heatLook(theme: DiskViewTheme, { heat }: BlockMarks): DiskViewTheme['heat'][number] | null {
  return heat === null ? null : (theme.heat[heat.step] ?? null);
}

/** In forced colours a ramp cannot be seen: a bar at the left edge, clear of the words, is as high as the step. */
function paintHeatBar(pen: Pen, theme: DiskViewTheme, edges: Area, { step }: BlockHeat): void {
  if (!theme.forced || step === 0) return;
  const height = Math.round(edges.height * (step / 5));
  pen.fill({ x: edges.x, y: edges.y + edges.height - height, width: heatBarWidth, height }, theme.ink);
}

/** Hairlines of a pattern are fainter than the edge, or words on them could not be read. */
function mutedLine(theme: DiskViewTheme, strong: string): string {
  return theme.forced ? theme.hairline : `color-mix(in srgb, ${strong} 32%, transparent)`;
}

/** A notch in the edge at which the volume goes on elsewhere. */
function paintNotch(pen: Pen, theme: DiskViewTheme, x: number, y: number, strong: string, direction: 1 | -1): void {
  const outline = `M0 10l${5 * direction} 6l${-5 * direction} 6`;
  pen.path(outline, x, y, { fill: theme.surface, stroke: strong, widthPixels: 1 });
}

function paintCopy(pen: Pen, theme: DiskViewTheme, edges: Area, seen: Area, copy: CopyMark): void {
  const y = edges.y + edges.height - copyBarHeight;
  const settled = Math.round(edges.width * copy.share);
  const from = Math.max(seen.x, edges.x + settled);
  const rest = { x: from, y, width: Math.max(0, seen.x + seen.width - from), height: copyBarHeight };
  pen.fill({ x: edges.x, y, width: edges.width, height: copyBarHeight }, theme.surface);
  if (rest.width > 0) pen.slants(rest, driftStepPixels, 1, theme.accent, 1.5, copy.driftPixels);
  pen.fill({ x: edges.x, y, width: settled, height: copyBarHeight }, theme.accent);
}

function paintWords(pen: Pen, theme: DiskViewTheme, look: BlockLook, { block, visible }: BlockPlace, marks: BlockMarks): void {
  const { copy, heat } = marks;
  const ink = heatLook(theme, marks)?.ink ?? null;
  const badge = look.condition === 'healthy' || visible.width < 16 ? 0 : badgeSize + 3;
  if (badge > 0) paintBadge(pen, theme, look.condition, visible.x + visible.width - badgeSize - 4, block.y + 8);
  if (look.kind === 'log') {
    const x = block.x + Math.max(2, Math.min(6, block.width / 2 - 3));
    const letter = { colour: theme.ink, sizePixels: detailSize, bold: true, widthMaximum: block.width - 2 };
    pen.text(look.title, x, block.y + oneLineBase(block), letter);
    return;
  }
  let room = textRoom(block, visible) - badge;
  if (room < 14 || block.height < twoLinesHeight) return;
  let x = textStart(block, visible);
  const lowered = mirrored.has(look.hue) ? 4 : 0;
  const y = block.y + 14 + lowered;
  if (look.column !== '') {
    const colour = ink ?? (theme.forced ? theme.ink : theme.hues[look.hue].strong);
    const taken = pen.text(look.column, x, y, { colour, sizePixels: titleSize, bold: true, widthMaximum: room });
    x += taken + 5;
    room -= taken + 5;
  }
  pen.text(look.title, x, y, { colour: ink ?? theme.ink, sizePixels: titleSize, bold: true, widthMaximum: room });
  const style = { colour: ink ?? theme.muted, sizePixels: detailSize, widthMaximum: textRoom(block, visible), whole: true };
  const line = { x: textStart(block, visible), y: block.y + (copy === null ? 26 : 24) + lowered / 2 };
  const percent = copy?.still === true ? `${copy.percent} · ` : '';
  const first = `${percent}${heat === null || heat.label === '' ? look.sizeText : heat.label}`;
  const taken = pen.text(`${first} · ${look.name}`, line.x, line.y, style);
  if (taken === 0) pen.text(first, line.x, line.y, style);
}

export function paintBadge(pen: Pen, theme: DiskViewTheme, condition: Condition, x: number, y: number): void {
  if (condition === 'healthy') return;
  const { body, sign } = badgePaths[condition];
  const colour = theme.conditions[condition];
  pen.path(body, x, y, { fill: theme.surface, stroke: theme.surface, widthPixels: 3 });
  const hollow = { fill: theme.surface, stroke: colour, widthPixels: 1.5 };
  pen.path(body, x, y, condition === 'unknown' ? hollow : { fill: colour, stroke: colour });
  if (sign !== '') pen.path(sign, x, y, { stroke: theme.surface, widthPixels: 1.25 });
}

const changeSignPaths: Readonly<Record<ChangeMark, string>> = {
  added: 'M6 3v6M3 6h6', removed: 'M3 6h6', moved: 'M2.5 6h7M6.5 3l3 3-3 3', changed: 'M3 4.5h6M3 7.5h6',
};
const changeSignSize = 12;

/** An edge, dashed for what is gone, and a sign in its lower corner: never by colour alone. */
function paintChange(pen: Pen, theme: DiskViewTheme, change: ChangeMark, { block, visible }: BlockPlace): void {
  const { healthy, failed, warning } = theme.conditions;
  const colour = { added: healthy, removed: failed, moved: theme.accent, changed: warning }[change];
  const edges = inner(block);
  pen.frame(edges, colour, 2, change === 'removed' ? [4, 3] : []);
  if (visible.width < changeSignSize + 4) return;
  const x = visible.x + visible.width - changeSignSize - 2;
  const y = edges.y + edges.height - changeSignSize - 1;
  pen.fill({ x, y, width: changeSignSize, height: changeSignSize }, colour);
  pen.path(changeSignPaths[change], x, y, { stroke: theme.surface, widthPixels: 1.5 });
}

function paintMarks(pen: Pen, theme: DiskViewTheme, block: Area, { selected, projected, hovered, focused }: BlockMarks): void {
  const edges = inner(block);
  if (hovered && !selected) pen.frame(edges, theme.ink, 1);
  if (projected && !selected) pen.frame(edges, theme.forced ? theme.accent : theme.ink, 2, [2, 2]);
  if (selected) {
    pen.frame(grown(edges, 2), theme.surface, 4);
    pen.frame(grown(edges, 2), theme.forced ? theme.accent : theme.ink, 2);
  }
  if (focused) pen.frame(grown(edges, selected ? 4 : 3), theme.accent, 2);
}

/** Neighbours are parted by a pixel of the surface. */
function inner({ x, y, width, height }: Area): Area {
  return { x, y, width: Math.max(1, width - 1), height };
}

function grown({ x, y, width, height }: Area, byPixels: number): Area {
  return { x: x - byPixels, y: y - byPixels, width: width + 2 * byPixels, height: height + 2 * byPixels };
}

function oneLineBase({ height }: Area): number {
  return height < twoLinesHeight ? 12 : 20;
}

/** Words stay in sight while any of their block is. */
function textStart(block: Area, visible: Area): number {
  return Math.max(block.x, visible.x) + 6;
}

function textRoom(block: Area, visible: Area): number {
  return Math.min(block.x + block.width, visible.x + visible.width) - textStart(block, visible) - 5;
}
