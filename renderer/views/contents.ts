/** What lies at each place of the tree, and what is said where nothing does. */
import type { DiskView, LogView, PlexView, SubdiskView, VolumeView } from '../../core/model/views.ts';
import type { Place } from '../state/node-path.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { texts } from '../texts.ts';
import type { EmptyText } from '../texts.ts';

export function disksAt(index: TreeIndex, place: Place): readonly DiskView[] {
  switch (place.kind) {
    case 'group': return index.disksOfGroup.get(place.id) ?? [];
    case 'pseudo': return index.disksOfPseudoGroup.get(place.id) ?? [];
    case 'enclosure': return index.disksOfEnclosure.get(place.id) ?? [];
    case 'enclosures': return index.disks.filter(({ enclosure }) => enclosure !== '');
    case 'disk': return index.disks.filter(({ id }) => id === place.id);
    case 'volume': {
      const ids = new Set(subdisksAt(index, place).map(({ diskId }) => diskId));
      return index.disks.filter(({ id }) => ids.has(id));
    }
    default: return index.disks;
  }
}

export function volumesAt(index: TreeIndex, place: Place): readonly VolumeView[] {
  switch (place.kind) {
    case 'group': return index.volumesOfGroup.get(place.id) ?? [];
    case 'disk': {
      const ids = new Set(subdisksAt(index, place).map(({ volumeId }) => volumeId));
      return index.volumes.filter(({ id }) => ids.has(id));
    }
    case 'volume': return index.volumes.filter(({ id }) => id === place.id);
    default: return index.volumes;
  }
}

/** Of a disk or a volume. */
export function subdisksAt(index: TreeIndex, place: Place): readonly SubdiskView[] {
  switch (place.kind) {
    case 'disk': return index.subdisksOfDisk.get(place.id) ?? [];
    case 'volume': return index.subdisksOfVolume.get(place.id) ?? [];
    default: return [];
  }
}

export function plexesAt({ tables }: TreeIndex, place: Place): readonly PlexView[] {
  return place.kind === 'volume' ? [...tables.plex.values()].filter(({ volumeId }) => volumeId === place.id) : [];
}

export function logsAt({ tables }: TreeIndex, place: Place): readonly LogView[] {
  return place.kind === 'volume' ? [...tables.log.values()].filter(({ volumeId }) => volumeId === place.id) : [];
}

export function emptyDisks(place: Place): EmptyText {
  switch (place.kind) {
    case 'group': return texts.empty.groupDisks;
    case 'volume': return texts.empty.volumeDisks;
    case 'enclosures': return texts.empty.enclosures;
    default: return texts.empty.disks;
  }
}

export function emptyVolumes(index: TreeIndex, place: Place): EmptyText {
  switch (place.kind) {
    case 'group': {
      const group = index.tables.group.get(place.id);
      const name = group?.name ?? '';
      return group?.status === 'imported' ? texts.empty.groupVolumes(name) : texts.empty.notImported(name);
    }
    case 'disk': return texts.empty.diskVolumes(index.tables.disk.get(place.id)?.groupName ?? '');
    default: return texts.empty.volumes;
  }
}
