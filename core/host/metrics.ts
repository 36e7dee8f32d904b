/**
 * What Prometheus and its like are told at `/metrics`: the exposition format in text, version 0.0.4. Made from the same
 * objects as the console's. Names and labels are added, never renamed or removed; what nobody counts is not there.
 */
import type {
  AlertView, DiskStatus, DiskView, GroupStatus, GroupView, HealthWord, TaskState, TaskView, VolumeView,
} from '../model/views.ts';

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

export interface MetricsFacts {
  readonly version: string;
  readonly startedAt: string;
  /** Log entries that could not be written since the host started, by log. */
  readonly lostLogEntries: Readonly<Record<string, number>>;
  readonly groups: readonly GroupView[];
  readonly disks: readonly DiskView[];
  readonly volumes: readonly VolumeView[];
  readonly tasks: readonly TaskView[];
  readonly alerts: readonly AlertView[];
}

type Labels = Readonly<Record<string, string>>;
interface Sample { readonly labels: Labels; readonly value: number }
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly Sample[];
}

const diskStatuses: readonly DiskStatus[] = ['free', 'online', 'foreign', 'missing', 'failed', 'unreadable', 'copy'];
const groupStatuses: readonly GroupStatus[] = ['imported', 'deported', 'foreign', 'incomplete', 'fork', 'frozen', 'stopped', 'unreadable'];
const healthWords: readonly HealthWord[] = [
  'Healthy', 'Healthy (At Risk)', 'Resynching', 'Degraded', 'Degraded (At Risk)', 'Failed', 'Missing', 'Stopped', 'Initializing', 'Unknown',
];
const taskStates: readonly TaskState[] = ['running', 'paused', 'done', 'done with remarks', 'failed', 'cancelled'];
const severities: readonly AlertView['severity'][] = ['information', 'warning', 'error', 'critical'];

export function metricsText(facts: MetricsFacts): string {
  const families = [
    ...hostFamilies(facts), ...groupFamilies(facts), ...diskFamilies(facts), ...volumeFamilies(facts), ...workFamilies(facts),
  ];
  return families.map(familyText).join('');
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ labels, value }) => `plexus_${name}${labelText(labels)} ${value}\n`);
  return `# HELP plexus_${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE plexus_${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) =>
    `${key}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** One sample for each word, of how many have it: a word that nobody has is 0, so that it can be asked for. */
function counted<Word extends string>(label: string, words: readonly Word[], found: readonly Word[]): readonly Sample[] {
  const counts = new Map<string, number>();
  for (const word of found) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...new Set<string>([...words, ...found])].map((word) => ({ labels: { [label]: word }, value: counts.get(word) ?? 0 }));
}

function hostFamilies({ version, startedAt, lostLogEntries }: MetricsFacts): readonly Family[] {
  return [
    { name: 'info', type: 'gauge', help: 'The version of the host.', samples: [{ labels: { version }, value: 1 }] },
    { name: 'start_time_seconds', type: 'gauge', help: 'When the host started, in seconds since 1970.',
      samples: [{ labels: {}, value: Date.parse(startedAt) / 1000 }] },
    { name: 'log_entries_lost_total', type: 'counter', help: 'Log entries that could not be written since the host started.',
      samples: Object.entries(lostLogEntries).map(([log, value]) => ({ labels: { log }, value })) },
  ];
}

