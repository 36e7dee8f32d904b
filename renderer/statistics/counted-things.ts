/** What is counted at a place of the tree or of what is chosen: disks, volumes, and the parts of a volume. */
import type { CountedKind } from '../../core/model/io-statistics.ts';
import type { Place } from '../state/node-path.ts';
import type { ObjectReference } from '../state/selection.ts';
import { diskLabel } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { subdisksAt } from '../views/contents.ts';

export interface CountedThing {
  readonly kind: CountedKind;
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
}

/** The object itself first, then its parts; of a group its disks and volumes. None where its group is not imported. */
export function countedAt(index: TreeIndex, place: Place): readonly CountedThing[] {
  switch (place.kind) {
    case 'group': return countedOf(index, { host: index.key, kind: 'group', id: place.id });
    case 'disk': return [...countedOf(index, { host: index.key, kind: 'disk', id: place.id }), ...subdisks(index, place)];
    case 'volume': return [
      ...countedOf(index, { host: index.key, kind: 'volume', id: place.id }),
      ...[...index.tables.plex.values()].filter(({ volumeId }) => volumeId === place.id)
        .map(({ id, name, groupId }): CountedThing => ({ kind: 'plex', id, name, groupId })),
      ...subdisks(index, place),
    ];
    default: return [];
  }
}

/** What an object of a selection stands for. */
export function countedOf(index: TreeIndex, { kind, id }: ObjectReference): readonly CountedThing[] {
  const { tables } = index;
  const isImported = (groupId: string): boolean => tables.group.get(groupId)?.status === 'imported';
  if (kind === 'group') {
    if (!isImported(id)) return [];
    return [...(index.volumesOfGroup.get(id) ?? []), ...(index.disksOfGroup.get(id) ?? [])]
      .flatMap((view) => countedOf(index, { host: index.key, kind: view.kind, id: view.id }));
  }
  if (kind === 'disk') {
    const disk = tables.disk.get(id);
    return disk === undefined || !isImported(disk.groupId) ? [] : [{ kind, id, name: diskLabel(disk), groupId: disk.groupId }];
  }
  if (kind !== 'volume' && kind !== 'plex' && kind !== 'subdisk') return [];
  const view = tables[kind].get(id);
  return view === undefined || !isImported(view.groupId) ? [] : [{ kind, id, name: view.name, groupId: view.groupId }];
}

function subdisks(index: TreeIndex, place: Place): readonly CountedThing[] {
  return subdisksAt(index, place).map(({ id, name, groupId }) => ({ kind: 'subdisk', id, name, groupId }));
}
