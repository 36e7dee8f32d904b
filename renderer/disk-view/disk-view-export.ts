/** The whole picture as a file: SVG of any length, PNG as far as a canvas goes. */
import { CanvasPen } from './canvas-pen.ts';
import { diskWords } from './block-facts.ts';
import { headWidthPixels, rowHeightPixels } from './disk-view-model.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { barGapPixels } from './disk-view-painter.ts';
import { diskViewTexts } from './disk-view-texts.ts';
import type { DiskViewTheme } from './disk-view-theme.ts';
import { noMarks } from './paint-block.ts';
import { paintBar, paintHead } from './paint-row.ts';
import type { Pen } from './pen.ts';
import { SvgPen } from './svg-pen.ts';
import type { MeasureText } from './svg-pen.ts';

/** Browsers make no canvas higher or wider than this. */
const canvasSideMaximum = 16_384;
const pngPixelRatio = 2;

function sizeOf(model: DiskViewModel): { readonly width: number; readonly height: number } {
  return { width: headWidthPixels + barGapPixels * 2 + model.widthPixels, height: model.heightPixels };
}

function paintAll(pen: Pen, model: DiskViewModel, theme: DiskViewTheme): void {
  const { width, height } = sizeOf(model);
  pen.fill({ x: 0, y: 0, width, height }, theme.surface);
  for (let index = 0; index < model.disks.length; index += 1) {
    const row = model.row(index);
    if (row === null) continue;
    const frame = { y: row.topPixels, barX: headWidthPixels + barGapPixels, clipLeft: headWidthPixels, clipRight: width };
    paintBar(pen, theme, row, frame, () => noMarks);
    paintHead(pen, theme, row, row.topPixels, { selected: false, focused: false });
  }
}

/** One row alone, for pages that break between rows; null where there is no such row. */
export function renderDiskRowSvg(model: DiskViewModel, index: number, theme: DiskViewTheme, measure: MeasureText): string | null {
  const row = model.row(index);
  if (row === null) return null;
  const pen = new SvgPen(theme.font, measure, `${diskViewTexts.exports.fileName}-${index}`);
  const { width } = sizeOf(model);
  const frame = { y: 0, barX: headWidthPixels + barGapPixels, clipLeft: headWidthPixels, clipRight: width };
  paintBar(pen, theme, row, frame, () => noMarks);
  paintHead(pen, theme, row, 0, { selected: false, focused: false });
  return pen.picture(width, rowHeightPixels, diskWords(row).spoken);
}

export function renderDiskViewSvg(model: DiskViewModel, theme: DiskViewTheme, measure: MeasureText): string {
  const pen = new SvgPen(theme.font, measure, diskViewTexts.exports.fileName);
  paintAll(pen, model, theme);
  const { width, height } = sizeOf(model);
  return pen.picture(width, height, diskViewTexts.label);
}

/** Whether the picture is small enough for `renderDiskViewPng`. */
export function fitsPng(model: DiskViewModel): boolean {
  const { width, height } = sizeOf(model);
  return Math.max(width, height) * pngPixelRatio <= canvasSideMaximum;
}

/** Null where the browser cannot make one. */
export function renderDiskViewPng(model: DiskViewModel, theme: DiskViewTheme): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  const { width, height } = sizeOf(model);
  canvas.width = width * pngPixelRatio;
  canvas.height = height * pngPixelRatio;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return Promise.resolve(null);
  context.scale(pngPixelRatio, pngPixelRatio);
  paintAll(new CanvasPen(context, theme.font, pngPixelRatio), model, theme);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Measures in the page's own fonts. */
export function measureText(font: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  return (text, sizePixels, bold) => {
    if (context === null) return text.length * sizePixels;
    context.font = `${bold ? 600 : 400} ${sizePixels}px ${font}`;
    return context.measureText(text).width;
  };
}
