/** Scale and zoom of the picture, with what stays in place when they change: the byte under the pointer or the cursor. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { offsetAt, placeOfOffset } from './bar-layout.ts';
import { barGapPixels } from './disk-view-painter.ts';
import { headWidthPixels, zoomMaximum, zoomMinimum } from './disk-view-model.ts';
import type { DiskViewModel, DiskViewScale } from './disk-view-model.ts';
import { recallScale, rememberScale } from './remembered-scale.ts';
import type { ChosenScale } from './remembered-scale.ts';
import type { CursorPlace } from './view-cursor.ts';

const zoomStep = Math.SQRT2;
const fitWidthMinimum = 240;
const fitMarginPixels = 16;

/** A byte of a disk, and how far right of the bars' window edge it is to stay. */
export interface ZoomAnchor {
  readonly rowIndex: number;
  readonly offsetBytes: number;
  readonly viewX: number;
}

export interface ViewScale {
  readonly scale: DiskViewScale;
  setScale(scale: DiskViewScale['scale']): void;
  zoomBy(steps: number, anchor: ZoomAnchor | null): void;
  fit(): void;
  /** Zooms until the block fills about half of the window. */
  zoomTo(place: CursorPlace): void;
  setViewWidth(pixels: number): void;
  onKey(event: KeyboardEvent, model: DiskViewModel, place: CursorPlace): boolean;
  /** Taken by the canvas once the new picture is laid out. */
  readonly anchor: RefObject<ZoomAnchor | null>;
}

/** `memory` names what keeps the choice (`remembered-scale.ts`); it stays the same while the component lives. */
export function useViewScale(memory: string): ViewScale {
  const [first] = useState(() => recallScale(memory));
  const [chosen, setChosen] = useState<ChosenScale>(first);
  useEffect(() => {
    if (chosen !== first) rememberScale(memory, chosen);
  }, [memory, first, chosen]);
  const [viewWidth, setViewWidth] = useState(0);
  const anchor = useRef<ZoomAnchor | null>(null);
  return useMemo(() => {
    const fitWidthPixels = Math.max(fitWidthMinimum, viewWidth - headWidthPixels - barGapPixels - fitMarginPixels);
    const setZoom = (zoom: number, at: ZoomAnchor | null): void => {
      anchor.current = at;
      setChosen((before) => ({ ...before, zoom: Math.min(zoomMaximum, Math.max(zoomMinimum, zoom)) }));
    };
    const zoomBy = (steps: number, at: ZoomAnchor | null): void => setZoom(chosen.zoom * zoomStep ** steps, at);
    return {
      scale: { ...chosen, fitWidthPixels }, anchor, setViewWidth, zoomBy,
      setScale: (scale) => setChosen((before) => ({ ...before, scale })),
      fit: () => setZoom(1, null),
      zoomTo: (place) => {
        const block = place.row.blocks[place.blockIndex];
        if (block === undefined) return;
        const naturalPixels = (block.lengthBytes / Math.max(1, place.row.blocks.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)))
          * place.row.widthPixels;
        const factor = Math.max(2, fitWidthPixels / 2 / Math.max(naturalPixels, 1 / zoomMaximum));
        setZoom(chosen.zoom * factor, { rowIndex: place.row.index, offsetBytes: block.startBytes, viewX: fitWidthPixels / 4 });
      },
      onKey: (event, model, place) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return false;
        const at = anchorOfPlace(place, fitWidthPixels);
        if (event.key === '+' || event.key === '=') zoomBy(1, at);
        else if (event.key === '-') zoomBy(-1, at);
        else if (event.key === '0') setZoom(1, null);
        else return false;
        return model.disks.length > 0;
      },
    };
  }, [chosen, viewWidth]);
}

/** The middle of the block that the keyboard is on stays in the middle. */
function anchorOfPlace({ row, blockIndex }: CursorPlace, fitWidthPixels: number): ZoomAnchor | null {
  const block = row.blocks[blockIndex];
  if (block === undefined) return null;
  return { rowIndex: row.index, offsetBytes: block.startBytes + Math.floor(block.lengthBytes / 2), viewX: fitWidthPixels / 2 };
}

/** `viewX` and `scrollLeft` in pixels; the row is the one under the pointer. */
export function anchorAt(model: DiskViewModel, rowIndex: number, viewX: number, scrollLeft: number): ZoomAnchor | null {
  const row = model.row(rowIndex);
  return row === null ? null : { rowIndex, offsetBytes: offsetAt(row.blocks, scrollLeft + viewX), viewX };
}

/** How far to scroll so that the anchor is where it was. */
export function scrollLeftOf(model: DiskViewModel, { rowIndex, offsetBytes, viewX }: ZoomAnchor): number {
  const row = model.row(rowIndex);
  return row === null ? 0 : Math.max(0, Math.round(placeOfOffset(row.blocks, offsetBytes) - viewX));
}
