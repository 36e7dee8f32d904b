/**
 * The scrolled canvas. It stays still while the page scrolls under it, and draws what is in sight. The keyboard's focus is
 * here; what it is on is told by `aria-activedescendant` and the grid of `spoken-grid.tsx`.
 */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { diskViewTexts } from './disk-view-texts.ts';
import { headWidthPixels, rowHeightPixels } from './disk-view-model.ts';
import type { DiskRow, DiskViewModel } from './disk-view-model.ts';
import { barGapPixels } from './disk-view-painter.ts';
import { DiskTooltip } from './disk-tooltip.tsx';
import type { Heat } from '../statistics/use-points.ts';
import type { Chosen } from './picture-marks.ts';
import type { Copies } from './copy-progress.ts';
import { SpokenGrid } from './spoken-grid.tsx';
import { usePainting } from './use-painting.ts';
import { anchorAt, scrollLeftOf } from './use-view-scale.ts';
import type { ViewScale } from './use-view-scale.ts';
import { cursorAt, findCursor } from './view-cursor.ts';
import type { Cursor, CursorPlace } from './view-cursor.ts';

export interface DiskViewCanvasProps {
  readonly model: DiskViewModel;
  readonly copies: Copies;
  readonly chosen: Chosen;
  readonly heat: Heat | null;
  readonly cursor: Cursor | null;
  readonly view: ViewScale;
  onKeyDown(event: KeyboardEvent): void;
  onPress(place: CursorPlace, event: MouseEvent): void;
  onOpen(place: CursorPlace): void;
  onMenu(place: CursorPlace, event: MouseEvent): void;
}

export function DiskViewCanvas(props: DiskViewCanvasProps) {
  const { model, copies, chosen, heat, cursor, view, onKeyDown, onPress, onOpen, onMenu } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<Cursor | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const { scrolledTo } = usePainting(scroller, canvas, { model, copies, chosen, heat, hovered, focused: hasFocus ? cursor : null });
  useViewSize(scroller, view);
  useZoomWheel(scroller, model, view);
  useAnchor(scroller, model, view);
  useCursorInSight(scroller, model, cursor);

  const at = (event: MouseEvent): CursorPlace | null => placeAt(scroller.current, model, event);
  const withPlace = (run: (place: CursorPlace, event: MouseEvent) => void) => (event: MouseEvent): void => {
    const place = at(event);
    if (place !== null) run(place, event);
  };
  const contentWidth = headWidthPixels + barGapPixels + model.widthPixels + (model.scale.zoom > 1 ? barGapPixels : 0);
  const tip = useMemo(() => (hovered === null ? null : findCursor(model, hovered)), [model, hovered]);
  return (
    <div ref={scroller} className="disk-view-scroller" role="grid" tabIndex={0} aria-label={diskViewTexts.label} aria-multiselectable="true"
      aria-rowcount={model.disks.length} aria-activedescendant={cursor === null ? undefined : spokenId(gridId, cursor)}
      onKeyDown={onKeyDown} onFocus={() => setHasFocus(true)} onBlur={() => setHasFocus(false)}
      onMouseMove={(event) => {
        const place = at(event);
        setHovered((before) => sameCursor(before, place === null ? null : cursorAt(place)));
      }}
      onMouseLeave={() => setHovered(null)}
      onMouseDown={withPlace((place, event) => {
        if (event.button === 0) onPress(place, event);
      })}
      onDoubleClick={withPlace((place) => onOpen(place))}
      onContextMenu={withPlace((place, event) => {
        event.preventDefault();
        onMenu(place, event);
      })}>
      <canvas ref={canvas} className="disk-view-canvas" aria-hidden="true" />
      <div className="disk-view-extent" role="presentation" style={{ width: contentWidth, height: model.heightPixels }} />
      <SpokenGrid idOf={(spoken) => spokenId(gridId, spoken)} model={model} copies={copies} heat={heat} chosen={chosen} cursor={cursor}
        scrolledTo={scrolledTo} />
      <DiskTooltip place={tip} model={model} copies={copies} heat={heat} scroller={scroller} />
    </div>
  );
}

