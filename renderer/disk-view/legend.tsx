/** What hues, patterns, edges and badges mean: each drawn by the same hand as the picture itself. */
import { formatThroughput } from '../statistics/rate-formats.ts';
import type { Heat } from '../statistics/use-points.ts';
import { texts } from '../texts.ts';
import type { BlockLook } from './block-look.ts';
import { diskViewTexts } from './disk-view-texts.ts';
import { forcedColoursQuery, makeTheme } from './disk-view-theme.ts';
import { noMarks, paintBlock } from './paint-block.ts';
import type { BlockMarks } from './paint-block.ts';
import { SvgPen } from './svg-pen.ts';

const chip = { x: 0, y: 0, width: 29, height: 16 };
const theme = makeTheme((token) => `var(--${token})`, 'inherit', false);
const subdisk: BlockLook = {
  kind: 'subdisk', hue: 'concatenated', condition: 'healthy', stale: false, absent: false, joinedBefore: false, joinedAfter: false,
  column: '', title: '', sizeText: '', name: '', volumeIds: [], change: null,
};
const { legend } = diskViewTexts;

const entries: readonly (readonly [label: string, look: BlockLook, marks: BlockMarks])[] = [
  ...(['concatenated', 'spanned', 'striped', 'mirrored', 'mirrored striped'] as const).map((hue) =>
    [texts.layout[hue], { ...subdisk, hue, joinedAfter: hue === 'spanned' }, noMarks] as const),
  [legend.log, { ...subdisk, kind: 'log', hue: 'log', title: diskViewTexts.logLetter }, noMarks],
  [legend.free, { ...subdisk, kind: 'free', hue: 'none' }, noMarks],
  [legend.private, { ...subdisk, kind: 'private', hue: 'none' }, noMarks],
  [legend.cluster, { ...subdisk, kind: 'cluster', title: '+7' }, noMarks],
  [legend.stale, { ...subdisk, stale: true }, noMarks],
  [legend.absent, { ...subdisk, absent: true }, noMarks],
  [legend.copying, subdisk, { ...noMarks, copy: { share: 0.5, percent: '', driftPixels: 0, still: false } }],
  [legend.projected, subdisk, { ...noMarks, projected: true }],
];

function chipOf(look: BlockLook, marks: BlockMarks, label: string, index: number, forced = false): string {
  const pen = new SvgPen('inherit', (text, sizePixels) => text.length * sizePixels * 0.55, `legend-${index}`);
  paintBlock(pen, { ...theme, forced }, look, { block: chip, visible: chip }, marks);
  return pen.picture(chip.width, chip.height, label);
}

const changeEntries = (['added', 'removed', 'moved', 'changed'] as const).map((change) =>
  [diskViewTexts.changes[change], { ...subdisk, change }, noMarks] as const);

const chips = entries.map(([label, look, marks], index) => ({ label, picture: chipOf(look, marks, label, index) }));
const changeChips = changeEntries.map(([label, look, marks], index) => (
  { label, picture: chipOf(look, marks, label, entries.length + index) }));

/** `forced`: in the system's colours, in which steps differ by a bar. */
function heatChips(forced: boolean): string {
  return ([0, 1, 2, 3, 4, 5] as const)
    .map((step) => chipOf(subdisk, { ...noMarks, heat: { step, label: '' } }, String(step), step, forced)).join('');
}

export interface LegendProps {
  /** Two times are compared. */
  readonly changes: boolean;
  /** Null while heat is not shown. */
  readonly heat: Heat | null;
}

export function Legend({ changes, heat }: LegendProps) {
  return (
    <ul className="disk-view-legend" aria-label={legend.label}>
      {heat !== null && (
        <li>
          <span className="legend-chip legend-heat" aria-hidden="true"
            dangerouslySetInnerHTML={{ __html: heatChips(matchMedia(forcedColoursQuery).matches) }} />
          {legend.heat(heat.busiest <= 0 ? '' : formatThroughput(heat.busiest))}
        </li>
      )}
      {[...(changes ? changeChips : []), ...chips].map(({ label, picture }) => (
        <li key={label}><span className="legend-chip" aria-hidden="true" dangerouslySetInnerHTML={{ __html: picture }} />{label}</li>
      ))}
    </ul>
  );
}
