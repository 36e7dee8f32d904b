/**
 * The Logs perspective: what the host of the present place has written down. Entries are read when a log is opened and
 * when a person asks again; what happens now is in the lower pane.
 */
import { Tabs } from '@base-ui/react/tabs';
import { useCallback, useEffect, useState } from 'react';
import type { LogEntry } from '../../core/host/contract.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import { useConsoleContext, useHost, usePlaceHost, useTreeIndex } from '../state/console-context.ts';
import type { Condition } from '../state/conditions.ts';
import { isAdministrator } from '../state/host-state.ts';
import type { HostKey } from '../state/host-state.ts';
import { StateCell, TimeCell } from '../table/cells.tsx';
import { words } from '../table/column-kinds.tsx';
import { ObjectTable } from '../table/object-table.tsx';
import { tableColumns } from '../table/table-model.ts';
import { EmptyState } from '../views/empty-state.tsx';
import { logsTexts } from './logs-texts.ts';

type LogName = 'alert' | 'task' | 'audit';

/** As many as the host gives at once. */
const entriesMaximum = 1000;

interface LogRow extends LogEntry {
  readonly id: string;
}

const conditions: Readonly<Record<string, Condition>> = { information: 'healthy', warning: 'warning', error: 'failed', critical: 'failed' };

const { columns, severities } = logsTexts;
const severityWord = (entry: LogEntry): string => (severities as Readonly<Record<string, string>>)[entry.severity] ?? entry.severity;
const factsText = ({ facts }: LogEntry): string =>
  Object.entries(facts).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join('  ');

const logColumns = tableColumns<LogRow>([
  {
    id: 'severity', header: columns.severity, width: 112, value: severityWord,
    cell: (entry) => <StateCell condition={conditions[entry.severity] ?? 'unknown'} word={severityWord(entry)} title="" />,
  },
  { id: 'time', header: columns.time, width: 172, value: ({ at }) => at, cell: ({ at }) => <TimeCell at={at} /> },
  words('message', columns.message, 480, ({ message }) => message),
  words('facts', columns.facts, 420, factsText),
]);

export function LogsPane() {
  const host = usePlaceHost();
  const name = useTreeIndex(host).host?.name ?? '';
  // The audit log names people and what they did: it is for administrators.
  const administrator = useHost(host, isAdministrator, false);
  const logs: readonly LogName[] = administrator ? ['alert', 'task', 'audit'] : ['alert', 'task'];
  return (
    <Tabs.Root className="pane" data-help="logs-pane" defaultValue="alert" key={host}>
      <div className="object-heading"><h1>{logsTexts.title}</h1><span className="object-kind">{name}</span></div>
      <Tabs.List className="tab-list" aria-label={logsTexts.label}>
        {logs.map((log) => <Tabs.Tab key={log} value={log} className="tab">{logsTexts.tabs[log]}</Tabs.Tab>)}
      </Tabs.List>
      {logs.map((log) => (
        <Tabs.Panel key={log} value={log} className="tab-panel" tabIndex={-1}><LogView host={host} log={log} /></Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function LogView({ host, log }: { readonly host: HostKey; readonly log: LogName }) {
  const { entries, fault, read } = useLog(host, log);
  return (
    <div className="bar-and-table">
      <div className="pane-bar">
        <button type="button" className="button" onClick={read}>{logsTexts.read}</button>
        {fault === '' ? <span className="muted">{logsTexts.shown(entries.length)}</span> : <span role="alert">{fault}</span>}
      </div>
      <ObjectTable label={logsTexts.tabs[log]} rows={entries} columns={logColumns} rowId={({ id }) => id}
        empty={<EmptyState {...logsTexts.empty(log)} />} />
    </div>
  );
}

function useLog(host: HostKey, log: LogName) {
  const { store } = useConsoleContext();
  const connected = useHost(host, ({ connection }) => connection.kind === 'connected', false);
  const [entries, setEntries] = useState<readonly LogRow[]>([]);
  const [fault, setFault] = useState('');
  const read = useCallback((): void => {
    void store.getState().hosts.get(host)?.call('log.read', { log, last: entriesMaximum }).then((answer) => {
      setFault(answer.ok ? '' : refusalWords(answer.error).message);
      if (answer.ok) setEntries(answer.value.entries.map((entry, at) => ({ ...entry, id: `${at} ${entry.at}` })).reverse());
    });
  }, [store, host, log]);
  useEffect(() => {
    if (connected) read();
  }, [connected, read]);
  return { entries, fault, read };
}
