/**
 * The History tab of a group: each configuration with who brought it about. An entry opens the group as it was; two of them
 * are compared.
 */
import { useState } from 'react';
import type { HistoryEntry } from '../../core/model/history.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { Result } from '../../core/model/result.ts';
import type { HostKey } from '../state/host-state.ts';
import { useConsole } from '../state/console-context.ts';
import { placeOf } from '../state/node-path.ts';
import { ObjectTable } from '../table/object-table.tsx';
import { EmptyState } from '../views/empty-state.tsx';
import type { ViewProps } from '../views/node-tabs.tsx';
import { pairOf } from './chosen-pair.ts';
import { ComparisonView } from './comparison-view.tsx';
import { historyColumns } from './history-columns.tsx';
import { historyTexts as words } from './history-texts.ts';
import { useHistory, usePast } from './use-history.ts';
import type { Comparison } from './use-history.ts';
import './history.css';

/** What the group as it was is shown with first. */
const firstTab = 'disks';
const newestFirst = { id: 'sequence', desc: true } as const;

export function HistoryView({ index, node }: ViewProps) {
  const place = placeOf(node);
  return place.kind === 'group' ? <GroupHistory host={index.key} groupId={place.id} /> : null;
}

function GroupHistory({ host, groupId }: { readonly host: HostKey; readonly groupId: string }) {
  const { entries, fault, setFault } = useHistory(host, groupId);
  const { past, compare } = usePast(host, groupId);
  const showPast = useConsole((state) => state.showPast);
  const showTab = useConsole((state) => state.showTab);
  const [chosen, setChosen] = useState<readonly HistoryEntry[]>([]);
  const [comparison, setComparison] = useState<Comparison | null>(null);

  const take = <Value,>(answer: Result<Value, Refusal> | null, hand: (value: Value) => void): void => {
    setFault(answer === null || answer.ok ? null : answer.error);
    if (answer?.ok === true) hand(answer.value);
  };
  const open = (entry: HistoryEntry): void => void past(entry).then((answer) => take(answer, (shown) => {
    showPast(shown);
    showTab(firstTab);
  }));
  const pair = pairOf(chosen, entries ?? []);
  const [only] = chosen;
  if (comparison !== null) return <ComparisonView comparison={comparison} onBack={() => setComparison(null)} />;
  return (
    <div className="bar-and-table">
      <div className="pane-bar">
        <button type="button" className="button" disabled={chosen.length !== 1} onClick={() => { if (only !== undefined) open(only); }}>
          {words.open}
        </button>
        <button type="button" className="button" disabled={pair === null}
          onClick={() => { if (pair !== null) void compare(...pair).then((answer) => take(answer, setComparison)); }}>
          {chosen.length === 1 ? words.compareWithNow : words.compare}
        </button>
        {fault === null ? <span className="muted">{words.lead}</span> : <span role="alert">{refusalWords(fault).message}</span>}
      </div>
      <ObjectTable label={words.label} rows={entries ?? []} columns={historyColumns} rowId={rowId} sortedBy={newestFirst}
        empty={entries === null ? null : <EmptyState {...words.empty} />} onChoose={setChosen} onOpen={open} />
    </div>
  );
}

function rowId({ sequence, commitId }: HistoryEntry): string {
  return `${sequence} ${commitId}`;
}
