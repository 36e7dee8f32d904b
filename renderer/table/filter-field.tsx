/** The filter above a table: rows stay that hold every word of it. Escape closes it, the down arrow goes to the rows. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { tableTexts as words } from './table-texts.ts';

export interface FilterFieldProps {
  readonly label: string;
  readonly filter: string;
  readonly shown: number;
  readonly all: number;
  /** Stand beside the field, which then stays; without them it can be closed, and takes the keyboard when it opens. */
  readonly choices?: ReactNode;
  onFilter(filter: string | null): void;
  /** Hands the keyboard to the rows. */
  onGrid(): void;
}

export function FilterField({ label, filter, shown, all, choices, onFilter, onGrid }: FilterFieldProps) {
  const stays = choices !== undefined;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!stays) field.current?.focus();
  }, [stays]);
  const close = (): void => {
    onGrid();
    onFilter(stays ? '' : null);
  };
  return (
    <div className="filter-bar" role="search" aria-label={words.filterLabel(label)}>
      <input ref={field} type="text" className="text-field" aria-label={words.filterLabel(label)} placeholder={words.filter} value={filter}
        spellCheck={false} onChange={({ target }) => onFilter(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          else if (event.key === 'ArrowDown' || event.key === 'Enter') onGrid();
          else return;
          event.preventDefault();
        }} />
      {choices}
      <span className="muted" role="status">{words.found(shown, all)}</span>
      {!stays && <button type="button" className="icon-button" aria-label={words.closeFilter} title={words.closeFilter} onClick={close}>
        <X size={14} />
      </button>}
    </div>
  );
}
