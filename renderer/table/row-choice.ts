/** Which rows a click or a key chooses, as lists do everywhere: alone, one more, or all from the anchor on. */
export type Gesture = 'only' | 'toggle' | 'extend' | 'extend and keep';

export interface RowChoice {
  readonly chosen: ReadonlySet<string>;
  /** Where a range begins; null before the first choice. */
  readonly anchor: string | null;
}

export const noChoice: RowChoice = { chosen: new Set(), anchor: null };

/** `ids` are the rows as they are shown; `at` is the one that was clicked or reached. */
export function chooseRow({ chosen, anchor }: RowChoice, ids: readonly string[], at: number, gesture: Gesture): RowChoice {
  const id = ids[at];
  if (id === undefined) return { chosen, anchor };
  switch (gesture) {
    case 'only': return { chosen: new Set([id]), anchor: id };
    case 'toggle': {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      return { chosen: next, anchor: id };
    }
    case 'extend': case 'extend and keep': {
      const found = anchor === null ? -1 : ids.indexOf(anchor);
      const from = found < 0 ? at : found;
      const range = ids.slice(Math.min(from, at), Math.max(from, at) + 1);
      return { chosen: new Set(gesture === 'extend' ? range : [...chosen, ...range]), anchor: ids[from] ?? id };
    }
  }
}

/** What a click or an arrow with these keys held down means. */
export function gestureOf({ ctrlKey, metaKey, shiftKey }: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }): Gesture {
  const control = ctrlKey || metaKey;
  if (shiftKey) return control ? 'extend and keep' : 'extend';
  return control ? 'toggle' : 'only';
}
