/** A table as a file of its own name. */
import type { ShownTable } from '../table/shown-tables.ts';
import type { ExportFormat } from '../table/table-text.ts';
import { saveText } from './save-file.ts';

const mediaTypes: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv', json: 'application/json' };

export function saveTable({ label, text }: Pick<ShownTable, 'label' | 'text'>, format: ExportFormat): void {
  saveText(`${label}.${format}`, text(format), mediaTypes[format]);
}
