/** Which of the tables on the screen is saved, and as what. It begins with the one that the keyboard was in. */
import { useState } from 'react';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { RadioField, SelectField } from '../dialogs/fields.tsx';
import { paneFocus } from '../dialogs/pane-focus.ts';
import type { ShownTable } from '../table/shown-tables.ts';
import { shownTables } from '../table/shown-tables.ts';
import type { ExportFormat } from '../table/table-text.ts';
import { exportTexts } from './export-texts.ts';
import { saveTable } from './save-table.ts';

const { table: words } = exportTexts;
const formats: readonly ExportFormat[] = ['csv', 'json'];

function placeOfKeyboard(tables: readonly ShownTable[]): number {
  const focus = paneFocus();
  return Math.max(0, tables.findIndex((table) => focus !== null && (table.place()?.contains(focus) ?? false)));
}

export function ExportTableDialog({ onClose }: DialogProps) {
  const tools = useDialogTools();
  const [tables] = useState(shownTables);
  const [chosen, setChosen] = useState(() => String(placeOfKeyboard(tables)));
  const [format, setFormat] = useState<ExportFormat>('csv');
  const save = (): void => {
    const table = tables[Number(chosen)];
    if (table === undefined) return;
    saveTable(table, format);
    tools.say(exportTexts.tableSaved(table.label, table.rowCount()));
    onClose();
  };
  return (
    <DialogFrame title={words.title} size="small" onClose={onClose} onSubmit={save} buttons={<>
      <button type="button" className="button" onClick={onClose}>{words.cancel}</button>
      <button type="submit" className="button" data-primary>{words.save}</button>
    </>}>
      <p className="dialog-lead">{words.about}</p>
      <SelectField label={words.which} value={chosen} onChange={setChosen}
        choices={tables.map((table, position) => ({ value: String(position), label: words.choice(table.label, table.rowCount()) }))} />
      <RadioField<ExportFormat> label={words.format} value={format} onChange={setFormat}
        choices={formats.map((value) => ({ value, label: words.formats[value] }))} />
    </DialogFrame>
  );
}
