/** The headings of a table: a press sorts, the right edge is pulled to make the column wider, the whole is dragged to move it. */
import type { RowData } from '@tanstack/react-table';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useRef } from 'react';
import { glossarySentence } from '../help/glossary-words.ts';
import { placeColumn } from './column-menu.tsx';
import { headerOf, metaOf } from './table-model.ts';
import type { ObjectTableModel } from './table-model.ts';
import { tableTexts } from './table-texts.ts';

export interface TableHeadProps<Row extends RowData> {
  readonly table: ObjectTableModel<Row>;
  readonly template: string;
  readonly width: number;
  /** The heading that the keyboard is on; -1 when it is on a row. */
  readonly activeColumn: number;
  cellId(column: number): string;
  onActivate(column: number): void;
  onMenu(column: string, anchor: Element): void;
}

export function TableHead<Row extends RowData>(props: TableHeadProps<Row>) {
  const { table, template, width, activeColumn, cellId, onActivate, onMenu } = props;
  const dragged = useRef<string | null>(null);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <div role="rowgroup" className="table-head" style={{ width }}>
      <div role="row" aria-rowindex={1} className="table-row" style={{ gridTemplateColumns: template }}>
        {headers.map((header, at) => {
          const { column } = header;
          const direction = column.getIsSorted();
          const title = headerOf(column);
          return (
            <div key={header.id} id={cellId(at)} role="columnheader" aria-colindex={at + 1} draggable={!column.getIsResizing()}
              aria-sort={direction === false ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
              className="table-heading" data-active={activeColumn === at || undefined} data-numeric={metaOf(column).numeric || undefined}
              onClick={() => {
                onActivate(at);
                column.toggleSorting();
              }}
              onContextMenu={(event) => {
                event.preventDefault();
                onActivate(at);
                onMenu(column.id, event.currentTarget);
              }}
              onDragStart={() => { dragged.current = column.id; }}
              onDragOver={(event) => {
                if (dragged.current !== null) event.preventDefault();
              }}
              onDrop={() => {
                if (dragged.current !== null && dragged.current !== column.id) placeColumn(table, dragged.current, column.id);
              }}
              onDragEnd={() => { dragged.current = null; }}>
              <span className="heading-text" title={glossarySentence(title) ?? title}>{title}</span>
              {direction === 'asc' && <ChevronUp size={12} aria-hidden="true" />}
              {direction === 'desc' && <ChevronDown size={12} aria-hidden="true" />}
              <span className="column-edge" data-resizing={column.getIsResizing() || undefined} title={tableTexts.width(title)}
                draggable onDragStart={(event) => {
                  // The edge changes the width; only the rest of the heading moves the column.
                  event.preventDefault();
                  event.stopPropagation();
                }}
                onMouseDown={header.getResizeHandler()} onTouchStart={header.getResizeHandler()}
                onClick={(event) => event.stopPropagation()} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
