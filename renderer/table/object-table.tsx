/**
 * The table that every tab shows: one row an object, drawn only where it can be seen, so that 100,000 rows cost what 40
 * do. It is one stop of the Tab key; inside it the arrows go from cell to cell and into the headings.
 */
import type { RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useConsole, useConsoleContext } from '../state/console-context.ts';
import { isMenuKey, menuRequest } from '../state/selection.ts';
import type { MenuEvent, ObjectReference } from '../state/selection.ts';
import { moveInGrid } from './grid-keys.ts';
import type { GridPosition } from './grid-keys.ts';
import { pressHeading } from './heading-keys.ts';
import { gestureOf } from './row-choice.ts';
import { TableHead } from './table-head.tsx';
import { rowHeight, useTableModel } from './table-model.ts';
import type { ObjectTableModel, Sorting, TableColumns } from './table-model.ts';
import { TableRow } from './table-row.tsx';
import { useRowChoice } from './use-row-choice.ts';

const rowsOverscan = 8;

export interface ObjectTableProps<Row extends RowData> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: TableColumns<Row>;
  /** Where the sorting begins; the person's own choice replaces it. */
  readonly sortedBy?: Sorting;
  readonly empty: ReactNode;
  rowId(row: Row): string;
  /** The object that a row stands for; left out where rows are no objects. */
  reference?(row: Row): ObjectReference;
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
  const { position, activate } = useActiveCell(table, virtualizer);
  const choice = useRowChoice(rows, props.reference);
  const menu = useRowMenu(choice, props.reference !== undefined);
  const cellId = (row: number, column: number): string => `${gridId}-${row < 0 ? 'head' : rows[row]?.id}-${column}`;
  const activeId = cellId(position.row, position.column);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const template = headers.map((header) => `${header.getSize()}px`).join(' ');

  const onKeyDown = (event: KeyboardEvent): void => {
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const control = event.ctrlKey || event.metaKey;
    const next = moveInGrid(position, event.key, control, { rows: rows.length, columns: headers.length, pageRows });
    const row = rows[position.row];
    if (event.altKey) return;
    if (position.row < 0 && pressHeading(table, position.column, event)) event.preventDefault();
    else if (event.key === 'Enter' && row !== undefined && !control && !event.shiftKey) props.onOpen?.(row.original);
    else if (event.key === ' ' && row !== undefined) choice.choose(position.row, 'toggle');
    else if (event.key === 'a' && control) choice.chooseAll();
    else if (isMenuKey(event) && row !== undefined) menu(position.row, keyboardEvent(activeId, event));
    else if (next === null) return;
    else {
      activate(next);
      if (next.row !== position.row && next.row >= 0) {
        if (event.shiftKey) choice.choose(next.row, gestureOf(event));
        else if (!control || event.key === 'Home' || event.key === 'End') choice.choose(next.row, 'only');
      }
    }
    event.preventDefault();
  };

  useEffect(() => {
    // Keeps the active column in sight when the table is wider than its pane.
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeId]);

  return (
    <div className="table-pane">
      <div ref={scroller} className="table-scroller" role="grid" tabIndex={0} aria-label={props.label} aria-rowcount={rows.length + 1}
        aria-colcount={headers.length} aria-multiselectable="true" aria-activedescendant={activeId} onKeyDown={onKeyDown}>
        <TableHead table={table} template={template} activeColumn={position.row < 0 ? position.column : -1}
          cellId={(column) => cellId(-1, column)} onActivate={(column) => activate({ row: -1, column })} />
        <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize(), width: table.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <TableRow key={row.id} table={table} row={row} index={index} topPixels={start} template={template}
                selected={choice.isChosen(index)} activeColumn={index === position.row ? position.column : -1}
                cellId={(column) => cellId(index, column)}
                onPress={(column, event) => {
                  activate({ row: index, column });
                  if (event.button === 0) choice.choose(index, gestureOf(event));
                }}
                onOpen={() => props.onOpen?.(row.original)} onMenu={(event) => menu(index, event)} />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <div className="table-empty">{props.empty}</div>}
    </div>
  );
}

/** A menu asked for by keys opens at the active cell, which has not the focus itself. */
function keyboardEvent(activeId: string, event: KeyboardEvent): MenuEvent {
  return { clientX: 0, clientY: 0, currentTarget: document.getElementById(activeId) ?? event.currentTarget };
}

/** Asks for the menu of the chosen rows; a row outside them is chosen first, alone. */
function useRowMenu(choice: ReturnType<typeof useRowChoice>, objects: boolean) {
  const { store } = useConsoleContext();
  const openMenu = useConsole((state) => state.openMenu);
  return (row: number, event: MenuEvent & Partial<Pick<MouseEvent, 'preventDefault'>>): void => {
    if (!objects) return;
    event.preventDefault?.();
    if (!choice.isChosen(row)) choice.choose(row, 'only');
    openMenu(menuRequest(store.getState().selection, event));
  };
}

/** The active row is kept by object, not by place: it stays active when rows are sorted or others come and go. */
function useActiveCell<Row extends RowData>(table: ObjectTableModel<Row>, virtualizer: Virtualizer<HTMLDivElement, Element>) {
  const [activeRow, setActiveRow] = useState<string | null>(null);
  const [wanted, setWanted] = useState<GridPosition>({ row: 0, column: 0 });
  const rows = table.getRowModel().rows;
  const found = wanted.row < 0 || activeRow === null ? -1 : rows.findIndex(({ id }) => id === activeRow);
  const row = wanted.row < 0 ? -1 : found >= 0 ? found : Math.min(wanted.row, rows.length - 1);
  const activate = (next: GridPosition): void => {
    setWanted(next);
    const target = rows[next.row];
    if (target === undefined) return;
    setActiveRow(target.id);
    virtualizer.scrollToIndex(next.row);
  };
  return { position: { row, column: wanted.column }, activate };
}
