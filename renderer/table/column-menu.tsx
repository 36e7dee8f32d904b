/** The menu of a heading: sort, hide, move; which columns are shown; and the rows as text or as a file. */
import { Menu } from '@base-ui/react/menu';
import type { RowData } from '@tanstack/react-table';
import { Check } from 'lucide-react';
import { headerOf } from './table-model.ts';
import type { ObjectTableModel } from './table-model.ts';
import { tableTexts as words } from './table-texts.ts';
import type { ExportFormat } from './table-text.ts';

export interface ColumnMenuProps<Row extends RowData> {
  readonly table: ObjectTableModel<Row>;
  /** The heading it belongs to; null for the menu of the whole table. */
  readonly column: string | null;
  readonly anchor: Element | null;
  readonly open: boolean;
  onClose(): void;
  onCopy(): void;
  onExport(format: ExportFormat): void;
}

export function ColumnMenu<Row extends RowData>(props: ColumnMenuProps<Row>) {
  const { table, column, anchor, open, onClose, onCopy, onExport } = props;
  return (
    <Menu.Root open={open} modal={false} onOpenChange={(next) => {
      if (!next) onClose();
    }}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} align="start" className="menu-positioner">
          <Menu.Popup className="menu">
            {column !== null && <HeadingItems table={table} column={column} />}
            <Menu.Group>
              <Menu.GroupLabel className="menu-group-label">{words.shown}</Menu.GroupLabel>
              {table.getAllLeafColumns().map((each) => (
                <Menu.CheckboxItem key={each.id} className="menu-item" checked={each.getIsVisible()} closeOnClick={false}
                  disabled={each.getIsVisible() && table.getVisibleLeafColumns().length === 1}
                  onCheckedChange={(checked) => each.toggleVisibility(checked)}>
                  <span className="menu-check"><Menu.CheckboxItemIndicator><Check size={14} /></Menu.CheckboxItemIndicator></span>
                  {headerOf(each)}
                </Menu.CheckboxItem>
              ))}
            </Menu.Group>
            <Menu.Item className="menu-item" onClick={() => standardColumns(table)}>{words.standard}</Menu.Item>
            <Menu.Separator className="menu-separator" />
            <Menu.Item className="menu-item" onClick={onCopy}>{words.copyRows}</Menu.Item>
            <Menu.Item className="menu-item" onClick={() => onExport('csv')}>{words.exportCsv}</Menu.Item>
            <Menu.Item className="menu-item" onClick={() => onExport('json')}>{words.exportJson}</Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function HeadingItems<Row extends RowData>({ table, column }: { readonly table: ObjectTableModel<Row>; readonly column: string }) {
  const own = table.getColumn(column);
  const shown = table.getVisibleLeafColumns();
  const at = shown.findIndex(({ id }) => id === column);
  if (own === undefined) return null;
  return (
    <>
      <Menu.Item className="menu-item" onClick={() => own.toggleSorting(false)}>{words.sortAscending}</Menu.Item>
      <Menu.Item className="menu-item" onClick={() => own.toggleSorting(true)}>{words.sortDescending}</Menu.Item>
      <Menu.Item className="menu-item" disabled={at <= 0} onClick={() => moveColumn(table, column, -1)}>{words.moveLeft}</Menu.Item>
      <Menu.Item className="menu-item" disabled={at >= shown.length - 1} onClick={() => moveColumn(table, column, 1)}>
        {words.moveRight}
      </Menu.Item>
      <Menu.Item className="menu-item" disabled={shown.length === 1} onClick={() => own.toggleVisibility(false)}>
        {words.hide(headerOf(own))}
      </Menu.Item>
      <Menu.Separator className="menu-separator" />
    </>
  );
}

function standardColumns<Row extends RowData>(table: ObjectTableModel<Row>): void {
  table.setColumnOrder([]);
  table.setColumnVisibility({});
  table.setColumnSizing({});
}

/** Past the next column that is shown, one step to the left (-1) or to the right (1). */
export function moveColumn<Row extends RowData>(table: ObjectTableModel<Row>, column: string, step: 1 | -1): void {
  const shown = table.getVisibleLeafColumns().map(({ id }) => id);
  const neighbour = shown[shown.indexOf(column) + step];
  if (neighbour === undefined) return;
  placeColumn(table, column, neighbour);
}

/** Takes the place of another column, which makes room. */
export function placeColumn<Row extends RowData>(table: ObjectTableModel<Row>, column: string, target: string): void {
  const order = table.getAllLeafColumns().map(({ id }) => id);
  const to = order.indexOf(target);
  const others = order.filter((id) => id !== column);
  others.splice(to, 0, column);
  table.setColumnOrder(others);
}
