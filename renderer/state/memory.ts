/**
 * What this console remembers from one start to the next: sizes of panes, columns, tabs, open nodes. It is kept in the
 * browser's storage, one entry a name, and is only ever a convenience: what cannot be read or kept is forgotten.
 *
 * Invariants: every entry begins with `plexus.console.VERSION.`; none is longer than `entryLengthMaximum`.
 */
const version = 1;
const prefix = `plexus.console.${version}.`;

/** Characters of an entry; a longer one is not kept. */
export const entryLengthMaximum = 64 * 1024;

export type Check<Value> = (value: unknown) => value is Value;

/** Null when nothing was kept, or something that `check` does not know. */
export function recall<Value>(name: string, check: Check<Value>): Value | null {
  try {
    const text = window.localStorage.getItem(prefix + name);
    const value: unknown = text === null ? null : JSON.parse(text);
    return check(value) ? value : null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    const text = JSON.stringify(value);
    if (text.length <= entryLengthMaximum) window.localStorage.setItem(prefix + name, text);
  } catch {
    // Storage that is full or switched off: the next start begins as the first one did.
  }
}

export const isText: Check<string> = (value) => typeof value === 'string';
export const isTexts: Check<readonly string[]> = (value): value is readonly string[] => Array.isArray(value) && value.every(isText);
export const isNumbers: Check<Readonly<Record<string, number>>> = (value): value is Readonly<Record<string, number>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((part) => typeof part === 'number');
