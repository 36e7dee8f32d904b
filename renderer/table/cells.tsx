/** How a value looks in a table: sizes with a lighter unit, states as icon and word, what is not known as a dash. */
import type { Condition } from '../state/conditions.ts';
import { formatExactBytes, formatExactTime, formatTime, sizeParts } from '../state/formats.ts';
import { ConditionIcon } from '../shell/icons.tsx';
import { texts } from '../texts.ts';

export function TextCell({ text, title }: { readonly text: string; readonly title?: string }) {
  if (text === '') return <Nothing />;
  return <span className="cell-text" title={title ?? text}>{text}</span>;
}

/** A path is told apart by its end, so that is what stays when the column is narrow. */
export function PathCell({ path, title }: { readonly path: string; readonly title: string }) {
  if (path === '') return <Nothing />;
  return <span className="cell-path" title={title}><bdi>{path}</bdi></span>;
}

export function SizeCell({ bytes }: { readonly bytes: number | null }) {
  if (bytes === null) return <Nothing />;
  const { number, unit } = sizeParts(bytes);
  return <span className="cell-size" title={formatExactBytes(bytes)}>{number} <span className="unit">{unit}</span></span>;
}

export function StateCell({ condition, word, title }: { readonly condition: Condition; readonly word: string; readonly title: string }) {
  return (
    <span className="cell-state" title={title === '' ? word : title}>
      {condition !== 'healthy' && <ConditionIcon condition={condition} />}
      <span className="cell-text">{word}</span>
    </span>
  );
}

export function TimeCell({ at }: { readonly at: string }) {
  if (at === '') return <Nothing />;
  return <time className="cell-text" dateTime={at} title={formatExactTime(at)}>{formatTime(at, Date.now())}</time>;
}

export function Nothing() {
  return <span className="nothing">{texts.nothing}</span>;
}
