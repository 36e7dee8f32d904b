/** The Alerts tab of a disk: all that the host has said of it, cleared ones too. */
import { useMemo } from 'react';
import type { AlertView } from '../../core/model/views.ts';
import { placeOf } from '../state/node-path.ts';
import type { Place } from '../state/node-path.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { ObjectTable } from '../table/object-table.tsx';
import { EmptyState } from '../views/empty-state.tsx';
import type { ViewProps } from '../views/node-tabs.tsx';
import { alertColumns } from './activity-columns.tsx';
import { activityTexts } from './activity-texts.ts';

const newest = { id: 'time', desc: true };

/** An alert names its disk by id, or, where the disk has none, by the name that the host gave it. */
export function alertsOfDisk({ tables }: TreeIndex, place: Place): readonly AlertView[] {
  const disk = place.kind === 'disk' ? tables.disk.get(place.id) : undefined;
  if (disk === undefined) return [];
  return [...tables.alert.values()].filter(({ subject: { kind, id, name } }) =>
    kind === 'disk' && (id === disk.id || (id === undefined && name !== '' && name === disk.name)));
}

export function DiskAlerts({ index, node }: ViewProps) {
  const rows = useMemo(() => alertsOfDisk(index, placeOf(node))
    .map((view) => ({ view, host: index.key, hostName: index.host?.name ?? '' })), [index, node]);
  return (
    <ObjectTable label={activityTexts.disksTab} rows={rows} columns={alertColumns} rowId={({ view }) => view.id}
      reference={({ view }) => ({ host: index.key, kind: 'alert', id: view.id })} sortedBy={newest}
      empty={<EmptyState {...activityTexts.noAlertOfDisk} />} />
  );
}
