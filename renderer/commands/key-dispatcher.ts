/**
 * The one place that hears shortcuts. It listens before the panes do, so that Alt+Enter is not taken for Enter, and leaves
 * alone what belongs to an open menu or dialog and what edits text.
 */
import { editsText, shortcutOf } from './shortcuts.ts';
import type { CommandSurface } from './surface-state.ts';

export function listenForShortcuts(page: Window, surface: CommandSurface): () => void {
  const hear = (event: KeyboardEvent): void => {
    const isIn = (parts: string): boolean => event.target instanceof Element && event.target.closest(parts) !== null;
    if (event.isComposing || isIn('[role=menu]')) return;
    const inDialog = isIn('[role=dialog], [role=alertdialog]');
    if (editsText(event) && isIn('input, textarea, select, [contenteditable=true]')) return;
    const shortcut = shortcutOf(event);
    const entries = surface.registry.filter((entry) => entry.shortcut === shortcut && (!inDialog || entry.inDialogs === true));
    if (entries.length === 0) return;
    const target = surface.target();
    const entry = entries.find((candidate) => candidate.appliesTo(target));
    if (entry === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    surface.run(entry, target);
  };
  page.addEventListener('keydown', hear, { capture: true });
  return () => page.removeEventListener('keydown', hear, { capture: true });
}
