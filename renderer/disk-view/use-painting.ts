/** Draws before the next frame whenever something that the picture shows has changed, and while a copy's stripes drift. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Heat } from '../statistics/use-points.ts';
import type { Copies } from './copy-progress.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { DiskViewPainter } from './disk-view-painter.ts';
import { readTheme, watchTheme } from './disk-view-theme.ts';
import type { DiskViewTheme } from './disk-view-theme.ts';
import { driftStepPixels } from './paint-block.ts';
import { marksOfBlock, marksOfHead } from './picture-marks.ts';
import type { Chosen } from './picture-marks.ts';
import type { Cursor } from './view-cursor.ts';

const driftMilliseconds = 2000;
/** The stripes move by half pixels; finer steps could not be seen. */
const driftSteps = driftStepPixels * 2;
/** A scroll rests when it did not go on for this long; only then do the hidden rows follow. */
const restMilliseconds = 120;

export interface Painted {
  readonly model: DiskViewModel;
  readonly copies: Copies;
  readonly chosen: Chosen;
  readonly heat: Heat | null;
  readonly hovered: Cursor | null;
  readonly focused: Cursor | null;
}

export interface ScrolledTo {
  readonly top: number;
  readonly height: number;
}

export function usePainting(
  scroller: RefObject<HTMLDivElement | null>, canvas: RefObject<HTMLCanvasElement | null>, painted: Painted,
): { readonly scrolledTo: ScrolledTo } {
  const latest = useRef(painted);
  const [scrolledTo, setScrolledTo] = useState<ScrolledTo>({ top: 0, height: 0 });
  const request = useRef<(() => void) | null>(null);
  const rested = useCallback((top: number, height: number) => {
    setScrolledTo((before) => (before.top === top && before.height === height ? before : { top, height }));
  }, []);

  useEffect(() => {
    latest.current = painted;
    request.current?.();
  });

  useEffect(() => {
    const element = scroller.current;
    const surface = canvas.current;
    const context = surface?.getContext('2d', { alpha: false }) ?? null;
    if (element === null || surface === null || context === null) return undefined;
    const drawing = new Drawing(element, new DiskViewPainter(context), surface, () => latest.current, rested);
    request.current = drawing.request;
    drawing.request();
    return () => {
      request.current = null;
      drawing.end();
    };
  }, [scroller, canvas, rested]);
  return { scrolledTo };
}

class Drawing {
  readonly #element: HTMLDivElement;
  readonly #painter: DiskViewPainter;
  readonly #canvas: HTMLCanvasElement;
  readonly #latest: () => Painted;
  readonly #rested: (top: number, height: number) => void;
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #ends: (() => void)[];
  #theme: DiskViewTheme | null = null;
  #frame: number | null = null;
  #rest: ReturnType<typeof setTimeout> | null = null;

  constructor(
    element: HTMLDivElement, painter: DiskViewPainter, canvas: HTMLCanvasElement, latest: () => Painted,
    rested: (top: number, height: number) => void,
  ) {
    this.#element = element;
    this.#painter = painter;
    this.#canvas = canvas;
    this.#latest = latest;
    this.#rested = rested;
    const resized = new ResizeObserver(() => this.#moved());
    resized.observe(element);
    element.addEventListener('scroll', this.#moved, { passive: true });
    this.#ends = [() => resized.disconnect(), () => element.removeEventListener('scroll', this.#moved), watchTheme(() => {
      this.#theme = null;
      this.request();
    })];
  }

  readonly request = (): void => {
    this.#frame ??= requestAnimationFrame(this.#draw);
  };

  readonly #moved = (): void => {
    this.request();
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#rested(this.#element.scrollTop, this.#element.clientHeight), restMilliseconds);
  };

  readonly #draw = (nowMilliseconds: number): void => {
    this.#frame = null;
    const { clientWidth: width, clientHeight: height, scrollLeft, scrollTop } = this.#element;
    if (width === 0 || height === 0) return;
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    this.#theme ??= readTheme(this.#element);
    const { model, copies, chosen, heat, hovered, focused } = this.#latest();
    const still = this.#still.matches;
    const phase = Math.floor(((nowMilliseconds % driftMilliseconds) / driftMilliseconds) * driftSteps);
    const facts = {
      chosen, copies, heat, tables: model.tables, hovered, focused, still, driftPixels: still ? 0 : (phase / driftSteps) * driftStepPixels,
    };
    this.#painter.paint({
      model, theme: this.#theme, window: { scrollLeft, scrollTop, width, height, pixelRatio: devicePixelRatio },
      marksOf: (row, index) => marksOfBlock(row, index, facts), headMarksOf: (row) => marksOfHead(row, facts),
    });
    if (copies.size > 0 && !still) this.request();
  };

  end(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#rest !== null) clearTimeout(this.#rest);
    for (const end of this.#ends) end();
  }
}
