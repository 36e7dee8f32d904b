/** One row of a table, at its place in the scrolled height. */
import type { RowData } from '@tanstack/react-table';
import type { MouseEvent } from 'react';
import { metaOf } from './table-model.ts';
import type { ObjectTableModel } from './table-model.ts';

export interface TableRowProps<Row extends RowData> {
  readonly table: ObjectTableModel<Row>;
  readonly row: ReturnType<ObjectTableModel<Row>['getRowModel']>['rows'][number];
  readonly index: number;
  readonly topPixels: number;
  readonly template: string;
  readonly selected: boolean;
  /** The cell that the keyboard is on; -1 when it is on another row. */
  readonly activeColumn: number;
  cellId(column: number): string;
  onPress(column: number, event: MouseEvent): void;
  onOpen(): void;
  onMenu(event: MouseEvent): void;
}

export function TableRow<Row extends RowData>(props: TableRowProps<Row>) {
  const { table, row, index, topPixels, template, selected, activeColumn, cellId, onPress, onOpen, onMenu } = props;
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={selected} className="table-row"
      style={{ gridTemplateColumns: template, transform: `translateY(${topPixels}px)` }} onDoubleClick={onOpen}
      onContextMenu={onMenu}>
      {row.getVisibleCells().map((cell, column) => (
        <div key={cell.id} id={cellId(column)} role="gridcell" aria-colindex={column + 1} className="table-cell"
          data-active={activeColumn === column || undefined} data-numeric={metaOf(cell.column).numeric || undefined}
          onMouseDown={(event) => onPress(column, event)}>
          <table.FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}
