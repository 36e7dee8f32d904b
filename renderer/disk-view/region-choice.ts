/** What choosing a part of the picture chooses: the objects that menus act on. */
import type { HostKey } from '../state/host-state.ts';
import { referenceKey } from '../state/selection.ts';
import type { ObjectReference, Selection } from '../state/selection.ts';
import type { CursorPlace } from './view-cursor.ts';

/** A subdisk, a log, all members of a cluster; elsewhere (free space, the head) the disk. */
export function blockReferences({ row, blockIndex }: CursorPlace, host: HostKey): readonly ObjectReference[] {
  const regions = row.blocks[blockIndex]?.regions ?? [];
  const data = regions.flatMap(({ kind, id }): ObjectReference[] => (kind === 'subdisk' || kind === 'log' ? [{ host, kind, id }] : []));
  return data.length > 0 ? data : [{ host, kind: 'disk', id: row.disk.id }];
}

export function united(selection: Selection, references: readonly ObjectReference[]): Selection {
  const known = new Set(selection.map(referenceKey));
  return [...compatible(selection, references), ...references.filter((reference) => !known.has(referenceKey(reference)))];
}

export function toggled(selection: Selection, references: readonly ObjectReference[]): Selection {
  const known = new Set(selection.map(referenceKey));
  if (!references.every((reference) => known.has(referenceKey(reference)))) return united(selection, references);
  const gone = new Set(references.map(referenceKey));
  return selection.filter((reference) => !gone.has(referenceKey(reference)));
}

/** A menu acts on objects of one kind: choosing a subdisk to a chosen disk begins anew. */
function compatible(selection: Selection, references: readonly ObjectReference[]): Selection {
  const kinds = new Set(references.map(({ kind }) => kind));
  return selection.filter(({ kind }) => kinds.has(kind));
}
