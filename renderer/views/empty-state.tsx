/** Where there is nothing to list: one sentence, and the command that changes it. */
import type { EmptyText } from '../texts.ts';

export function EmptyState({ sentence, command }: EmptyText) {
  return (
    <p className="empty-state">
      {sentence}
      <code>{command}</code>
    </p>
  );
}
