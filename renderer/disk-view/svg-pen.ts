/** Draws as SVG: for pictures within the page, whose colours are tokens, and for exported files, whose colours are fixed. */
import { fitText, slantedLines } from './pen.ts';
import type { Area, PathPaint, Pen, TextStyle } from './pen.ts';

export type MeasureText = (text: string, sizePixels: number, bold: boolean) => number;

export class SvgPen implements Pen {
  readonly #font: string;
  readonly #measure: MeasureText;
  readonly #parts: string[] = [];
  readonly #prefix: string;
  #clips = 0;

  /** `prefix` keeps the ids of several pictures in one page apart. */
  constructor(font: string, measure: MeasureText, prefix: string) {
    this.#font = font;
    this.#measure = measure;
    this.#prefix = prefix;
  }

  fill(area: Area, colour: string, opacity = 1): void {
    const faded = opacity === 1 ? '' : ` fill-opacity="${opacity}"`;
    this.#parts.push(`<rect ${box(area)} fill="${escape(colour)}"${faded}/>`);
  }

  frame({ x, y, width, height }: Area, colour: string, widthPixels: number, dash: readonly number[] = []): void {
    const half = widthPixels / 2;
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
    const middle = { x: x + half, y: y + half, width: Math.max(0, width - widthPixels), height: Math.max(0, height - widthPixels) };
    this.#parts.push(`<rect ${box(middle)} fill="none" stroke="${escape(colour)}" stroke-width="${widthPixels}"${dashes}/>`);
  }

  uprights({ x, y, width, height }: Area, originX: number, stepPixels: number, colour: string): void {
    let data = '';
    const first = Math.ceil((x - originX + 1) / stepPixels);
    for (let at = originX + first * stepPixels; at < x + width - 1; at += stepPixels) {
      data += `M${round(at + 0.5)} ${round(y)}v${round(height)}`;
    }
    if (data !== '') this.#parts.push(`<path d="${data}" stroke="${escape(colour)}" stroke-width="1"/>`);
  }

  slants(area: Area, stepPixels: number, slope: 1 | -1, colour: string, widthPixels: number, shiftPixels: number): void {
    const id = `${this.#prefix}-clip-${this.#clips += 1}`;
    const data = slantedLines(area, stepPixels, slope, shiftPixels)
      .map(([x1, y1, x2, y2]) => `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`);
    this.#parts.push(`<clipPath id="${id}"><rect ${box(area)}/></clipPath>`
      + `<path clip-path="url(#${id})" d="${data.join('')}" stroke="${escape(colour)}" stroke-width="${widthPixels}"/>`);
  }

  path(data: string, x: number, y: number, { fill = 'none', stroke = 'none', widthPixels = 1 }: PathPaint): void {
    this.#parts.push(`<path transform="translate(${round(x)} ${round(y)})" d="${data}" fill="${escape(fill)}" stroke="${escape(stroke)}"`
      + ` stroke-width="${widthPixels}"/>`);
  }

  text(text: string, x: number, y: number, style: TextStyle): number {
    const { colour, sizePixels, bold = false } = style;
    const measure = (part: string): number => this.#measure(part, sizePixels, bold);
    const fitted = fitText(text, style, measure);
    if (fitted === '') return 0;
    const font = `font-size="${sizePixels}" font-weight="${bold ? 600 : 400}"`;
    this.#parts.push(`<text x="${round(x)}" y="${round(y)}" ${font} fill="${escape(colour)}">${escape(fitted)}</text>`);
    return measure(fitted);
  }

  /** The whole picture; `title` is what it is called where it cannot be seen. */
  picture(widthPixels: number, heightPixels: number, title: string): string {
    const size = `width="${widthPixels}" height="${heightPixels}" viewBox="0 0 ${widthPixels} ${heightPixels}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}`
      + ` font-family="${escape(this.#font)}" role="img"><title>${escape(title)}</title>${this.#parts.join('')}</svg>`;
  }
}

function box({ x, y, width, height }: Area): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Names come from people: nothing in them may end a text or an attribute. Signs that XML does not know are left out. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
