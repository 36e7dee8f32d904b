/** The lower pane: what the host wants a person to know (Console), and what it is doing (Tasks). */
import { Tabs } from '@base-ui/react/tabs';
import { useMemo, useState } from 'react';
import type { AlertView, TaskView } from '../../core/model/views.ts';
import { alertColumns, taskColumns } from './activity-columns.tsx';
import {
  alertSeverities, alertStateChoices, recallChoices, rememberChoices, showsAlert, showsTask, taskStateChoices,
} from './activity-filters.ts';
import type { ActivityChoices } from './activity-filters.ts';
import { activityTexts } from './activity-texts.ts';
import { ChoiceField } from './choice-field.tsx';
import type { OfHost } from './activity-columns.tsx';
import { useTablesOfHosts } from '../state/console-context.ts';
import type { TableOfHost } from '../state/console-context.ts';
import type { ObjectReference } from '../state/selection.ts';
import { EmptyState } from '../views/empty-state.tsx';
import { ObjectTable } from '../table/object-table.tsx';
import { texts } from '../texts.ts';

const { filters: words } = activityTexts;
const newestAlert = { id: 'time', desc: true };
const newestTask = { id: 'started', desc: true };

function rowsOf<View extends AlertView | TaskView>(tables: readonly TableOfHost<View>[]): readonly OfHost<View>[] {
  return tables.flatMap(({ host, hostName, views }) => [...views.values()].map((view) => ({ view, host, hostName })));
}

function rowId<View extends AlertView | TaskView>({ host, view }: OfHost<View>): string {
  return `${host}/${view.id}`;
}

function referenceOfRow<View extends AlertView | TaskView>({ host, view }: OfHost<View>): ObjectReference {
  return { host, kind: view.kind, id: view.id };
}

export function LowerPane() {
  const alertTables = useTablesOfHosts('alert');
  const taskTables = useTablesOfHosts('task');
  const [choices, setChoices] = useState(recallChoices);
  const alerts = useMemo(() => rowsOf(alertTables).filter(({ view }) => showsAlert(view, choices)), [alertTables, choices]);
  const tasks = useMemo(() => rowsOf(taskTables).filter(({ view }) => showsTask(view, choices)), [taskTables, choices]);
  const choose = (part: Partial<ActivityChoices>): void => {
    setChoices({ ...choices, ...part });
    rememberChoices({ ...choices, ...part });
  };
  return (
    <Tabs.Root className="pane" defaultValue="console">
      <Tabs.List className="tab-list" aria-label={texts.tabs.lowerLabel}>
        <Tabs.Tab value="console" className="tab" data-help="activity">
          {texts.tabs.console} <span className="tab-count">{alerts.length}</span>
        </Tabs.Tab>
        <Tabs.Tab value="tasks" className="tab" data-help="activity">
          {texts.tabs.tasks} <span className="tab-count">{tasks.length}</span>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="console" className="tab-panel" tabIndex={-1}>
        <ObjectTable label={texts.tabs.console} rows={alerts} columns={alertColumns} rowId={rowId} reference={referenceOfRow}
          choices={<>
            <ChoiceField label={words.severity} value={choices.severity} values={alertSeverities} words={words.severities}
              onChange={(severity) => choose({ severity })} />
            <ChoiceField label={words.state} value={choices.alerts} values={alertStateChoices} words={words.alerts}
              onChange={(shown) => choose({ alerts: shown })} />
          </>}
          sortedBy={newestAlert} empty={<EmptyState {...texts.empty.alerts} />} />
      </Tabs.Panel>
      <Tabs.Panel value="tasks" className="tab-panel" tabIndex={-1}>
        <ObjectTable label={texts.tabs.tasks} rows={tasks} columns={taskColumns} rowId={rowId} reference={referenceOfRow}
          choices={<ChoiceField label={words.state} value={choices.tasks} values={taskStateChoices} words={words.tasks}
            onChange={(shown) => choose({ tasks: shown })} />}
          sortedBy={newestTask} empty={<EmptyState {...texts.empty.tasks} />} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
