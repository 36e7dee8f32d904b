/** The facts of what the pointer rests on. */
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { wordsOfPlace } from './block-facts.ts';
import type { Copies } from './copy-progress.ts';
import { barHeightPixels, barTopPixels, headWidthPixels } from './disk-view-model.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { barGapPixels } from './disk-view-painter.ts';
import type { Heat } from '../statistics/use-points.ts';
import type { CursorPlace } from './view-cursor.ts';

const restMilliseconds = 500;

export interface DiskTooltipProps {
  readonly place: CursorPlace | null;
  readonly model: DiskViewModel;
  readonly copies: Copies;
  readonly heat: Heat | null;
  readonly scroller: RefObject<HTMLElement | null>;
}

export function DiskTooltip({ place, model, copies, heat, scroller }: DiskTooltipProps) {
  const key = place === null ? '' : `${place.row.disk.id} ${place.blockIndex}`;
  const [shownKey, setShownKey] = useState('');
  useEffect(() => {
    // Another block shows at once while a tip is open; the first one waits until the pointer rests.
    const timer = setTimeout(() => setShownKey(key), key === '' ? 0 : restMilliseconds);
    return () => clearTimeout(timer);
  }, [key]);
  if (place === null || shownKey !== key) return null;
  const words = wordsOfPlace(place, model.tables, copies, heat);
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner side="bottom" align="start" sideOffset={6}
          anchor={{ getBoundingClientRect: () => areaOf(place, scroller.current) }}>
          <Tooltip.Popup className="disk-tooltip">
            <strong>{words.title}</strong>
            <dl>{words.facts.map(({ name, value }) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Of the block's visible part, in the window. */
function areaOf({ row, blockIndex }: CursorPlace, scroller: HTMLElement | null): DOMRect {
  if (scroller === null) return new DOMRect();
  const { left, top } = scroller.getBoundingClientRect();
  const y = top + row.topPixels - scroller.scrollTop + barTopPixels;
  const block = row.blocks[blockIndex];
  if (block === undefined) return new DOMRect(left, y, headWidthPixels, barHeightPixels);
  const barLeft = left + headWidthPixels + barGapPixels;
  const from = Math.max(barLeft, barLeft + block.xPixels - scroller.scrollLeft);
  const to = Math.min(left + scroller.clientWidth, barLeft + block.xPixels + block.widthPixels - scroller.scrollLeft);
  return new DOMRect(from, y, Math.max(0, to - from), barHeightPixels);
}
