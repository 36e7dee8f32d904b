/** The tables of disks, volumes and disk groups at a place of the tree. */
import { useMemo } from 'react';
import { diskColumns, groupColumns, volumeColumns } from './columns.tsx';
import { disksAt, emptyDisks, emptyVolumes, volumesAt } from './contents.ts';
import { EmptyState } from './empty-state.tsx';
import type { ViewProps } from './node-tabs.tsx';
import { useConsole } from '../state/console-context.ts';
import { nodeOf, placeOf } from '../state/node-path.ts';
import type { Container, NodePath, Place } from '../state/node-path.ts';
import { ObjectTable } from '../table/object-table.tsx';
import { texts } from '../texts.ts';

/** Inside a group, a pseudo-group or an enclosure its objects open there, so that the tree stays where it is. */
function containerOf(place: Place): Container | null {
  switch (place.kind) {
    case 'group': return `group:${place.id}`;
    case 'pseudo': return `pseudo:${place.id}`;
    case 'enclosure': return `enclosure:${encodeURIComponent(place.id)}`;
    default: return null;
  }
}

function pathIn(place: Place, path: `disk:${string}` | `volume:${string}`): NodePath {
  const container = containerOf(place);
  return container === null ? path : `${container}/${path}`;
}

export function DisksView({ index, node }: ViewProps) {
  const goTo = useConsole((state) => state.goTo);
  const place = placeOf(node);
  const rows = useMemo(() => disksAt(index, placeOf(node)), [index, node]);
  return (
    <ObjectTable label={texts.tabs.disks} rows={rows} columns={diskColumns} rowId={(disk) => disk.id}
      reference={({ id }) => ({ host: index.key, kind: 'disk', id })} empty={<EmptyState {...emptyDisks(place)} />}
      onOpen={(disk) => goTo(nodeOf(index.key, pathIn(place, `disk:${disk.id}`)))} />
  );
}

export function VolumesView({ index, node }: ViewProps) {
  const goTo = useConsole((state) => state.goTo);
  const place = placeOf(node);
  const rows = useMemo(() => volumesAt(index, placeOf(node)), [index, node]);
  return (
    <ObjectTable label={texts.tabs.volumes} rows={rows} columns={volumeColumns} rowId={(volume) => volume.id}
      reference={({ id }) => ({ host: index.key, kind: 'volume', id })} empty={<EmptyState {...emptyVolumes(index, place)} />}
      onOpen={(volume) => goTo(nodeOf(index.key, pathIn(place, `volume:${volume.id}`)))} />
  );
}

export function GroupsView({ index }: ViewProps) {
  const goTo = useConsole((state) => state.goTo);
  return (
    <ObjectTable label={texts.tabs.groups} rows={index.groups} columns={groupColumns} rowId={(group) => group.id}
      reference={({ id }) => ({ host: index.key, kind: 'group', id })} empty={<EmptyState {...texts.empty.groups} />}
      onOpen={(group) => goTo(nodeOf(index.key, `group:${group.id}`))} />
  );
}
