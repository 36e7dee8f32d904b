/** The parts of a disk or a volume: subdisks, mirrors, logs. */
import { useMemo } from 'react';
import { logsAt, plexesAt, subdisksAt } from './contents.ts';
import { EmptyState } from './empty-state.tsx';
import type { ViewProps } from './node-tabs.tsx';
import { logColumns, mirrorColumns, mirrorRows, subdiskColumns, subdiskRows } from './part-columns.tsx';
import { useConsole } from '../state/console-context.ts';
import { nodeOf, placeOf } from '../state/node-path.ts';
import { ObjectTable } from '../table/object-table.tsx';
import { viewsTexts } from './views-texts.ts';

const { tabs, empty } = viewsTexts;

/** A subdisk opens what it joins: from a disk its volume, from a volume its disk. */
export function SubdisksView({ index, node }: ViewProps) {
  const goTo = useConsole((state) => state.goTo);
  const place = placeOf(node);
  const rows = useMemo(() => subdiskRows(index, subdisksAt(index, placeOf(node))), [index, node]);
  return (
    <ObjectTable label={tabs.subdisks} rows={rows} columns={subdiskColumns} rowId={({ view }) => view.id}
      reference={({ view }) => ({ host: index.key, kind: 'subdisk', id: view.id })}
      empty={<EmptyState {...(place.kind === 'disk' ? empty.subdisksOfDisk : empty.subdisksOfVolume)} />}
      onOpen={({ view }) => goTo(nodeOf(index.key, place.kind === 'disk'
        ? `group:${view.groupId}/volume:${view.volumeId}` : `group:${view.groupId}/disk:${view.diskId}`))} />
  );
}

export function MirrorsView({ index, node }: ViewProps) {
  const rows = useMemo(() => {
    const place = placeOf(node);
    return place.kind === 'volume' ? mirrorRows(index, plexesAt(index, place), place.id) : [];
  }, [index, node]);
  return (
    <ObjectTable label={tabs.mirrors} rows={rows} columns={mirrorColumns} rowId={({ view }) => view.id}
      reference={({ view }) => ({ host: index.key, kind: 'plex', id: view.id })} empty={<EmptyState {...empty.mirrors} />} />
  );
}

export function LogsView({ index, node }: ViewProps) {
  const goTo = useConsole((state) => state.goTo);
  const place = placeOf(node);
  const volume = place.kind === 'volume' ? index.tables.volume.get(place.id) : undefined;
  const rows = useMemo(() => logsAt(index, placeOf(node)), [index, node]);
  return (
    <ObjectTable label={tabs.logs} rows={rows} columns={logColumns} rowId={({ id }) => id}
      reference={({ id }) => ({ host: index.key, kind: 'log', id })}
      empty={<EmptyState {...empty.logs(volume?.groupName ?? '', volume?.name ?? '')} />}
      onOpen={({ groupId, diskId }) => goTo(nodeOf(index.key, `group:${groupId}/disk:${diskId}`))} />
  );
}
