/** What the keys do on a heading. */
import type { RowData } from '@tanstack/react-table';
import { moveColumn } from './column-menu.tsx';
import { columnWidthMinimum } from './table-model.ts';
import type { ObjectTableModel } from './table-model.ts';

const columnKeyStep = 16;

interface HeadingKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

/** Enter sorts by the heading; Shift with an arrow changes its width, with Control too its place. True when the key was the heading's. */
export function pressHeading<Row extends RowData>(table: ObjectTableModel<Row>, column: number, event: HeadingKey): boolean {
  const header = table.getHeaderGroups()[0]?.headers[column];
  if (header === undefined) return false;
  if (event.key === 'Enter' || event.key === ' ') {
    header.column.toggleSorting();
    return true;
  }
  if (!event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return false;
  const direction = event.key === 'ArrowLeft' ? -1 : 1;
  if (event.ctrlKey) moveColumn(table, header.column.id, direction);
  else {
    const width = Math.max(columnWidthMinimum, header.getSize() + direction * columnKeyStep);
    table.setColumnSizing((sizing) => ({ ...sizing, [header.column.id]: width }));
  }
  return true;
}
