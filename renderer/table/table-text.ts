/** Rows of a table as text: for the clipboard as people see them, for files with exact numbers. */
import { metaOf, headerOf } from './table-model.ts';
import type { TableColumnModel, TableColumns } from './table-model.ts';

export type ExportFormat = 'csv' | 'json';

/** Tab-separated, with the headings first: what spreadsheets take from the clipboard. */
export function copyText<Row extends object>(columns: readonly TableColumnModel<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => metaOf<Row>(column).text(row).replaceAll(/[\t\r\n]+/g, ' ')));
  return [columns.map(headerOf), ...lines].map((cells) => cells.join('\t')).join('\n');
}

/** Sizes are bytes. What is not known is empty in CSV and null in JSON. */
export function exportText<Row extends object>(
  format: ExportFormat, columns: readonly TableColumnModel<Row>[], rows: readonly Row[],
): string {
  if (format === 'json') {
    const objects = rows.map((row) => Object.fromEntries(columns.map((column) => [column.id, exportValue(column, row)])));
    return `${JSON.stringify(objects, null, 2)}\n`;
  }
  const lines = rows.map((row) => columns.map((column) => csvCell(exportValue(column, row))));
  return [columns.map((column) => csvCell(headerOf(column))), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function exportValue<Row extends object>(column: TableColumnModel<Row>, row: Row): string | number | null {
  const { numeric, text } = metaOf<Row>(column);
  const words = text(row);
  if (words === '') return null;
  const value = column.accessorFn?.(row, 0) as string | number;
  return numeric && typeof value === 'number' ? value : words;
}

/** A text that a spreadsheet would take for a formula is kept a text. */
function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows that hold every word of the filter, in any column, without regard to case. */
export function filterRows<Row extends object>(columns: TableColumns<Row>, rows: readonly Row[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return rows;
  const metas = columns.map((columnDef) => metaOf<Row>({ columnDef }));
  return rows.filter((row) => {
    const text = metas.map((meta) => meta.text(row)).join('\t').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
