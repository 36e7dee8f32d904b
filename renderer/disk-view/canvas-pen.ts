/** Draws on a canvas: edges on whole device pixels, so that hairlines are sharp at every scale of the display. */
import { fitText, slantedLines } from './pen.ts';
import type { Area, PathPaint, Pen, TextStyle } from './pen.ts';

/** Widths of texts that are remembered, over all fonts; the oldest goes first. */
const measuredMaximum = 4096;

export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D;
  readonly #font: string;
  readonly #pixelRatio: number;
  readonly #measured = new Map<string, number>();
  readonly #paths = new Map<string, Path2D>();

  constructor(context: CanvasRenderingContext2D, font: string, pixelRatio: number) {
    this.#context = context;
    this.#font = font;
    this.#pixelRatio = pixelRatio;
  }

  fill(area: Area, colour: string, opacity = 1): void {
    const { x, y, width, height } = this.#snapped(area);
    this.#context.globalAlpha = opacity;
    this.#context.fillStyle = colour;
    this.#context.fillRect(x, y, width, height);
    this.#context.globalAlpha = 1;
  }

  frame(area: Area, colour: string, widthPixels: number, dash: readonly number[] = []): void {
    const { x, y, width, height } = this.#snapped(area);
    const line = this.#lineWidth(widthPixels);
    const context = this.#context;
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.setLineDash([...dash]);
    // The path begins half a line inside: without this every dash would end within a pixel, in a grey of its own.
    context.lineDashOffset = line / 2;
    context.strokeRect(x + line / 2, y + line / 2, Math.max(0, width - line), Math.max(0, height - line));
    if (dash.length > 0) context.setLineDash([]);
  }

  uprights(area: Area, originX: number, stepPixels: number, colour: string): void {
    const { x, y, width, height } = this.#snapped(area);
    const line = this.#lineWidth(1);
    this.#context.fillStyle = colour;
    const first = Math.ceil((x - originX + 1) / stepPixels);
    for (let at = originX + first * stepPixels; at < x + width - 1; at += stepPixels) {
      this.#context.fillRect(this.#snap(at), y, line, height);
    }
  }

  slants(area: Area, stepPixels: number, slope: 1 | -1, colour: string, widthPixels: number, shiftPixels: number): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.beginPath();
    for (const [x1, y1, x2, y2] of slantedLines(area, stepPixels, slope, shiftPixels)) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    context.strokeStyle = colour;
    context.lineWidth = widthPixels;
    context.stroke();
    context.restore();
  }

  path(data: string, x: number, y: number, { fill, stroke, widthPixels = 1 }: PathPaint): void {
    const context = this.#context;
    const path = this.#paths.get(data) ?? new Path2D(data);
    this.#paths.set(data, path);
    context.save();
    context.translate(this.#snap(x), this.#snap(y));
    if (fill !== undefined) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke !== undefined) {
      context.strokeStyle = stroke;
      context.lineWidth = widthPixels;
      context.stroke(path);
    }
    context.restore();
  }

  text(text: string, x: number, y: number, style: TextStyle): number {
    const { colour, sizePixels, bold = false } = style;
    const context = this.#context;
    const font = `${bold ? 600 : 400} ${sizePixels}px ${this.#font}`;
    if (context.font !== font) context.font = font;
    const measure = (part: string): number => this.#measure(`${bold ? 'b' : 'n'}${sizePixels} ${part}`, part);
    const fitted = fitText(text, style, measure);
    if (fitted === '') return 0;
    context.fillStyle = colour;
    context.fillText(fitted, x, y);
    return measure(fitted);
  }

  #measure(key: string, text: string): number {
    const known = this.#measured.get(key);
    if (known !== undefined) return known;
    const { width } = this.#context.measureText(text);
    if (this.#measured.size >= measuredMaximum) this.#measured.delete(this.#measured.keys().next().value ?? '');
    this.#measured.set(key, width);
    return width;
  }

  #snap(value: number): number {
    return Math.round(value * this.#pixelRatio) / this.#pixelRatio;
  }

  #lineWidth(widthPixels: number): number {
    return Math.max(1, Math.round(widthPixels * this.#pixelRatio)) / this.#pixelRatio;
  }

  #snapped({ x, y, width, height }: Area): Area {
    const left = this.#snap(x);
    const top = this.#snap(y);
    return { x: left, y: top, width: this.#snap(x + width) - left, height: this.#snap(y + height) - top };
  }
}