function groupFamilies({ groups }: MetricsFacts): readonly Family[] {
  const imported = groups.filter(({ status }) => status === 'imported' || status === 'frozen');
  const each = (value: (group: GroupView) => number): readonly Sample[] =>
    imported.map((group) => ({ labels: { group: group.name, group_id: group.id }, value: value(group) }));
  return [
    { name: 'groups', type: 'gauge', help: 'Disk groups by status.',
      samples: counted('status', groupStatuses, groups.map(({ status }) => status)) },
    { name: 'group_sequence', type: 'counter', help: 'Sequence of the newest configuration: it rises with each commit.',
      samples: each(({ sequence }) => sequence) },
    { name: 'group_size_bytes', type: 'gauge', help: 'Space of the group.', samples: each(({ sizeBytes }) => sizeBytes) },
    { name: 'group_free_bytes', type: 'gauge', help: 'Space of the group that no object uses.',
      samples: each(({ freeBytes }) => freeBytes) },
    { name: 'group_holders', type: 'gauge', help: 'Disks that hold the configuration.',
      samples: each(({ holderIds }) => holderIds.length) },
  ];
}

function diskFamilies({ disks }: MetricsFacts): readonly Family[] {
  const each = (value: (disk: DiskView) => number): readonly Sample[] => disks.filter(({ groupId }) => groupId !== '')
    .map((disk) => ({ labels: { group: disk.groupName, disk: disk.internalName || disk.name, disk_id: disk.id }, value: value(disk) }));
  return [
    { name: 'disks', type: 'gauge', help: 'Disks by status.', samples: counted('status', diskStatuses, disks.map(({ status }) => status)) },
    { name: 'disk_up', type: 'gauge', help: '1 for a disk of a group that is online, else 0.',
      samples: each(({ status }) => (status === 'online' ? 1 : 0)) },
    { name: 'disk_errors_total', type: 'counter', help: 'Errors of the disk since its group was imported.',
      samples: each(({ errors }) => errors) },
  ];
}

function volumeFamilies({ volumes }: MetricsFacts): readonly Family[] {
  const each = (value: (volume: VolumeView) => number): readonly Sample[] =>
    volumes.map((volume) => ({ labels: { group: volume.groupName, volume: volume.name, volume_id: volume.id }, value: value(volume) }));
  return [
    { name: 'volumes', type: 'gauge', help: 'Volumes by health.',
      samples: counted('health', healthWords, volumes.map(({ health }) => health)) },
    { name: 'volume_size_bytes', type: 'gauge', help: 'Length of the volume.', samples: each(({ lengthBytes }) => lengthBytes) },
    { name: 'volume_started', type: 'gauge', help: '1 for a volume that is served, else 0.',
      samples: each(({ started }) => (started ? 1 : 0)) },
    { name: 'volume_survives_disks', type: 'gauge', help: 'Disks that may fail, any of them, with the data still there.',
      samples: each(({ survivesDisks }) => survivesDisks) },
    { name: 'volume_resynchronising', type: 'gauge', help: '1 while the plexes of the volume are made equal, else 0.',
      samples: each(({ health }) => (health === 'Resynching' ? 1 : 0)) },
    { name: 'volume_clients', type: 'gauge', help: 'Connected clients.', samples: each(({ clients }) => clients.length) },
  ];
}

function workFamilies({ tasks, alerts }: MetricsFacts): readonly Family[] {
  const open = alerts.filter(({ state }) => state !== 'cleared');
  const running = tasks.filter(({ endedAt }) => endedAt === '');
  const each = (value: (task: TaskView) => number): readonly Sample[] => running.map((task) => (
    { labels: { task_id: task.id, name: task.name, subject: `${task.subject.kind} ${task.subject.name}` }, value: value(task) }));
  return [
    { name: 'tasks', type: 'gauge', help: 'Tasks that are known, by state.',
      samples: counted('state', taskStates, tasks.map(({ state }) => state)) },
    { name: 'task_done_bytes', type: 'gauge', help: 'What a task that has not ended has done.',
      samples: each(({ doneBytes }) => doneBytes) },
    { name: 'task_total_bytes', type: 'gauge', help: 'What a task that has not ended is to do.',
      samples: each(({ totalBytes }) => totalBytes) },
    { name: 'alerts', type: 'gauge', help: 'Alerts whose state has not ended, by severity.',
      samples: counted('severity', severities, open.map(({ severity }) => severity)) },
  ];
}
