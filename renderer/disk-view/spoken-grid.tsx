/**
 * The picture as a grid that cannot be seen: each disk in sight a row, its regions cells that say all that the picture
 * shows. Only rows near the window are there, and of very full disks only that which the keyboard is on.
 */
import { memo } from 'react';
import { blockWords, diskWords } from './block-facts.ts';
import type { Copies } from './copy-progress.ts';
import { rowHeightPixels } from './disk-view-model.ts';
import type { DiskRow, DiskViewModel } from './disk-view-model.ts';
import { isData } from './picture-marks.ts';
import type { Chosen } from './picture-marks.ts';
import type { ScrolledTo } from './use-painting.ts';
import type { Heat } from '../statistics/use-points.ts';
import type { Cursor } from './view-cursor.ts';

/** Cells of all rows together, but for the row of the keyboard, which has all of its own. */
const cellsMaximum = 600;

export interface SpokenGridProps {
  readonly model: DiskViewModel;
  readonly copies: Copies;
  readonly heat: Heat | null;
  readonly chosen: Chosen;
  readonly cursor: Cursor | null;
  readonly scrolledTo: ScrolledTo;
  idOf(cursor: Cursor): string;
}

export const SpokenGrid = memo(function SpokenGrid({ model, copies, heat, chosen, cursor, scrolledTo, idOf }: SpokenGridProps) {
  const rows = spokenRows(model, cursor, scrolledTo);
  return (
    <div className="visually-hidden" role="rowgroup">
      {rows.map(({ row, full }) => (
        <div key={row.disk.id} role="row" aria-rowindex={row.index + 1} data-disk={row.disk.name}>
          <span role="rowheader" id={idOf({ diskId: row.disk.id, regionId: null })} aria-selected={chosen.ids.has(row.disk.id)}>
            {diskWords(row).spoken}
          </span>
          {full && row.blocks.map((block) => {
            const data = block.regions.filter(isData);
            return (
              <span key={block.id} role="gridcell" id={idOf({ diskId: row.disk.id, regionId: block.id })}
                aria-selected={data.length > 0 && data.every(({ id }) => chosen.ids.has(id))} data-region={block.regions[0]?.kind}>
                {blockWords(row, block, model.tables, copies, heat).spoken}
              </span>
            );
          })}
        </div>
      ))}
    </div>
  );
}, (before, after) => before.model === after.model && before.copies === after.copies && before.heat === after.heat
  && before.chosen === after.chosen && before.cursor?.diskId === after.cursor?.diskId && before.scrolledTo === after.scrolledTo);

interface SpokenRow {
  readonly row: DiskRow;
  /** With its cells. */
  readonly full: boolean;
}

function spokenRows(model: DiskViewModel, cursor: Cursor | null, { top, height }: ScrolledTo): readonly SpokenRow[] {
  const first = Math.max(0, Math.floor(top / rowHeightPixels));
  const count = Math.ceil(Math.max(height, rowHeightPixels) / rowHeightPixels) + 1;
  const active = cursor === null ? -1 : model.rowOfDisk(cursor.diskId);
  const indexes = Array.from({ length: count }, (_, step) => first + step);
  if (active >= 0 && !indexes.includes(active)) indexes.push(active);
  let cells = 0;
  return indexes.sort((left, right) => left - right).flatMap((index) => {
    const row = model.row(index);
    if (row === null) return [];
    if (index !== active) cells += row.blocks.length;
    return [{ row, full: index === active || cells <= cellsMaximum }];
  });
}
