/** Where there is nothing to list: one sentence, and the command that changes it, as a button and as a line. */
import type { EmptyText } from '../texts.ts';
import { CommandButton } from './command-button.tsx';

export function EmptyState({ sentence, command, runs }: EmptyText) {
  return (
    <div className="empty-state">
      {sentence}
      {runs !== undefined && <CommandButton id={runs} />}
      {command !== '' && <code>{command}</code>}
    </div>
  );
}
