/** What is different between two configurations of a group: in words, and on one Disk View above the other. */
import { useMemo } from 'react';
import { DiskView } from '../disk-view/disk-view.tsx';
import type { ChangeMarks } from '../disk-view/change-marks.ts';
import { formatTime } from '../state/formats.ts';
import { nodeOf } from '../state/node-path.ts';
import type { PastGroup } from '../state/past-group.ts';
import { changesBetween } from './changes-between.ts';
import { historyTexts } from './history-texts.ts';
import type { Comparison } from './use-history.ts';

const { comparison: words } = historyTexts;

export function ComparisonView({ comparison: { from, to, changes }, onBack }: { readonly comparison: Comparison; onBack(): void }) {
  const marks = useMemo(() => changesBetween(from.index.tables, to.index.tables), [from, to]);
  return (
    <div className="comparison">
      <div className="pane-bar">
        <button type="button" className="button" onClick={onBack}>{words.back}</button>
        <h2>{words.title(from.sequence, to.sequence)}</h2>
      </div>
      <section className="comparison-words" aria-label={words.words}>
        {changes.length === 0 ? <p className="muted">{words.none}</p> : <ul>{changes.map((change) => <li key={change}>{change}</li>)}</ul>}
      </section>
      <Side past={from} changes={marks.earlier} />
      <Side past={to} changes={marks.later} />
    </div>
  );
}

function Side({ past, changes }: { readonly past: PastGroup; readonly changes: ChangeMarks }) {
  const title = words.side(past.sequence, formatTime(past.at, Date.now()));
  return (
    <section className="comparison-side" aria-label={title}>
      <h3>{title}</h3>
      <DiskView index={past.index} node={nodeOf(past.host, `group:${past.groupId}`)} changes={changes} />
    </section>
  );
}
