/**
 * The chosen rows of a table. Rows that stand for objects are chosen in the store, where menus find them and every view
 * of the same object shows them; others, such as lines of a log, only in their table.
 */
import { useMemo, useRef, useState } from 'react';
import { useConsole } from '../state/console-context.ts';
import { referenceKey } from '../state/selection.ts';
import type { ObjectReference, Selection } from '../state/selection.ts';
import { chooseRow } from './row-choice.ts';
import type { Gesture } from './row-choice.ts';

interface ShownRow<Row> {
  readonly id: string;
  readonly original: Row;
}

export interface RowChooser {
  isChosen(row: number): boolean;
  choose(row: number, gesture: Gesture): void;
  chooseAll(): void;
  /** The objects that the chosen rows stand for. */
  selection(): Selection;
  /** Places of the chosen rows, in their order; the given one when none is. */
  chosenRows(otherwise: number): readonly number[];
}

const nothing: ReadonlySet<string> = new Set();

export function useRowChoice<Row>(
  rows: readonly ShownRow<Row>[], reference: ((row: Row) => ObjectReference) | undefined,
  onChoose: ((rows: readonly Row[]) => void) | undefined,
): RowChooser {
  const selection = useConsole((state) => state.selection);
  const select = useConsole((state) => state.select);
  const [own, setOwn] = useState(nothing);
  const anchor = useRef<string | null>(null);
  const keys = useMemo(() => new Set(selection.map(referenceKey)), [selection]);
  const isChosen = (at: number): boolean => {
    const row = rows[at];
    if (row === undefined) return false;
    return reference === undefined ? own.has(row.id) : keys.has(referenceKey(reference(row.original)));
  };
  const chosenRows = (): readonly number[] => rows.flatMap((_, at) => (isChosen(at) ? [at] : []));
  const take = (chosen: ReadonlySet<string>): void => {
    if (reference === undefined) {
      setOwn(chosen);
      onChoose?.(rows.filter(({ id }) => chosen.has(id)).map(({ original }) => original));
    }
    else select(rows.filter(({ id }) => chosen.has(id)).map(({ original }) => reference(original)));
  };
  return {
    isChosen,
    choose: (at, gesture) => {
      const before = gesture === 'only' ? nothing : new Set(chosenRows().map((row) => rows[row]?.id ?? ''));
      const next = chooseRow({ chosen: before, anchor: anchor.current }, rows.map(({ id }) => id), at, gesture);
      anchor.current = next.anchor;
      take(next.chosen);
    },
    chooseAll: () => take(new Set(rows.map(({ id }) => id))),
    selection: () => selection,
    chosenRows: (otherwise) => {
      const found = chosenRows();
      return found.length > 0 || rows[otherwise] === undefined ? found : [otherwise];
    },
  };
}
