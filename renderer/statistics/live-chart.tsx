/** One chart over the shared time axis: lines with their names at their ends. Colours come from the tokens, at every drawing. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface ChartLine {
  readonly label: string;
  readonly ink: 'read' | 'write';
  readonly dotted?: boolean;
  /** One for each time; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface LiveChartProps {
  readonly title: string;
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly spanSeconds: number;
  format(value: number): string;
}

const inks = ['read', 'write', 'axis', 'grid'] as const;
const heightPixels = 148;
const labelPixels = 84;
const linePixels = 1.5;
/** All charts of a window point at the same moment. */
const cursorKey = 'statistics';

export function LiveChart({ title, times, lines, spanSeconds, format }: LiveChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const shape = lines.map(({ label, ink, dotted }) => `${label} ${ink} ${dotted === true}`).join();
  const newest = useRef({ times, lines, format });
  newest.current = { times, lines, format };

  useEffect(() => {
    const target = place.current;
    if (target === null) return undefined;
    const made = new uPlot(chartOptions(target, newest.current, (value) => newest.current.format(value), spanSeconds),
      dataOf(newest.current), target);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: target.clientWidth, height: heightPixels }));
    observer.observe(target);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape, spanSeconds]);

  useEffect(() => chart.current?.setData(dataOf({ times, lines })), [times, lines]);

  return (
    <figure className="chart">
      <figcaption className="chart-title">{title}</figcaption>
      <div ref={place} className="chart-canvas" aria-hidden="true">
        {inks.map((ink) => <span key={ink} className="chart-ink" data-ink={ink} />)}
      </div>
    </figure>
  );
}

function dataOf({ times, lines }: Pick<LiveChartProps, 'times' | 'lines'>): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

/** A canvas knows no tokens: the colour is asked of a hidden element that has it. */
function inkIn(target: Element, name: (typeof inks)[number]): () => string {
  return () => getComputedStyle(target.querySelector(`[data-ink=${name}]`) ?? target).color;
}

function chartOptions(
  target: HTMLElement, { lines }: Pick<LiveChartProps, 'lines'>, format: (value: number) => string, spanSeconds: number,
): uPlot.Options {
  const axis = { stroke: inkIn(target, 'axis'), grid: { stroke: inkIn(target, 'grid'), width: 1 }, ticks: { show: false } };
  return {
    width: Math.max(target.clientWidth, 1), height: heightPixels, legend: { show: false }, padding: [8, labelPixels, 0, 0],
    cursor: { sync: { key: cursorKey }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: (_chart, _least, most) => [(most || Date.now() / 1000) - spanSeconds, most || Date.now() / 1000] },
      y: { range: (_chart, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
    },
    axes: [axis, { ...axis, size: 76, values: (_chart, ticks) => ticks.map(format) }],
    series: [{}, ...lines.map(({ label, ink, dotted }): uPlot.Series => ({
      label, stroke: inkIn(target, ink), width: linePixels, points: { show: false }, ...(dotted === true ? { dash: [2, 3] } : {}),
    }))],
    hooks: { draw: [(drawn) => drawLabels(drawn, lines, target)] },
  };
}

/** Names at the ends of their lines, pushed apart where they would cover each other. */
function drawLabels(chart: uPlot, lines: readonly ChartLine[], target: HTMLElement): void {
  const { ctx, data, bbox } = chart;
  const pixelRatio = devicePixelRatio;
  const lineHeight = 13 * pixelRatio;
  const ends = lines.map(({ label, ink }, index) => {
    const values: ArrayLike<number | null | undefined> = data[index + 1] ?? [];
    const value = Array.from(values).findLast((each) => each !== null && each !== undefined) ?? 0;
    return { label, ink, at: chart.valToPos(value, 'y', true) };
  }).sort((one, other) => other.at - one.at);
  ctx.save();
  ctx.font = `${12 * pixelRatio}px ${getComputedStyle(target).fontFamily}`;
  ctx.textBaseline = 'middle';
  let lowest = bbox.top + bbox.height + lineHeight / 2;
  for (const { label, ink, at } of ends) {
    lowest = Math.min(at, lowest - lineHeight);
    ctx.fillStyle = inkIn(target, ink)();
    ctx.fillText(label, bbox.left + bbox.width + 6 * pixelRatio, lowest);
  }
  ctx.restore();
}
