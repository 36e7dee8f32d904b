/** What a table is made of: TanStack's features chosen once, and columns in the console's own short form. */
import {
  columnOrderingFeature, columnResizingFeature, columnSizingFeature, columnVisibilityFeature, createSortedRowModel, rowSortingFeature,
  tableFeatures, useTable,
} from '@tanstack/react-table';
import type { ColumnDef, ReactTable, RowData } from '@tanstack/react-table';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { recall, remember } from '../state/memory.ts';
import type { Check } from '../state/memory.ts';
import { sortRows } from './sort-rows.ts';
import type { SortValue } from './sort-rows.ts';

/** As TanStack's own, but with the console's way of sorting, which takes 100,000 rows in its stride. */
const sortedRowModel: ReturnType<typeof createSortedRowModel> = (table) => {
  type Model = ReturnType<typeof table.getPreSortedRowModel>;
  let last: { readonly sorting: unknown; readonly before: Model; readonly model: Model } | null = null;
  return () => {
    const before = table.getPreSortedRowModel();
    const sorting = (table.atoms as { readonly sorting?: { get(): readonly Sorting[] } }).sorting?.get() ?? [];
    if (last?.sorting === sorting && last.before === before) return last.model;
    const [first] = sorting;
    const rows = first === undefined ? before.rows : sortRows(before.rows, (row) => row.getValue<SortValue>(first.id), first.desc);
    last = { sorting, before, model: { ...before, rows } };
    return last.model;
  };
};

const features = tableFeatures({
  rowSortingFeature, columnSizingFeature, columnResizingFeature, columnVisibilityFeature, columnOrderingFeature, sortedRowModel,
});

export const columnWidthMinimum = 48;
export const rowHeight = 24;

/** One column. `value` sorts: a size or a time by its number, a text the way names do. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly width: number;
  readonly numeric?: boolean;
  value(row: Row): SortValue;
  /** What it says in words, for copies, exports and the filter; the value itself unless given. Empty where there is nothing to say. */
  text?(row: Row): string;
  cell(row: Row): ReactNode;
}

export interface ColumnMeta<Row> {
  readonly numeric: boolean;
  text(row: Row): string;
}

export type TableColumns<Row extends RowData> = readonly ColumnDef<typeof features, Row>[];
export type ObjectTableModel<Row extends RowData> = ReactTable<typeof features, Row>;
export type TableColumnModel<Row extends RowData> = ReturnType<ObjectTableModel<Row>['getAllLeafColumns']>[number];

export interface Sorting {
  readonly id: string;
  readonly desc: boolean;
}

const unsorted: readonly Sorting[] = [];

/** Called at module scope: columns must be the same value at every render. */
export function tableColumns<Row extends RowData>(columns: readonly TableColumn<Row>[]): TableColumns<Row> {
  return columns.map((column): ColumnDef<typeof features, Row> => {
    const meta: ColumnMeta<Row> = {
      numeric: column.numeric === true, text: (row) => (column.text === undefined ? String(column.value(row)) : column.text(row)),
    };
    return {
      id: column.id, header: column.header, size: column.width, minSize: columnWidthMinimum,
      accessorFn: column.value,
      cell: ({ row }) => column.cell(row.original),
      meta,
      // The first press sorts sizes from small to large like everything else.
      sortDescFirst: false,
    };
  });
}

interface ColumnChoice {
  readonly widths: Readonly<Record<string, number>>;
  readonly shown: Readonly<Record<string, boolean>>;
  readonly order: readonly string[];
}

const isColumnChoice: Check<ColumnChoice> = (value): value is ColumnChoice => {
  const part = value as Partial<ColumnChoice> | null;
  return typeof part === 'object' && part !== null && typeof part.widths === 'object' && typeof part.shown === 'object'
    && Array.isArray(part.order);
};

/** `label` names the table: all tables of that name share what the person did to the columns. */
export function useTableModel<Row extends RowData>(
  label: string, rows: readonly Row[], columns: TableColumns<Row>, rowId: (row: Row) => string, sortedBy: Sorting | undefined,
): ObjectTableModel<Row> {
  const [kept] = useState(() => recall(`columns.${label}`, isColumnChoice));
  const table = useTable({
    features, columns, data: rows, getRowId: rowId, columnResizeMode: 'onChange', enableMultiSort: false,
    initialState: {
      sorting: [...(sortedBy === undefined ? unsorted : [sortedBy])],
      columnSizing: { ...kept?.widths }, columnVisibility: { ...kept?.shown }, columnOrder: [...(kept?.order ?? [])],
    },
  });
  const { columnSizing: widths, columnVisibility: shown, columnOrder: order } = table.state;
  useEffect(() => {
    if (kept !== null || Object.keys(widths).length + Object.keys(shown).length + order.length > 0) {
      remember(`columns.${label}`, { widths, shown, order });
    }
  }, [label, kept, widths, shown, order]);
  return table;
}

export function metaOf<Row extends RowData>(column: { readonly columnDef: { readonly meta?: unknown } }): ColumnMeta<Row> {
  return column.columnDef.meta as ColumnMeta<Row>;
}

export function headerOf(column: { readonly columnDef: { readonly header?: unknown } }): string {
  return column.columnDef.header as string;
}
