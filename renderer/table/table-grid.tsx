/** The grid itself: headings, the rows in sight, and the keys. */
import type { RowData } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useConsole, useConsoleContext } from '../state/console-context.ts';
import { isMenuKey, menuRequest } from '../state/selection.ts';
import type { MenuEvent } from '../state/selection.ts';
import { moveInGrid } from './grid-keys.ts';
import type { GridPosition } from './grid-keys.ts';
import { pressHeading } from './heading-keys.ts';
import type { ObjectTableProps } from './object-table.tsx';
import { gestureOf } from './row-choice.ts';
import { TableHead } from './table-head.tsx';
import { metaOf, rowHeight } from './table-model.ts';
import type { ObjectTableModel } from './table-model.ts';
import { TableRow } from './table-row.tsx';
import { isLetter, TypeAhead } from './type-ahead.ts';
import { useRowChoice } from './use-row-choice.ts';

const rowsOverscan = 8;
/** Room at the end of the headings for the two buttons that stand there. */
const toolsWidthPixels = 56;

export interface TableGridProps<Row extends RowData> extends ObjectTableProps<Row> {
  readonly table: ObjectTableModel<Row>;
  onCopy(rows: readonly Row[]): void;
  onHeadingMenu(column: string, anchor: Element): void;
}

export function TableGrid<Row extends RowData>(props: TableGridProps<Row>) {
  const { table } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: rowsOverscan,
    // Rows are drawn below the headings, which stay in place.
    scrollPaddingStart: rowHeight,
  });
  const { position, activate } = useActiveCell(table, virtualizer);
  const choice = useRowChoice(rows, props.reference, props.onChoose);
  const menu = useRowMenu(choice, props.reference !== undefined);
  const cellId = (row: number, column: number): string => `${gridId}-${row < 0 ? 'head' : rows[row]?.id}-${column}`;
  const activeId = cellId(position.row, position.column);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const template = headers.map((header) => `${header.getSize()}px`).join(' ');
  const width = table.getTotalSize() + toolsWidthPixels;
  const onKeyDown = useGridKeys({ props, position, activate, choice, menu, activeId, scroller: scroller.current });

  useEffect(() => {
    // Keeps the active column in sight when the table is wider than its pane.
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeId]);

  return (
    <div ref={scroller} className="table-scroller" role="grid" tabIndex={0} aria-label={props.label} aria-rowcount={rows.length + 1}
      aria-colcount={headers.length} aria-multiselectable="true" aria-activedescendant={activeId} onKeyDown={onKeyDown}>
      <TableHead table={table} template={template} width={width} activeColumn={position.row < 0 ? position.column : -1}
        cellId={(column) => cellId(-1, column)} onActivate={(column) => activate({ row: -1, column })} onMenu={props.onHeadingMenu} />
      <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize(), width }}>
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
  );
}

interface GridKeys<Row extends RowData> {
  readonly props: TableGridProps<Row>;
  readonly position: GridPosition;
  readonly choice: ReturnType<typeof useRowChoice>;
  readonly activeId: string;
  readonly scroller: HTMLElement | null;
  activate(next: GridPosition): void;
  menu(row: number, event: MenuEvent): void;
}

function useGridKeys<Row extends RowData>({ props, position, activate, choice, menu, activeId, scroller }: GridKeys<Row>) {
  const typing = useRef(new TypeAhead());
  const { table } = props;
  const rows = table.getRowModel().rows;
  const columns = table.getVisibleLeafColumns();
  const go = (next: GridPosition, event: KeyboardEvent): void => {
    activate(next);
    if (next.row === position.row || next.row < 0) return;
    const end = event.key === 'Home' || event.key === 'End';
    if (event.shiftKey) choice.choose(next.row, gestureOf(event));
    else if (end || !(event.ctrlKey || event.metaKey)) choice.choose(next.row, 'only');
  };
  const byName = (event: KeyboardEvent): void => {
    const [first] = columns;
    if (first === undefined) return;
    const nameOf = (at: number): string => metaOf<Row>(first).text((rows[at] as (typeof rows)[number]).original);
    const found = typing.current.type(event.key, event.timeStamp, rows.length, position.row, nameOf);
    if (found >= 0) go({ row: found, column: position.column }, event);
  };
  return (event: KeyboardEvent): void => {
    const control = event.ctrlKey || event.metaKey;
    const pageRows = Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowHeight) - 2);
    const next = moveInGrid(position, event.key, control, { rows: rows.length, columns: columns.length, pageRows });
    const row = rows[position.row];
    const heading = columns[position.column];
    const anchor = document.getElementById(activeId) ?? event.currentTarget;
    if (event.altKey) return;
    if (isMenuKey(event)) {
      if (row !== undefined) menu(position.row, { clientX: 0, clientY: 0, currentTarget: anchor });
      else if (heading !== undefined) props.onHeadingMenu(heading.id, anchor);
    } else if (position.row < 0 && pressHeading(table, position.column, event)) { /* done by the heading */
    } else if (event.key === 'Enter' && row !== undefined && !control && !event.shiftKey) props.onOpen?.(row.original);
    else if (event.key === ' ' && row !== undefined) choice.choose(position.row, 'toggle');
    else if (event.key === 'a' && control) choice.chooseAll();
    else if (event.key === 'c' && control) props.onCopy(choice.chosenRows(position.row).flatMap((at) => rows[at]?.original ?? []));
    else if (next !== null) go(next, event);
    else if (isLetter(event)) byName(event);
    else return;
    event.preventDefault();
  };
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
  const column = Math.min(wanted.column, Math.max(0, table.getVisibleLeafColumns().length - 1));
  const activate = (next: GridPosition): void => {
    setWanted(next);
    const target = rows[next.row];
    if (target === undefined) return;
    setActiveRow(target.id);
    virtualizer.scrollToIndex(next.row);
  };
  return { position: { row, column }, activate };
}
