/**
 * What F1 is about: a part that says so itself (`data-help`), the field of a dialog, the refusal that a dialog shows, else the
 * object that is chosen.
 */
import type { CommandTarget } from '../commands/command-target.ts';
import type { ObjectReference } from '../state/selection.ts';
import { texts } from '../texts.ts';
import type { HelpTopic } from './help-page.ts';
import { firstTopic, topicOfDialog } from './help-pages.ts';

/** Null inside the help itself. */
export function topicAt(focus: Element | null, target: CommandTarget): HelpTopic | null {
  const dialog = focus?.closest('[role=dialog]') ?? null;
  const marked = focus?.closest<HTMLElement>('[data-help]') ?? null;
  if (marked !== null && (dialog === null || dialog.contains(marked))) return marked.dataset['help'] || null;
  return dialog === null ? topicOfSelection(target) : topicIn(dialog, focus);
}

function topicIn(dialog: Element, focus: Element | null): HelpTopic {
  const label = focus?.closest<HTMLElement>('[data-field]')?.dataset['field'] ?? '';
  const refused = label === '' ? dialog.querySelector<HTMLElement>('[data-help]') : null;
  return refused?.dataset['help'] ?? topicOfDialog(dialog.querySelector('.dialog-title')?.textContent ?? '', label);
}

export function topicOfSelection(target: CommandTarget): HelpTopic {
  const [first] = target.selection;
  if (first === undefined) return firstTopic;
  return first.kind === 'folder' ? topicOfFolder(first.id) : topicOfObject(target, first.kind, first.id);
}

function topicOfFolder(path: string): HelpTopic {
  if (path.startsWith('enclosure:')) return 'enclosure';
  if (path === 'queries' || path.startsWith('query:')) return 'view-search';
  const { pseudo, groups, disks, volumes, enclosures } = texts.tree;
  const labels: Readonly<Record<string, string>> = {
    groups, disks, volumes, enclosures, 'pseudo:free': pseudo.free, 'pseudo:foreign': pseudo.foreign, 'pseudo:missing': pseudo.missing,
  };
  return `folders#${labels[path] ?? ''}`;
}

/** With its state where that is what a person will ask about. */
function topicOfObject({ index: { tables } }: CommandTarget, kind: Exclude<ObjectReference['kind'], 'folder'>, id: string): HelpTopic {
  switch (kind) {
    case 'other host': return 'host';
    case 'disk': return `disk#${texts.diskStatus[tables.disk.get(id)?.status ?? 'online']}`;
    case 'group': return `group#${texts.groupStatus[tables.group.get(id)?.status ?? 'imported']}`;
    case 'alert': return `alerts#${tables.alert.get(id)?.code ?? ''}`;
    default: return kind;
  }
}
