/** Where the focus was last outside of menus, dialogs and bars: the place to which it goes back. */
let last: HTMLElement | null = null;

export function watchPaneFocus(page: Document): () => void {
  const note = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target.closest('main') !== null) last = target;
  };
  page.addEventListener('focusin', note);
  return () => page.removeEventListener('focusin', note);
}

/** Null when it is gone; then the browser's own choice stands. */
export function paneFocus(): HTMLElement | null {
  return last?.isConnected === true ? last : null;
}
