/** Keys in words: what a stroke is called, how a menu shows it, and which strokes a text field keeps for itself. */

export interface KeyStroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** `Control+Shift+P`. The command key of a Mac counts as Control. */
export function shortcutOf(stroke: KeyStroke): string {
  const { key } = stroke;
  const name = key.length === 1 ? key.toUpperCase() : key;
  // A sign such as ? is typed with Shift on some keyboards and without on others.
  const shifted = stroke.shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  const modifiers = [
    ...(stroke.ctrlKey || stroke.metaKey ? ['Control'] : []), ...(stroke.altKey ? ['Alt'] : []), ...(shifted ? ['Shift'] : []),
  ];
  return [...modifiers, name].join('+');
}

const macSigns: Readonly<Record<string, string>> = { Control: '⌘', Alt: '⌥', Shift: '⇧', Delete: '⌦', Enter: '↩' };

/** As it is printed on keys: `Ctrl+Shift+P`, on a Mac `⌘⇧P`. */
export function shortcutText(shortcut: string, mac: boolean): string {
  const parts = shortcut.split('+').map((part) => (mac ? (macSigns[part] ?? part) : part === 'Control' ? 'Ctrl' : part));
  return parts.join(mac ? '' : '+');
}

/** A stroke that writes, erases or moves in a text field. */
export function editsText({ key, ctrlKey, altKey, metaKey }: KeyStroke): boolean {
  return !ctrlKey && !metaKey && !altKey && !/^F\d+$/.test(key);
}
