/** The menu of the sign in the tray as a value: windows, groups with their state, tasks, notifications, and the end. */
import type { GroupView, TaskView } from '../core/model/views.ts';
import type { NotifyChoice } from './desktop-memory.ts';
import type { HostPicture } from './host-watch.ts';
import type { TrayState } from './tray-picture.ts';

export type TrayAction =
  | { readonly kind: 'open' | 'new-window' | 'quit' }
  | { readonly kind: 'go-to'; readonly address: string }
  | { readonly kind: 'notify'; readonly severity: keyof NotifyChoice };

export type TrayEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'choice'; readonly label: string; readonly chosen: boolean; readonly action: TrayAction }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly TrayEntry[] };

/** A menu must fit the screen; the rest is counted. */
export const rowsMaximum = 12;

const severities = [['critical', 'Critical'], ['error', 'Errors'], ['warning', 'Warnings'], ['information', 'Information']] as const;

export function trayMenu({ hostName, groups, tasks }: HostPicture, notify: NotifyChoice): readonly TrayEntry[] {
  const openTasks = tasks.filter(({ endedAt }) => endedAt === '');
  return [
    { kind: 'action', label: 'Open Plexus', action: { kind: 'open' } },
    { kind: 'action', label: 'New Window', action: { kind: 'new-window' } },
    { kind: 'line' },
    ...section('Disk groups', 'No disk group', groups.toSorted((one, other) => one.name.localeCompare(other.name)), (group) => ({
      kind: 'action', label: `${group.name}: ${stateOf(group)}`, action: { kind: 'go-to', address: addressOf(hostName, group.name) },
    })),
    { kind: 'line' },
    ...section('Tasks', 'No task', openTasks, (task) => ({
      kind: 'action', label: taskText(task), action: { kind: 'go-to', address: addressOf(hostName, groupOf(task, groups)) },
    })),
    { kind: 'line' },
    { kind: 'submenu', label: 'Notifications', entries: severities.map(([severity, label]) => ({
      kind: 'choice', label, chosen: notify[severity], action: { kind: 'notify', severity },
    })) },
    { kind: 'action', label: 'Quit Plexus', action: { kind: 'quit' } },
  ];
}

function section<Row>(heading: string, none: string, rows: readonly Row[], entryOf: (row: Row) => TrayEntry): readonly TrayEntry[] {
  if (rows.length === 0) return [{ kind: 'heading', label: none }];
  const shown = rows.length <= rowsMaximum ? rows : rows.slice(0, rowsMaximum - 1);
  const rest = rows.length - shown.length;
  return [
    { kind: 'heading', label: heading }, ...shown.map(entryOf), ...(rest > 0 ? [{ kind: 'heading', label: `${rest} more` } as const] : []),
  ];
}

function stateOf({ status, health }: GroupView): string {
  return status === 'imported' ? health : status;
}

/** In steps of 5 %: a menu that changes all the time closes under the pointer. */
function taskText({ name, subject, state, doneBytes, totalBytes }: TaskView): string {
  const percent = totalBytes > 0 ? `, ${Math.floor((doneBytes / totalBytes) * 20) * 5} %` : '';
  return `${name} of ${subject.name}${percent}${state === 'paused' ? ', paused' : ''}`;
}

function groupOf({ groupId }: TaskView, groups: readonly GroupView[]): string {
  return groups.find(({ id }) => id === groupId)?.name ?? '';
}

/** What the sign itself shows: that tasks run, and that an alert waits for somebody. */
export function trayStateOf({ tasks, alerts }: HostPicture): TrayState {
  return {
    tasks: tasks.some(({ state }) => state === 'running'),
    alerts: alerts.some(({ state, severity }) => state === 'new' && severity !== 'information'),
  };
}

export function addressOf(hostName: string, groupName: string): string {
  return `plexus://${[hostName, groupName].filter((step) => step !== '').map(encodeURIComponent).join('/')}`;
}
