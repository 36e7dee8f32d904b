/**
 * What a picture of disks is drawn with. The canvas and the exported SVG implement it, so that both show the same picture.
 * Places and widths are in CSS pixels; a pen may snap them to what its medium can show sharply.
 */

export interface TextStyle {
  readonly colour: string;
  readonly sizePixels: number;
  readonly bold?: boolean;
  /** Longer texts end in an ellipsis; nothing is drawn where not even that has room. */
  readonly widthMaximum: number;
  /** All of it or nothing: a size that is cut short would be another one. */
  readonly whole?: boolean;
}

export interface PathPaint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly widthPixels?: number;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Pen {
  fill(area: Area, colour: string, opacity?: number): void;
  /** Inside the area's edges. `dash` alternates drawn and left-out lengths. */
  frame(area: Area, colour: string, widthPixels: number, dash?: readonly number[]): void;
  /** Upright hairlines every `stepPixels` from the origin, within the area. */
  uprights(area: Area, originX: number, stepPixels: number, colour: string): void;
  /** Slanted lines (`slope` 1 falls, -1 rises) within the area, moved by `shiftPixels`. */
  slants(area: Area, stepPixels: number, slope: 1 | -1, colour: string, widthPixels: number, shiftPixels: number): void;
  /** SVG path data, moved to (x, y). */
  path(data: string, x: number, y: number, paint: PathPaint): void;
  /** `y` is the base line. Returns the width that it took. */
  text(text: string, x: number, y: number, style: TextStyle): number;
}

const ellipsis = '…';

/** The longest beginning that fits, with an ellipsis; empty when nothing does. */
export function fitText(text: string, { widthMaximum, whole = false }: TextStyle, measure: (text: string) => number): string {
  if (measure(text) <= widthMaximum) return text;
  if (whole || measure(ellipsis) > widthMaximum) return '';
  let fits = 0;
  let fails = text.length;
  while (fails - fits > 1) {
    const middle = (fits + fails) >> 1;
    if (measure(text.slice(0, middle) + ellipsis) <= widthMaximum) fits = middle;
    else fails = middle;
  }
  return fits === 0 ? '' : text.slice(0, fits).trimEnd() + ellipsis;
}

type Line = readonly [fromX: number, fromY: number, toX: number, toY: number];

/** Where slanted lines begin and end so that they cover the area; the same for every medium. */
export function slantedLines(area: Area, stepPixels: number, slope: 1 | -1, shiftPixels: number): readonly Line[] {
  const lines: Line[] = [];
  const from = Math.floor((area.x - area.height) / stepPixels) * stepPixels + (((shiftPixels % stepPixels) + stepPixels) % stepPixels);
  for (let x = from; x < area.x + area.width + stepPixels; x += stepPixels) {
    const [top, bottom] = slope === 1 ? [x, x + area.height] : [x + area.height, x];
    lines.push([top, area.y, bottom, area.y + area.height]);
  }
  return lines;
}
