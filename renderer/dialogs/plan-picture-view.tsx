/** Now and after, one above the other for each disk that changes. What is new, gone or moved is marked by edge and sign. */
import { formatSize } from '../state/formats.ts';
import { dialogTexts } from './dialog-texts.ts';
import type { BlockMark, PictureBlock, PictureRow } from './plan-picture.ts';

/** More disks than a person looks at; the rest is counted. */
const rowsMaximum = 12;
const { plan: words } = dialogTexts;
const marksShown: readonly BlockMark[] = ['same', 'new', 'changed', 'moved', 'gone'];

export function PlanPictureView({ rows }: { readonly rows: readonly PictureRow[] }) {
  if (rows.length === 0) return null;
  const blocks = rows.flatMap(({ now, after }) => [...now, ...after]);
  return (
    <section className="plan-section">
      <h3 className="plan-heading">{words.picture}</h3>
      <div className="plan-picture">
        {rows.slice(0, rowsMaximum).map((row) => (
          <div key={row.diskId} className="plan-disk">
            <div className="plan-disk-head">
              <span>{row.disk}</span>
              <span className="muted">{formatSize(row.sizeBytes)}</span>
              {row.membership !== 'stays' && <span className="muted">{row.membership === 'joins' ? words.joins : words.leaves}</span>}
            </div>
            <Bar word={words.now} blocks={row.now} sizeBytes={row.sizeBytes} absent={row.membership === 'joins'} />
            <Bar word={words.after} blocks={row.after} sizeBytes={row.sizeBytes} absent={row.membership === 'leaves'} />
          </div>
        ))}
      </div>
      {rows.length > rowsMaximum && <p className="muted">{words.more(rows.length - rowsMaximum)}</p>}
      <ul className="plan-legend">
        {marksShown.filter((mark) => blocks.some((block) => block.mark === mark)).map((mark) => (
          <li key={mark}>
            <span className="plan-block" data-mark={mark} data-layout="concatenated" aria-hidden="true" /> {words.marks[mark]}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface BarProps {
  readonly word: string;
  readonly blocks: readonly PictureBlock[];
  readonly sizeBytes: number;
  /** The disk is no member at this time. */
  readonly absent: boolean;
}

function Bar({ word, blocks, sizeBytes, absent }: BarProps) {
  const percent = (bytes: number): string => `${sizeBytes === 0 ? 0 : (bytes / sizeBytes) * 100}%`;
  return (
    <div className="plan-bar-line">
      <span className="plan-bar-word">{word}</span>
      <div className="plan-bar" data-absent={absent || undefined} role="img" aria-label={`${word}: ${inWords(blocks)}`}>
        {blocks.map((block) => (
          <span key={block.id} className="plan-block" data-mark={block.mark} data-layout={block.layout} title={blockWords(block)}
            style={{ insetInlineStart: percent(block.startBytes), width: percent(block.lengthBytes) }}>
            <span className="plan-block-name">{block.layout === 'log' ? '' : block.volume}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

function inWords(blocks: readonly PictureBlock[]): string {
  return blocks.length === 0 ? words.marks.free : blocks.map(blockWords).join('; ');
}

function blockWords({ volume, layout, lengthBytes, mark }: PictureBlock): string {
  return `${volume}${layout === 'log' ? ' log' : ''}, ${formatSize(lengthBytes)}, ${words.marks[mark]}`;
}
