/** The tables that are on the screen, so that File > Export can offer them. A table is here while it is mounted. */
import type { ExportFormat } from './table-text.ts';

export interface ShownTable {
  readonly label: string;
  /** Where it is on the page. */
  place(): Element | null;
  rowCount(): number;
  /** The rows that pass its filter, in the order and with the columns that it shows. */
  text(format: ExportFormat): string;
}

const shown = new Set<ShownTable>();

/** Returns what takes it away again. */
export function addShownTable(table: ShownTable): () => void {
  shown.add(table);
  return () => {
    shown.delete(table);
  };
}

/** As they follow each other on the page: the right pane's before those of the lower pane. */
export function shownTables(): readonly ShownTable[] {
  const follows = (one: Element | null, other: Element | null): boolean =>
    one !== null && other !== null && (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
  return [...shown].sort((one, other) => (follows(one.place(), other.place()) ? 1 : -1));
}
