/**
 * The table that every tab shows: one row an object, drawn only where it can be seen, so that 100,000 rows cost what 40
 * do. It is one stop of the Tab key; inside it the arrows go from cell to cell and into the headings.
 */
import type { RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { moveInGrid } from './grid-keys.ts';
import type { GridPosition } from './grid-keys.ts';
import { TableHead } from './table-head.tsx';
import { columnWidthMinimum, rowHeight, useTableModel } from './table-model.ts';
import type { ObjectTableModel, Sorting, TableColumns } from './table-model.ts';
import { TableRow } from './table-row.tsx';

const columnKeyStep = 16;
const rowsOverscan = 8;

export interface ObjectTableProps<Row extends RowData> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: TableColumns<Row>;
  /** Where the sorting begins; the person's own choice replaces it. */
  readonly sortedBy?: Sorting;
  readonly empty: ReactNode;
  rowId(row: Row): string;
  /** Enter or a double click on a row. */
  onOpen?(row: Row): void;
}

export function ObjectTable<Row extends RowData>(props: ObjectTableProps<Row>) {
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useTableModel(props.rows, props.columns, props.rowId, props.sortedBy);
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: rowsOverscan,
    // Rows are drawn below the headings, which stay in place.
    scrollPaddingStart: rowHeight,
  });
  const { position, selected, activate } = useActiveCell(table, virtualizer);
  const cellId = (row: number, column: number): string => `${gridId}-${row < 0 ? 'head' : rows[row]?.id}-${column}`;
  const activeId = cellId(position.row, position.column);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const template = headers.map((header) => `${header.getSize()}px`).join(' ');

  const onKeyDown = (event: KeyboardEvent): void => {
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = moveInGrid(position, event.key, event.ctrlKey || event.metaKey, { rows: rows.length, columns: headers.length, pageRows });
    const row = rows[position.row];
    if (position.row < 0 && pressHeading(table, position.column, event)) event.preventDefault();
    else if (event.key === 'Enter' && row !== undefined) {
      event.preventDefault();
      props.onOpen?.(row.original);
    } else if (next !== null) {
      event.preventDefault();
      activate(next);
    }
  };

  useEffect(() => {
    // Keeps the active column in sight when the table is wider than its pane.
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeId]);

  return (
    <div className="table-pane">
      <div ref={scroller} className="table-scroller" role="grid" tabIndex={0} aria-label={props.label} aria-rowcount={rows.length + 1}
        aria-colcount={headers.length} aria-activedescendant={activeId} onKeyDown={onKeyDown}>
        <TableHead table={table} template={template} activeColumn={position.row < 0 ? position.column : -1}
          cellId={(column) => cellId(-1, column)} onActivate={(column) => activate({ row: -1, column })} />
        <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize(), width: table.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <TableRow key={row.id} table={table} row={row} index={index} topPixels={start} template={template}
                selected={row.id === selected} activeColumn={index === position.row ? position.column : -1}
                cellId={(column) => cellId(index, column)} onActivate={(column) => activate({ row: index, column })}
                onOpen={() => props.onOpen?.(row.original)} />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <div className="table-empty">{props.empty}</div>}
    </div>
  );
}

/** The chosen row is kept by object, not by place: it stays chosen when rows are sorted or others come and go. */
function useActiveCell<Row extends RowData>(table: ObjectTableModel<Row>, virtualizer: Virtualizer<HTMLDivElement, Element>) {
  const [selected, setSelected] = useState<string | null>(null);
  const [wanted, setWanted] = useState<GridPosition>({ row: 0, column: 0 });
  const rows = table.getRowModel().rows;
  const found = wanted.row < 0 || selected === null ? -1 : rows.findIndex(({ id }) => id === selected);
  const row = wanted.row < 0 ? -1 : found >= 0 ? found : Math.min(wanted.row, rows.length - 1);
  const activate = (next: GridPosition): void => {
    setWanted(next);
    const target = rows[next.row];
    if (target === undefined) return;
    setSelected(target.id);
    virtualizer.scrollToIndex(next.row);
  };
  return { position: { row, column: wanted.column }, selected, activate };
}

/** Enter sorts by the heading; Shift with an arrow changes its width. True when the key was the heading's. */
function pressHeading<Row extends RowData>(table: ObjectTableModel<Row>, column: number, event: KeyboardEvent): boolean {
  const header = table.getHeaderGroups()[0]?.headers[column];
  if (header === undefined) return false;
  if (event.key === 'Enter' || event.key === ' ') {
    header.column.toggleSorting();
    return true;
  }
  if (!event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return false;
  const step = event.key === 'ArrowLeft' ? -columnKeyStep : columnKeyStep;
  const width = Math.max(columnWidthMinimum, header.getSize() + step);
  table.setColumnSizing((sizing) => ({ ...sizing, [header.column.id]: width }));
  return true;
}
