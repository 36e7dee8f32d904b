/** What a command acts on: the chosen objects, on one host, with what is known of it. */
import type { Role } from '../../core/model/roles.ts';
import type { ObjectViewKind } from '../../core/model/views.ts';
import type { ViewOfKind } from '../state/object-store.ts';
import type { HostKey } from '../state/host-state.ts';
import type { PastGroup } from '../state/past-group.ts';
import type { Selection } from '../state/selection.ts';
import type { TreeIndex } from '../state/tree-model.ts';

export interface CommandTarget {
  readonly host: HostKey;
  /** What this console may do there; null while the host does not answer. */
  readonly role: Role | null;
  readonly selection: Selection;
  readonly index: TreeIndex;
  /** Set where what is chosen is shown as it was: then it can be looked at only. */
  readonly past?: PastGroup;
}

/** The chosen objects of this kind; none when anything else is chosen with them. */
export function chosen<Kind extends ObjectViewKind>(target: CommandTarget, kind: Kind): readonly ViewOfKind<Kind>[] {
  const views = target.selection.map((reference) =>
    (reference.kind === kind ? target.index.tables[kind].get(reference.id) : undefined));
  return views.every((view) => view !== undefined) ? views : [];
}

/** The one chosen object of this kind. */
export function chosenOne<Kind extends ObjectViewKind>(target: CommandTarget, kind: Kind): ViewOfKind<Kind> | null {
  const views = chosen(target, kind);
  return views.length === 1 ? (views[0] ?? null) : null;
}

/** The host itself is chosen, or one of these folders of its tree. */
export function onHostOrFolder({ selection }: CommandTarget, folders: readonly string[]): boolean {
  const [only] = selection;
  if (selection.length !== 1 || only === undefined) return selection.length === 0;
  return only.kind === 'host' || (only.kind === 'folder' && folders.includes(only.id));
}

/** The imported group that what is chosen belongs to; null when there is none, or more than one. */
export function groupOfTarget(target: CommandTarget): ViewOfKind<'group'> | null {
  const ids = new Set(target.selection.map(({ kind, id }) => groupIdOf(target, kind, id)));
  const [groupId] = ids;
  const group = ids.size === 1 && groupId !== undefined && groupId !== null ? target.index.tables.group.get(groupId) : undefined;
  return group?.status === 'imported' ? group : null;
}

function groupIdOf({ index }: CommandTarget, kind: ObjectViewKind | 'folder', id: string): string | null {
  if (kind === 'group') return id;
  const view = kind === 'folder' ? undefined : index.tables[kind].get(id);
  return view !== undefined && 'groupId' in view ? view.groupId : null;
}
