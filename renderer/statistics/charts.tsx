/** The three charts of one object, and the same numbers as a table for who does not see charts. */
import { useMemo, useState } from 'react';
import { CheckField } from '../dialogs/fields.tsx';
import { LiveChart } from './live-chart.tsx';
import type { ChartLine } from './live-chart.tsx';
import { PointTable } from './point-table.tsx';
import { formatCallRate, formatLatency, formatThroughput } from './rate-formats.ts';
import type { OperationRates } from './rates.ts';
import { pointsMaximum, readingIntervalMilliseconds } from './statistics-feed.ts';
import type { Point } from './statistics-feed.ts';
import { statisticsTexts } from './statistics-texts.ts';

const spanSeconds = (pointsMaximum * readingIntervalMilliseconds) / 1000;
const { charts, reads, writes, series } = statisticsTexts;

export function Charts({ name, points }: { readonly name: string; readonly points: readonly Point[] }) {
  const [asTable, setAsTable] = useState(false);
  const times = useMemo(() => points.map(({ atMilliseconds }) => atMilliseconds / 1000), [points]);
  const lines = useMemo(() => linesOf(points), [points]);
  return (
    <div className="charts">
      <CheckField label={statisticsTexts.asTable} checked={asTable} onChange={setAsTable} />
      {points.length === 0 && <p className="statistics-note" role="status">{statisticsTexts.waiting}</p>}
      <div className="charts-side">
        <div className="charts-column">
          <LiveChart title={charts.callRate} times={times} lines={lines.callRate} spanSeconds={spanSeconds} format={formatCallRate} />
          <LiveChart title={charts.throughput} times={times} lines={lines.throughput} spanSeconds={spanSeconds} format={formatThroughput} />
          <LiveChart title={charts.latency} times={times} lines={lines.latency} spanSeconds={spanSeconds} format={formatLatency} />
        </div>
        {asTable && <PointTable name={name} points={points} />}
      </div>
    </div>
  );
}

interface Lines {
  readonly callRate: readonly ChartLine[];
  readonly throughput: readonly ChartLine[];
  readonly latency: readonly ChartLine[];
}

function linesOf(points: readonly Point[]): Lines {
  const line = (label: string, ink: 'read' | 'write', value: (rates: OperationRates) => number | null, dotted = false): ChartLine =>
    ({ label, ink, dotted, values: points.map((point) => value(point[ink])) });
  return {
    callRate: [line(reads, 'read', (rates) => rates.callsPerSecond), line(writes, 'write', (rates) => rates.callsPerSecond)],
    throughput: [line(reads, 'read', (rates) => rates.bytesPerSecond), line(writes, 'write', (rates) => rates.bytesPerSecond)],
    latency: [
      line(series.readP50, 'read', ({ p50 }) => p50), line(series.readP99, 'read', ({ p99 }) => p99, true),
      line(series.writeP50, 'write', ({ p50 }) => p50), line(series.writeP99, 'write', ({ p99 }) => p99, true),
    ],
  };
}
