/** Objects with their live rates, a row each; of one disk group. */
import { useMemo } from 'react';
import type { HostKey } from '../state/host-state.ts';
import { ObjectTable } from '../table/object-table.tsx';
import { SizeCell, TextCell } from '../table/cells.tsx';
import { tableColumns } from '../table/table-model.ts';
import type { TableColumn } from '../table/table-model.ts';
import { formatCallRate, formatLatency } from './rate-formats.ts';
import type { CountedThing } from './counted-things.ts';
import type { OperationRates } from './rates.ts';
import { statisticsTexts } from './statistics-texts.ts';
import type { Point } from './statistics-feed.ts';
import { usePoints } from './use-points.ts';

interface MonitorRow {
  readonly thing: CountedThing;
  /** Undefined until the second reading. */
  readonly point: Point | undefined;
}

const { columns: words, kinds } = statisticsTexts;

function rate(
  id: string, header: string, of: 'read' | 'write', value: (rates: OperationRates) => number | null, format: (value: number) => string,
): TableColumn<MonitorRow> {
  const valueOf = ({ point }: MonitorRow): number | null => (point === undefined ? null : value(point[of]));
  const text = (row: MonitorRow): string => {
    const number = valueOf(row);
    return number === null ? '' : format(number);
  };
  return { id, header, width: 84, numeric: true, value: (row) => valueOf(row) ?? -1, cell: (row) => <TextCell text={text(row)} /> };
}

function throughput(id: string, header: string, of: 'read' | 'write'): TableColumn<MonitorRow> {
  const bytes = ({ point }: MonitorRow): number | null => (point === undefined ? null : Math.round(point[of].bytesPerSecond));
  return { id, header, width: 92, numeric: true, value: (row) => bytes(row) ?? -1, cell: (row) => <SizeCell bytes={bytes(row)} /> };
}

function named(id: string, header: string, width: number, text: (thing: CountedThing) => string): TableColumn<MonitorRow> {
  return { id, header, width, value: ({ thing }) => text(thing), cell: ({ thing }) => <TextCell text={text(thing)} /> };
}

const columns = tableColumns<MonitorRow>([
  named('name', words.name, 132, (thing) => thing.name),
  named('type', words.type, 72, (thing) => kinds[thing.kind]),
  rate('reads', words.readRate, 'read', (rates) => rates.callsPerSecond, formatCallRate),
  rate('writes', words.writeRate, 'write', (rates) => rates.callsPerSecond, formatCallRate),
  throughput('read-bytes', words.readBytes, 'read'),
  throughput('write-bytes', words.writeBytes, 'write'),
  rate('read-p50', words.readP50, 'read', ({ p50 }) => p50, formatLatency),
  rate('read-p99', words.readP99, 'read', ({ p99 }) => p99, formatLatency),
  rate('write-p50', words.writeP50, 'write', ({ p50 }) => p50, formatLatency),
  rate('write-p99', words.writeP99, 'write', ({ p99 }) => p99, formatLatency),
]);

export interface MonitorTableProps {
  readonly host: HostKey;
  readonly groupId: string;
  readonly things: readonly CountedThing[];
}

export function MonitorTable({ host, groupId, things }: MonitorTableProps) {
  const ids = useMemo(() => things.map(({ id }) => id), [things]);
  const pointsOf = usePoints(host, groupId, ids);
  const rows = useMemo(() => things.map((thing): MonitorRow => ({ thing, point: pointsOf(thing.id).at(-1) })), [things, pointsOf]);
  return (
    <ObjectTable label={statisticsTexts.monitoring} rows={rows} columns={columns} rowId={({ thing }) => thing.id}
      reference={({ thing }) => ({ host, kind: thing.kind, id: thing.id })}
      empty={<p className="empty-state">{statisticsTexts.notCounted}</p>} />
  );
}
