/** The keys that belong to the window as a whole: between panes, to the address, back and forward. */
import { focusNextPane, focusPane, paneOrder } from './pane-focus.ts';

export interface WindowActions {
  goBack(): void;
  goForward(): void;
  editAddress(): void;
}

/** True when the key was the window's. Alt with a digit stands in where a browser keeps Control with a digit for its tabs. */
export function pressWindowKey(event: KeyboardEvent, actions: WindowActions): boolean {
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  const alt = event.altKey && !event.ctrlKey && !event.metaKey;
  if (event.key === 'F6') {
    focusNextPane(event.shiftKey ? -1 : 1);
    return true;
  }
  if (control && event.key.toLowerCase() === 'l' && !event.shiftKey) {
    actions.editAddress();
    return true;
  }
  if (control && event.key.toLowerCase() === 'f' && !event.shiftKey) return filterPane();
  if (alt && event.key === 'ArrowLeft') {
    actions.goBack();
    return true;
  }
  if (alt && event.key === 'ArrowRight') {
    actions.goForward();
    return true;
  }
  const pane = control || alt ? paneOfDigit(event.code) : undefined;
  return pane !== undefined && focusPane(pane);
}

/** Opens the filter of the pane that has the focus, else of the contents. */
function filterPane(): boolean {
  const pane = document.activeElement?.closest('[data-pane]');
  const filter = pane?.querySelector<HTMLElement>('[data-filter]')
    ?? document.querySelector<HTMLElement>('[data-pane="contents"] [data-filter]');
  filter?.click();
  return filter !== null;
}

/** Control+1 is the tree, 2 the contents, 3 the lower pane, 4 the address. */
function paneOfDigit(code: string): (typeof paneOrder)[number] | undefined {
  const digit = /^Digit([1-4])$/.exec(code)?.[1];
  return digit === undefined ? undefined : paneOrder[Number(digit) % paneOrder.length];
}