function spokenId(gridId: string, { diskId, regionId }: Cursor): string {
  return `${gridId}${regionId ?? diskId}`.replaceAll(/\s/g, '-');
}

function sameCursor(before: Cursor | null, now: Cursor | null): Cursor | null {
  return before?.diskId === now?.diskId && before?.regionId === now?.regionId ? before : now;
}

/** What lies under the pointer; the head of the disk where no block does. */
function placeAt(scroller: HTMLElement | null, model: DiskViewModel, event: MouseEvent): CursorPlace | null {
  if (scroller === null) return null;
  const { left, top } = scroller.getBoundingClientRect();
  const viewX = event.clientX - left;
  const viewY = event.clientY - top;
  // The scroll bars are part of the scroller but not of the picture.
  if (viewX >= scroller.clientWidth || viewY >= scroller.clientHeight) return null;
  const barX = viewX - headWidthPixels - barGapPixels + scroller.scrollLeft;
  const found = model.hit(viewX < headWidthPixels ? -1 : barX, viewY + scroller.scrollTop);
  if (found === null) return null;
  return { row: found.row, blockIndex: found.block === null ? -1 : found.row.blocks.indexOf(found.block) };
}

function useViewSize(scroller: RefObject<HTMLDivElement | null>, { setViewWidth }: ViewScale): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setViewWidth(element.clientWidth));
    observer.observe(element);
    setViewWidth(element.clientWidth);
    return () => observer.disconnect();
  }, [scroller, setViewWidth]);
}

/** Ctrl with the wheel zooms about the pointer. React listens passively to the wheel, which could not keep the page from zooming. */
function useZoomWheel(scroller: RefObject<HTMLDivElement | null>, model: DiskViewModel, view: ViewScale): void {
  const latest = useRef({ model, view });
  useEffect(() => {
    latest.current = { model, view };
  });
  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey || element === null) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const rowIndex = Math.floor((event.clientY - top + element.scrollTop) / rowHeightPixels);
      const anchor = anchorAt(latest.current.model, rowIndex, event.clientX - left - headWidthPixels - barGapPixels, element.scrollLeft);
      latest.current.view.zoomBy(event.deltaY < 0 ? 1 : -1, anchor);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [scroller]);
}

function useAnchor(scroller: RefObject<HTMLDivElement | null>, model: DiskViewModel, { anchor }: ViewScale): void {
  useLayoutEffect(() => {
    if (anchor.current === null || scroller.current === null) return;
    scroller.current.scrollLeft = scrollLeftOf(model, anchor.current);
    anchor.current = null;
  }, [scroller, model, anchor]);
}

/** The cursor stays in sight when it moves, but a scroll of the person's own is left alone. */
function useCursorInSight(scroller: RefObject<HTMLDivElement | null>, model: DiskViewModel, cursor: Cursor | null): void {
  const latest = useRef(model);
  useEffect(() => {
    latest.current = model;
  });
  const { diskId, regionId } = cursor ?? { diskId: null, regionId: null };
  useEffect(() => {
    const element = scroller.current;
    if (element === null || diskId === null || element !== document.activeElement) return;
    const place = findCursor(latest.current, { diskId, regionId });
    if (place !== null) showPlace(element, place.row, place.blockIndex);
  }, [scroller, diskId, regionId]);
}

function showPlace(element: HTMLElement, row: DiskRow, blockIndex: number): void {
  if (row.topPixels < element.scrollTop) element.scrollTop = row.topPixels;
  const below = row.topPixels + rowHeightPixels - element.scrollTop - element.clientHeight;
  if (below > 0) element.scrollTop += below;
  const block = row.blocks[blockIndex];
  if (block === undefined) return;
  const width = element.clientWidth - headWidthPixels - barGapPixels;
  const from = block.xPixels;
  const to = block.xPixels + Math.min(block.widthPixels, width);
  if (from < element.scrollLeft) element.scrollLeft = from - barGapPixels;
  else if (to > element.scrollLeft + width) element.scrollLeft = to - width + barGapPixels;
}
