/**
 * Keeps the canvas true to the picture. It draws the rows in sight, and of these only what differs from what it drew
 * last; a change of place, size, scale of the display or theme draws all of them.
 */
import { CanvasPen } from './canvas-pen.ts';
import { headWidthPixels, rowHeightPixels } from './disk-view-model.ts';
import type { DiskRow, DiskViewModel } from './disk-view-model.ts';
import type { DiskViewTheme } from './disk-view-theme.ts';
import type { BlockMarks } from './paint-block.ts';
import { paintBar, paintHead, visibleBlocks } from './paint-row.ts';
import type { HeadMarks, RowFrame } from './paint-row.ts';

/** Between the head and the bars. */
export const barGapPixels = 8;

export interface ViewWindow {
  readonly scrollLeft: number;
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

export interface Picture {
  readonly model: DiskViewModel;
  readonly theme: DiskViewTheme;
  readonly window: ViewWindow;
  marksOf(row: DiskRow, blockIndex: number): BlockMarks;
  headMarksOf(row: DiskRow): HeadMarks;
}

const looksTexts = new WeakMap<DiskRow, string>();

function looksText(row: DiskRow): string {
  const { name, status, sizeBytes, enclosure, errors } = row.disk;
  const known = looksTexts.get(row) ?? JSON.stringify([name, status, sizeBytes, enclosure, errors,
    row.blocks.map(({ xPixels, widthPixels }) => [xPixels, widthPixels]), row.looks]);
  looksTexts.set(row, known);
  return known;
}

export class DiskViewPainter {
  readonly #context: CanvasRenderingContext2D;
  #pen: CanvasPen | null = null;
  #painted = new Map<number, string>();
  #last: { readonly theme: DiskViewTheme; readonly window: ViewWindow } | null = null;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  paint(picture: Picture): void {
    const { theme, window } = picture;
    const { scrollLeft, scrollTop, width, height, pixelRatio } = window;
    const last = this.#last;
    const sameSize = last?.window.width === width && last.window.height === height && last.window.pixelRatio === pixelRatio;
    const same = sameSize && last.theme === theme && last.window.scrollLeft === scrollLeft && last.window.scrollTop === scrollTop;
    if (!sameSize) this.#resize(width, height, pixelRatio);
    if (!sameSize || last.theme !== theme || this.#pen === null) this.#pen = new CanvasPen(this.#context, theme.font, pixelRatio);
    if (!same) {
      this.#painted = new Map();
      this.#pen.fill({ x: 0, y: 0, width, height }, theme.surface);
    }
    this.#last = { theme, window };
    this.#rows(this.#pen, picture);
  }

  #resize(width: number, height: number, pixelRatio: number): void {
    const { canvas } = this.#context;
    canvas.width = Math.round(width * pixelRatio);
    canvas.height = Math.round(height * pixelRatio);
    this.#context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  }

  #rows(pen: CanvasPen, picture: Picture): void {
    const { model, theme, window: { scrollTop, width, height } } = picture;
    const first = Math.max(0, Math.floor(scrollTop / rowHeightPixels));
    const end = Math.ceil((scrollTop + height) / rowHeightPixels);
    for (let index = first; index < end; index += 1) {
      const row = model.row(index);
      const text = row === null ? '' : this.#textOf(picture, row);
      if (this.#painted.get(index) === text) continue;
      const y = index * rowHeightPixels - scrollTop;
      // Rows that were there before and are no more are wiped.
      if (row !== null || this.#painted.has(index)) pen.fill({ x: 0, y, width, height: rowHeightPixels }, theme.surface);
      if (row !== null) this.#row(pen, picture, row, y);
      this.#painted.set(index, text);
    }
  }

  #frame({ window: { scrollLeft, width } }: Picture, y: number): RowFrame {
    return { y, barX: headWidthPixels + barGapPixels - scrollLeft, clipLeft: headWidthPixels, clipRight: width };
  }

  #row(pen: CanvasPen, picture: Picture, row: DiskRow, y: number): void {
    paintBar(pen, picture.theme, row, this.#frame(picture, y), (index) => picture.marksOf(row, index));
    paintHead(pen, picture.theme, row, y, picture.headMarksOf(row));
  }

  /** Everything that the row shows, as a text: equal texts are equal pictures. */
  #textOf(picture: Picture, row: DiskRow): string {
    const marks = visibleBlocks(row, this.#frame(picture, 0)).map((index) => {
      const { selected, projected, receded, hovered, focused, copy, heat } = picture.marksOf(row, index);
      const copied = copy === null ? '' : `${copy.share} ${copy.driftPixels}`;
      const heated = heat === null ? '' : `${heat.step} ${heat.label}`;
      const flags = `${selected ? 's' : ''}${projected ? 'p' : ''}${receded ? 'r' : ''}${hovered ? 'h' : ''}${focused ? 'f' : ''}`;
      return `${flags}${copied} ${heated}`;
    });
    return `${looksText(row)} ${JSON.stringify(picture.headMarksOf(row))} ${marks.join()}`;
  }
}
