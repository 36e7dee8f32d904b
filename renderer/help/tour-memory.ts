/** Whether this person has taken the tour: it is offered by itself until then. */
import { isText, recall, remember } from '../state/memory.ts';

const entry = 'tour';

export function tourTaken(): boolean {
  return recall(entry, isText) !== null;
}

export function rememberTour(): void {
  remember(entry, 'taken');
}
