/** What the right pane lists for each place of the tree, and what it says where there is nothing to list. */
import type { DiskView, GroupView, SubdiskView, VolumeView } from '../../core/model/views.ts';
import { texts } from '../texts.ts';
import type { EmptyText } from '../texts.ts';
import type { Place, TreeIndex } from '../state/tree-model.ts';

export type TabName = 'groups' | 'disks' | 'volumes';

export interface Contents {
  readonly tabs: readonly TabName[];
  readonly groups: readonly GroupView[];
  readonly disks: readonly DiskView[];
  readonly volumes: readonly VolumeView[];
  readonly empty: Readonly<Record<TabName, EmptyText>>;
}

export function contentsOf(index: TreeIndex, place: Place): Contents {
  const everything: Contents = {
    tabs: ['groups', 'disks', 'volumes'], groups: index.groups, disks: index.disks, volumes: index.volumes,
    empty: { groups: texts.empty.groups, disks: texts.empty.disks, volumes: texts.empty.volumes },
  };
  switch (place.kind) {
    case 'host': return { ...everything, tabs: ['disks', 'volumes', 'groups'] };
    case 'groups': return { ...everything, tabs: ['groups'] };
    case 'disks': return { ...everything, tabs: ['disks'] };
    case 'volumes': return { ...everything, tabs: ['volumes'] };
    case 'group': return contentsOfGroup(index, place.id, everything);
    case 'disk': {
      const group = index.tables.disk.get(place.id)?.groupName ?? '';
      const volumeIds = new Set(subdisksOf(index).filter(({ diskId }) => diskId === place.id).map(({ volumeId }) => volumeId));
      const volumes = index.volumes.filter(({ id }) => volumeIds.has(id));
      return { ...everything, tabs: ['volumes'], volumes, empty: { ...everything.empty, volumes: texts.empty.diskVolumes(group) } };
    }
    case 'volume': {
      const diskIds = new Set(subdisksOf(index).filter(({ volumeId }) => volumeId === place.id).map(({ diskId }) => diskId));
      const disks = index.disks.filter(({ id }) => diskIds.has(id));
      return { ...everything, tabs: ['disks'], disks, empty: { ...everything.empty, disks: texts.empty.volumeDisks } };
    }
  }
}

function subdisksOf(index: TreeIndex): readonly SubdiskView[] {
  return [...index.tables.subdisk.values()];
}

function contentsOfGroup(index: TreeIndex, groupId: string, everything: Contents): Contents {
  const group = index.tables.group.get(groupId);
  const name = group?.name ?? '';
  return {
    ...everything, tabs: ['disks', 'volumes'],
    disks: index.disksOfGroup.get(groupId) ?? [],
    volumes: index.volumesOfGroup.get(groupId) ?? [],
    empty: {
      ...everything.empty, disks: texts.empty.groupDisks,
      volumes: group?.status === 'imported' ? texts.empty.groupVolumes(name) : texts.empty.notImported(name),
    },
  };
}
