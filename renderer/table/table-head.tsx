/** The headings of a table: a press sorts, the right edge is pulled to make the column wider. */
import type { RowData } from '@tanstack/react-table';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { isNumeric } from './table-model.ts';
import type { ObjectTableModel } from './table-model.ts';
import { texts } from '../texts.ts';

export interface TableHeadProps<Row extends RowData> {
  readonly table: ObjectTableModel<Row>;
  readonly template: string;
  /** The heading that the keyboard is on; -1 when it is on a row. */
  readonly activeColumn: number;
  cellId(column: number): string;
  onActivate(column: number): void;
}

export function TableHead<Row extends RowData>({ table, template, activeColumn, cellId, onActivate }: TableHeadProps<Row>) {
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <div role="rowgroup" className="table-head" style={{ width: table.getTotalSize() }}>
      <div role="row" aria-rowindex={1} className="table-row" style={{ gridTemplateColumns: template }}>
        {headers.map((header, column) => {
          const direction = header.column.getIsSorted();
          const title = header.column.columnDef.header as string;
          return (
            <div key={header.id} id={cellId(column)} role="columnheader" aria-colindex={column + 1}
              aria-sort={direction === false ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
              className="table-heading" data-active={activeColumn === column || undefined}
              data-numeric={isNumeric(header.column.columnDef.meta) || undefined}
              onClick={() => {
                onActivate(column);
                header.column.toggleSorting();
              }}>
              <span className="heading-text" title={title}>{title}</span>
              {direction === 'asc' && <ChevronUp size={12} aria-hidden="true" />}
              {direction === 'desc' && <ChevronDown size={12} aria-hidden="true" />}
              <span className="column-edge" data-resizing={header.column.getIsResizing() || undefined} title={texts.columns.resize(title)}
                onMouseDown={header.getResizeHandler()} onTouchStart={header.getResizeHandler()}
                onClick={(event) => event.stopPropagation()} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
