/**
 * The table that every tab shows: one row an object, drawn only where it can be seen, so that 100,000 rows cost what 40
 * do. It is one stop of the Tab key; inside it the arrows go from cell to cell and into the headings.
 */
import type { RowData } from '@tanstack/react-table';
import { Columns3Cog, Funnel } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { EmptyState } from '../views/empty-state.tsx';
import { saveTable } from '../export/save-table.ts';
import type { ObjectReference } from '../state/selection.ts';
import { ColumnMenu } from './column-menu.tsx';
import { FilterField } from './filter-field.tsx';
import { addShownTable } from './shown-tables.ts';
import { TableGrid } from './table-grid.tsx';
import { useTableModel } from './table-model.ts';
import type { ObjectTableModel, Sorting, TableColumns } from './table-model.ts';
import { copyText, exportText, filterRows } from './table-text.ts';
import type { ExportFormat } from './table-text.ts';
import { tableTexts as words } from './table-texts.ts';

export interface ObjectTableProps<Row extends RowData> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: TableColumns<Row>;
  /** Where the sorting begins; the person's own choice replaces it. */
  readonly sortedBy?: Sorting;
  readonly empty: ReactNode;
  rowId(row: Row): string;
  /** Further choices of what the rows are: with them the filter is always shown. */
  readonly choices?: ReactNode;
  /** The object that a row stands for; left out where rows are no objects. */
  reference?(row: Row): ObjectReference;
  /** Told of the chosen rows where rows are no objects. */
  onChoose?(rows: readonly Row[]): void;
  /** Enter or a double click on a row. */
  onOpen?(row: Row): void;
}

export function ObjectTable<Row extends RowData & object>(props: ObjectTableProps<Row>) {
  const { label, rows, columns } = props;
  const [filter, setFilter] = useState<string | null>(props.choices === undefined ? null : '');
  const shown = useMemo(() => (filter === null ? rows : filterRows(columns, rows, filter)), [columns, rows, filter]);
  const table = useTableModel(label, shown, columns, props.rowId, props.sortedBy);
  const [menu, setMenu] = useState<{ readonly column: string | null; readonly anchor: Element } | null>(null);
  const columnsButton = useRef<HTMLButtonElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  useShownTable(label, table, pane);
  const toGrid = (): void => pane.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  return (
    <div className="table-pane" ref={pane}>
      {filter !== null && (
        <FilterField label={label} filter={filter} shown={shown.length} all={rows.length} choices={props.choices} onFilter={setFilter}
          onGrid={toGrid} />
      )}
      <div className="table-place">
        <TableGrid {...props} table={table} onCopy={(copied) => copy(table, copied)}
          onHeadingMenu={(column, anchor) => setMenu({ column, anchor })} />
        <div className="table-tools">
          <button type="button" className="icon-button" tabIndex={-1} data-filter aria-label={words.filterLabel(label)}
            title={words.filterTitle} aria-pressed={filter !== null} onClick={() => {
              setFilter(filter ?? '');
              pane.current?.querySelector<HTMLElement>('[role=search] input')?.focus();
            }}><Funnel size={14} /></button>
          <button type="button" className="icon-button" tabIndex={-1} ref={columnsButton} aria-label={words.columnsOf(label)}
            title={words.columns} aria-haspopup="menu" onClick={({ currentTarget }) => setMenu({ column: null, anchor: currentTarget })}>
            <Columns3Cog size={14} />
          </button>
        </div>
        {shown.length === 0 && <div className="table-empty">{rows.length > 0 ? <EmptyState {...words.noneFound} /> : props.empty}</div>}
      </div>
      <ColumnMenu table={table} column={menu?.column ?? null} anchor={menu?.anchor ?? null} open={menu !== null}
        onClose={() => setMenu(null)} onCopy={() => copy(table, rowsOf(table))}
        onExport={(format) => saveTable({ label, text: (as) => textOf(table, as) }, format)} />
    </div>
  );
}

function rowsOf<Row extends RowData>(table: ObjectTableModel<Row>): readonly Row[] {
  return table.getRowModel().rows.map(({ original }) => original);
}

function copy<Row extends RowData & object>(table: ObjectTableModel<Row>, rows: readonly Row[]): void {
  void navigator.clipboard.writeText(copyText(table.getVisibleLeafColumns(), rows));
}

function textOf<Row extends RowData & object>(table: ObjectTableModel<Row>, format: ExportFormat): string {
  return exportText(format, table.getVisibleLeafColumns(), rowsOf(table));
}

function useShownTable<Row extends RowData & object>(
  label: string, table: ObjectTableModel<Row>, pane: RefObject<HTMLElement | null>,
): void {
  const latest = useRef(table);
  useEffect(() => {
    latest.current = table;
  });
  useEffect(() => addShownTable({
    label, place: () => pane.current, rowCount: () => rowsOf(latest.current).length, text: (format) => textOf(latest.current, format),
  }), [label, pane]);
}
