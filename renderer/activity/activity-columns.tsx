/** The columns of the lower pane: alerts and tasks. */
import type { AlertView, TaskView } from '../../core/model/views.ts';
import { StateCell, TextCell, TimeCell } from '../table/cells.tsx';
import { propertyTexts } from '../dialogs/property-texts.ts';
import { severityCondition, taskCondition } from '../state/conditions.ts';
import { formatShare, formatSize } from '../state/formats.ts';
import type { HostKey } from '../state/host-state.ts';
import { TaskActions } from './task-actions.tsx';
import { tableColumns } from '../table/table-model.ts';
import type { TableColumn } from '../table/table-model.ts';
import { texts } from '../texts.ts';

const { columns } = texts;

/** A row of the lower pane knows the host it came from: one console may show several. */
export interface OfHost<View> {
  readonly view: View;
  readonly host: HostKey;
  readonly hostName: string;
}

function hostColumn<View>(): TableColumn<OfHost<View>> {
  return {
    id: 'host', header: columns.host, width: 116, value: ({ hostName }) => hostName,
    cell: ({ hostName }) => <TextCell text={hostName} />,
  };
}

function objectColumn<View extends AlertView | TaskView>(): TableColumn<OfHost<View>> {
  const name = ({ view }: OfHost<View>): string => view.subject.name;
  return { id: 'object', header: columns.object, width: 132, value: name, cell: (row) => <TextCell text={name(row)} /> };
}

function timeColumn<View>(id: string, header: string, at: (view: View) => string): TableColumn<OfHost<View>> {
  return { id, header, width: 164, value: ({ view }) => at(view), cell: ({ view }) => <TimeCell at={at(view)} /> };
}

export const alertColumns = tableColumns<OfHost<AlertView>>([
  {
    id: 'severity', header: columns.severity, width: 112, value: ({ view }) => texts.severity[view.severity],
    cell: ({ view }) => <StateCell condition={severityCondition(view)} word={texts.severity[view.severity]} title={view.code} />,
  },
  timeColumn('time', columns.time, (alert) => alert.lastAt),
  {
    id: 'message', header: columns.message, width: 560, value: ({ view }) => view.message,
    cell: ({ view }) => <TextCell text={alertMessage(view)} />,
  },
  {
    id: 'state', header: columns.status, width: 108, value: ({ view }) => view.state,
    cell: ({ view }) => <TextCell text={propertyTexts.alertStates[view.state]} title={view.clearsWhen} />,
  },
  objectColumn(),
  hostColumn(),
]);

export const taskColumns = tableColumns<OfHost<TaskView>>([
  {
    id: 'task', header: columns.task, width: 220, value: ({ view }) => view.name,
    cell: ({ view }) => <TextCell text={view.name} title={view.cause} />,
  },
  objectColumn(),
  timeColumn('started', columns.started, (task) => task.startedAt),
  {
    id: 'progress', header: columns.progress, width: 200, value: ({ view }) => share(view), text: ({ view }) => percentOf(view),
    cell: ({ view }) => <Progress task={view} />,
  },
  {
    id: 'result', header: columns.result, width: 280, value: ({ view }) => texts.taskState[view.state],
    cell: ({ view }) => <StateCell condition={taskCondition(view)} word={taskWord(view)} title={view.result} />,
  },
  {
    id: 'actions', header: columns.actions, width: 180, value: ({ view }) => view.state, text: () => '',
    cell: ({ view, host }) => <TaskActions host={host} task={view} />,
  },
  hostColumn(),
]);

function Progress({ task }: { readonly task: TaskView }) {
  const percent = percentOf(task);
  const { unmeasured, rate, left } = texts.taskProgress;
  const { bytesPerSecond, secondsLeft } = task;
  const speed = task.endedAt !== '' ? [] : [bytesPerSecond === null ? unmeasured : rate(formatSize(bytesPerSecond))];
  const end = secondsLeft === null ? [] : [left(secondsLeft.least, secondsLeft.most)];
  const amount = [`${formatSize(task.doneBytes)} / ${formatSize(task.totalBytes)}`, ...speed, ...end].join('; ');
  return (
    <span className="cell-progress" title={amount}>
      <progress max={1} value={task.state === 'done' ? 1 : share(task)} aria-label={`${task.name}: ${percent}`} />
      <span className="percent">{percent}</span>
    </span>
  );
}

function percentOf(task: TaskView): string {
  return task.state === 'done' ? formatShare(1, 1) : formatShare(task.doneBytes, task.totalBytes);
}

function share(task: TaskView): number {
  return task.totalBytes === 0 ? 0 : task.doneBytes / task.totalBytes;
}

function taskWord(task: TaskView): string {
  const word = texts.taskState[task.state];
  return task.result === '' ? word : `${word}: ${task.result}`;
}

function alertMessage(alert: AlertView): string {
  return alert.count > 1 ? `${alert.message} (${alert.count}×)` : alert.message;
}
