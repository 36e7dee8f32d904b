/** What hues, patterns, edges and badges mean: each drawn by the same hand as the picture itself. */
import { texts } from '../texts.ts';
import type { BlockLook } from './block-look.ts';
import { diskViewTexts } from './disk-view-texts.ts';
import { makeTheme } from './disk-view-theme.ts';
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

function chipOf(look: BlockLook, marks: BlockMarks, label: string, index: number): string {
  const pen = new SvgPen('inherit', (text, sizePixels) => text.length * sizePixels * 0.55, `legend-${index}`);
  paintBlock(pen, theme, look, { block: chip, visible: chip }, marks);
  return pen.picture(chip.width, chip.height, label);
}

const changeEntries = (['added', 'removed', 'moved', 'changed'] as const).map((change) =>
  [diskViewTexts.changes[change], { ...subdisk, change }, noMarks] as const);

const chips = entries.map(([label, look, marks], index) => ({ label, picture: chipOf(look, marks, label, index) }));
const changeChips = changeEntries.map(([label, look, marks], index) => (
  { label, picture: chipOf(look, marks, label, entries.length + index) }));

/** `changes`: two times are compared. */
export function Legend({ changes }: { readonly changes: boolean }) {
  return (
    <ul className="disk-view-legend" aria-label={legend.label}>
      {[...(changes ? changeChips : []), ...chips].map(({ label, picture }) => (
        <li key={label}><span className="legend-chip" aria-hidden="true" dangerouslySetInnerHTML={{ __html: picture }} />{label}</li>
      ))}
    </ul>
  );
}
