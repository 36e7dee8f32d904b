/** The kinds of columns that every table is made of. */
import { Icon } from '../shell/icons.tsx';
import type { IconName } from '../shell/icons.tsx';
import { formatSize } from '../state/formats.ts';
import { Nothing, SizeCell, TextCell } from './cells.tsx';
import type { TableColumn } from './table-model.ts';
import { texts } from '../texts.ts';

const { columns } = texts;

/** A column of plain words: what it sorts by is what it shows. */
export function words<Row>(id: string, header: string, width: number, value: (row: Row) => string): TableColumn<Row> {
  return { id, header, width, value, cell: (row) => <TextCell text={value(row)} /> };
}

/** The first column: the object's picture and its name. */
export function named<Row>(icon: IconName, value: (row: Row) => string): TableColumn<Row> {
  return {
    id: 'name', header: columns.name, width: 132, value,
    cell: (row) => <span className="cell-name"><Icon name={icon} /><TextCell text={value(row)} /></span>,
  };
}

/** A size; null where there is none to speak of. */
export function size<Row>(id: string, header: string, width: number, value: (row: Row) => number | null): TableColumn<Row> {
  return {
    id, header, width, numeric: true, value: (row) => value(row) ?? -1, text: (row) => sizeText(value(row)),
    cell: (row) => <SizeCell bytes={value(row)} />,
  };
}

function sizeText(bytes: number | null): string {
  return bytes === null ? '' : formatSize(bytes);
}

/** A number; null where there is none to speak of. */
export function count<Row>(id: string, header: string, width: number, value: (row: Row) => number | null): TableColumn<Row> {
  const text = (row: Row): string => String(value(row) ?? '');
  return { id, header, width, numeric: true, value: (row) => value(row) ?? -1, text, cell: (row) => <TextCell text={text(row)} /> };
}

/** A column whose values the engine does not know yet. */
export function unknown<Row>(id: string, header: string, width: number, numeric = false): TableColumn<Row> {
  return { id, header, width, numeric, value: () => '', cell: () => <Nothing /> };
}
