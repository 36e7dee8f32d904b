import { describe, expect, it } from 'vitest';
import { count, size, words } from './column-kinds.tsx';
import { tableColumns } from './table-model.ts';
import { copyText, exportText, filterRows } from './table-text.ts';
import type { TableColumnModel } from './table-model.ts';

interface Row {
  readonly name: string;
  readonly bytes: number | null;
  readonly copies: number | null;
}

const columns = tableColumns<Row>([
  words('name', 'Name', 100, ({ name }) => name), size('size', 'Size', 80, ({ bytes }) => bytes),
  count('copies', 'Mirrors', 80, ({ copies }) => copies),
]);
const models = columns.map((columnDef) => ({
  id: columnDef.id, columnDef, accessorFn: (columnDef as { readonly accessorFn: unknown }).accessorFn,
})) as unknown as readonly TableColumnModel<Row>[];
const rows: readonly Row[] = [
  { name: 'Volume1', bytes: 2 ** 30, copies: 2 }, { name: '=cmd', bytes: null, copies: null }, { name: 'a "b", c\nd', bytes: 0, copies: 1 },
];

describe('rows as text', () => {
  it('go to the clipboard as they are shown, with headings, a line a row', () => {
    expect(copyText(models, rows).split('\n')).toEqual(['Name\tSize\tMirrors', 'Volume1\t1 GiB\t2', '=cmd\t\t', 'a "b", c d\t0 B\t1']);
  });

  it('go to CSV with exact bytes, quoted, and never as a formula', () => {
    expect(exportText('csv', models, rows)).toBe('Name,Size,Mirrors\r\nVolume1,1073741824,2\r\n\'=cmd,,\r\n"a ""b"", c\nd",0,1\r\n');
  });

  it('go to JSON with exact bytes, and null for what is not known', () => {
    expect(JSON.parse(exportText('json', models, rows))).toEqual([
      { name: 'Volume1', size: 2 ** 30, copies: 2 }, { name: '=cmd', size: null, copies: null },
      { name: 'a "b", c\nd', size: 0, copies: 1 },
    ]);
  });
});

it('a filter keeps the rows that hold all of its words', () => {
  expect(filterRows(columns, rows, ' gib VOLUME ').map(({ name }) => name)).toEqual(['Volume1']);
  expect(filterRows(columns, rows, '')).toBe(rows);
  expect(filterRows(columns, rows, 'volume none')).toEqual([]);
});
