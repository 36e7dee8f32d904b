/**
 * Moving the keyboard between the parts of the window. A part is an element with `data-pane`; it gets the focus where it
 * had it last, else at its first stop.
 */
export const paneOrder = ['address', 'tree', 'contents', 'activity'] as const;
export type PaneName = (typeof paneOrder)[number];

const stops = '[role=grid], [role=treeitem][tabindex="0"], [role=tab][tabindex="0"], button, input, [tabindex="0"]';
const lastFocus = new WeakMap<Element, HTMLElement>();

function paneOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[data-pane]') ?? null;
}

export function watchFocus(page: Document): () => void {
  const note = ({ target }: FocusEvent): void => {
    const pane = target instanceof HTMLElement ? paneOf(target) : null;
    if (pane !== null) lastFocus.set(pane, target as HTMLElement);
  };
  page.addEventListener('focusin', note);
  return () => page.removeEventListener('focusin', note);
}

/** False where the pane is not shown, or nothing in it takes the focus. */
export function focusPane(name: PaneName): boolean {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
  if (pane === null) return false;
  const last = lastFocus.get(pane);
  const stop = last?.isConnected === true && pane.contains(last) ? last : firstStop(pane);
  stop?.focus();
  return pane.contains(document.activeElement);
}

function firstStop(pane: HTMLElement): HTMLElement | null {
  return [...pane.querySelectorAll<HTMLElement>(stops)].find((stop) => stop.tabIndex >= 0 && stop.closest('[hidden], [inert]') === null)
    ?? null;
}

/** The next pane that takes the focus, `step` 1 forwards or -1 backwards. */
export function focusNextPane(step: 1 | -1): void {
  const at = paneOrder.indexOf(paneOf(document.activeElement)?.dataset['pane'] as PaneName);
  for (let count = 1; count <= paneOrder.length; count += 1) {
    const next = paneOrder[(at + count * step + paneOrder.length * 2) % paneOrder.length];
    if (next !== undefined && focusPane(next)) return;
  }
}
