/** What a table is made of: TanStack's features chosen once, and columns in the console's own short form. */
import {
  columnResizingFeature, columnSizingFeature, createSortedRowModel, rowSortingFeature, tableFeatures, useTable,
} from '@tanstack/react-table';
import type { ColumnDef, ReactTable, RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { compareNames } from '../state/formats.ts';

const features = tableFeatures({ rowSortingFeature, columnSizingFeature, columnResizingFeature, sortedRowModel: createSortedRowModel() });

export const columnWidthMinimum = 48;
export const rowHeight = 24;

/** One column. `value` sorts: a size or a time by its number, a text the way names do. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly width: number;
  readonly numeric?: boolean;
  value(row: Row): string | number;
  cell(row: Row): ReactNode;
}

export type TableColumns<Row extends RowData> = readonly ColumnDef<typeof features, Row>[];
export type ObjectTableModel<Row extends RowData> = ReactTable<typeof features, Row>;

export interface Sorting {
  readonly id: string;
  readonly desc: boolean;
}

const unsorted: readonly Sorting[] = [];

/** Called at module scope: columns must be the same value at every render. */
export function tableColumns<Row extends RowData>(columns: readonly TableColumn<Row>[]): TableColumns<Row> {
  return columns.map((column): ColumnDef<typeof features, Row> => ({
    id: column.id, header: column.header, size: column.width, minSize: columnWidthMinimum,
    accessorFn: column.value,
    cell: ({ row }) => column.cell(row.original),
    meta: { numeric: column.numeric === true },
    sortFn: (left, right, id) => compareValues(left.getValue<string | number>(id), right.getValue<string | number>(id)),
    // The first press sorts sizes from small to large like everything else.
    sortDescFirst: false,
  }));
}

export function useTableModel<Row extends RowData>(
  rows: readonly Row[], columns: TableColumns<Row>, rowId: (row: Row) => string, sortedBy: Sorting | undefined,
): ObjectTableModel<Row> {
  return useTable({
    features, columns, data: rows, getRowId: rowId, columnResizeMode: 'onChange', enableMultiSort: false,
    initialState: { sorting: [...(sortedBy === undefined ? unsorted : [sortedBy])] },
  });
}

export function isNumeric(meta: unknown): boolean {
  return (meta as { readonly numeric?: boolean } | undefined)?.numeric === true;
}

function compareValues(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number' ? left - right : compareNames(String(left), String(right));
}
