/** The columns of a group's history, and what an entry says in one line. */
import type { HistoryEntry } from '../../core/model/history.ts';
import { TimeCell } from '../table/cells.tsx';
import { count, words } from '../table/column-kinds.tsx';
import { tableColumns } from '../table/table-model.ts';
import { historyTexts } from './history-texts.ts';

const { columns, nobody } = historyTexts;

/** The command, or why the engine did it by itself. */
export function whatOf({ command, cause }: HistoryEntry): string {
  return command === '' ? cause : command;
}

export const historyColumns = tableColumns<HistoryEntry>([
  count('sequence', columns.sequence, 88, ({ sequence }) => sequence),
  { id: 'when', header: columns.when, width: 172, value: ({ at }) => at, cell: ({ at }) => <TimeCell at={at} /> },
  words('who', columns.who, 120, ({ actor }) => (actor === '' ? nobody : actor)),
  words('what', columns.what, 400, whatOf),
  words('changes', columns.changes, 480, ({ changes }) => changes.join(' ')),
]);
