/** The Statistics tab: of a group the rates of what is in it, of a disk or a volume the charts of it or of one of its parts. */
import { useState } from 'react';
import { SelectField } from '../dialogs/fields.tsx';
import { placeOf } from '../state/node-path.ts';
import type { ViewProps } from '../views/node-tabs.tsx';
import { Charts } from './charts.tsx';
import { countedAt } from './counted-things.ts';
import type { CountedThing } from './counted-things.ts';
import { MonitorTable } from './monitor-table.tsx';
import { statisticsTexts } from './statistics-texts.ts';
import { usePoints } from './use-points.ts';

export function StatisticsView({ index, node }: ViewProps) {
  const place = placeOf(node);
  const things = countedAt(index, place);
  const [first] = things;
  if (first === undefined) return <p className="empty-state">{statisticsTexts.notCounted}</p>;
  if (place.kind === 'group') return <MonitorTable host={index.key} groupId={place.id} things={things} />;
  return <ObjectCharts host={index.key} things={things} first={first} />;
}

interface ObjectChartsProps {
  readonly host: string;
  readonly things: readonly CountedThing[];
  readonly first: CountedThing;
}

function ObjectCharts({ host, things, first }: ObjectChartsProps) {
  const [wanted, setWanted] = useState(first.id);
  const thing = things.find(({ id }) => id === wanted) ?? first;
  const pointsOf = usePoints(host, thing.groupId, [thing.id]);
  const choices = things.map(({ id, name, kind }) => ({ value: id, label: `${statisticsTexts.kinds[kind]} ${name}` }));
  return (
    <div className="statistics-view">
      <SelectField label={statisticsTexts.object} value={thing.id} choices={choices} onChange={setWanted} />
      <Charts name={thing.name} points={pointsOf(thing.id)} />
    </div>
  );
}
