/** The lower pane: what the host wants a person to know (Console), and what it is doing (Tasks). */
import { Tabs } from '@base-ui/react/tabs';
import { useMemo } from 'react';
import { alertColumns, taskColumns } from './activity-columns.tsx';
import { useConsole } from '../state/console-context.ts';
import { EmptyState } from '../views/empty-state.tsx';
import { ObjectTable } from '../table/object-table.tsx';
import { texts } from '../texts.ts';

const newestAlert = { id: 'time', desc: true };
const newestTask = { id: 'started', desc: true };

export function LowerPane() {
  const alertTable = useConsole((state) => state.objects.tables.alert);
  const taskTable = useConsole((state) => state.objects.tables.task);
  const hostTable = useConsole((state) => state.objects.tables.host);
  const hostName = hostTable.values().next().value?.name ?? '';
  const alerts = useMemo(
    () => [...alertTable.values()].filter(({ state }) => state !== 'cleared').map((view) => ({ view, hostName })), [alertTable, hostName]);
  const tasks = useMemo(() => [...taskTable.values()].map((view) => ({ view, hostName })), [taskTable, hostName]);
  return (
    <Tabs.Root className="pane" defaultValue="console">
      <Tabs.List className="tab-list" aria-label={texts.tabs.lowerLabel}>
        <Tabs.Tab value="console" className="tab">{texts.tabs.console} <span className="tab-count">{alerts.length}</span></Tabs.Tab>
        <Tabs.Tab value="tasks" className="tab">{texts.tabs.tasks} <span className="tab-count">{tasks.length}</span></Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="console" className="tab-panel" tabIndex={-1}>
        <ObjectTable label={texts.tabs.console} rows={alerts} columns={alertColumns} rowId={({ view }) => view.id} sortedBy={newestAlert}
          empty={<EmptyState {...texts.empty.alerts} />} />
      </Tabs.Panel>
      <Tabs.Panel value="tasks" className="tab-panel" tabIndex={-1}>
        <ObjectTable label={texts.tabs.tasks} rows={tasks} columns={taskColumns} rowId={({ view }) => view.id} sortedBy={newestTask}
          empty={<EmptyState {...texts.empty.tasks} />} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
