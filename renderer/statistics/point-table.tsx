/** The points of the charts, newest first. */
import { formatExactTime, formatTime } from '../state/formats.ts';
import { texts } from '../texts.ts';
import { formatCallRate, formatLatency, formatThroughput } from './rate-formats.ts';
import type { Point } from './statistics-feed.ts';
import { statisticsTexts } from './statistics-texts.ts';

/** A minute: more than a person reads from a table that moves. */
const rowsMaximum = 60;
const { columns } = statisticsTexts;

export function PointTable({ name, points }: { readonly name: string; readonly points: readonly Point[] }) {
  const headings = [
    columns.time, columns.readRate, columns.writeRate, columns.readBytes, columns.writeBytes,
    columns.readP50, columns.readP99, columns.writeP50, columns.writeP99,
  ];
  return (
    <div className="point-table" tabIndex={0} role="region" aria-label={`${statisticsTexts.tab}: ${name}`}>
      <table>
        <caption>{name}</caption>
        <thead><tr>{headings.map((heading) => <th key={heading} scope="col">{heading}</th>)}</tr></thead>
        <tbody>{points.slice(-rowsMaximum).reverse().map((point) => <PointRow key={point.atMilliseconds} point={point} />)}</tbody>
      </table>
    </div>
  );
}

function PointRow({ point: { atMilliseconds, read, write } }: { readonly point: Point }) {
  const at = new Date(atMilliseconds).toISOString();
  const cells = [
    formatCallRate(read.callsPerSecond), formatCallRate(write.callsPerSecond), formatThroughput(read.bytesPerSecond),
    formatThroughput(write.bytesPerSecond), latency(read.p50), latency(read.p99), latency(write.p50), latency(write.p99),
  ];
  return (
    <tr>
      <th scope="row"><time dateTime={at} title={formatExactTime(at)}>{formatTime(at, Date.now())}</time></th>
      {cells.map((cell, column) => <td key={column}>{cell}</td>)}
    </tr>
  );
}

function latency(milliseconds: number | null): string {
  return milliseconds === null ? texts.nothing : formatLatency(milliseconds);
}
