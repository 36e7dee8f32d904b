/**
 * What state an object is in, as the four marks that the console knows. Healthy is silent in the tree; the rest bears a
 * badge. The words themselves come from the host or from `texts.ts`.
 */
import type { AlertView, DiskView, GroupView, HealthWord, TaskView, VolumeView } from '../../core/model/views.ts';

export type Condition = 'healthy' | 'warning' | 'failed' | 'unknown';

const ofHealth: Readonly<Record<HealthWord, Condition>> = {
  'Healthy': 'healthy', 'Healthy (At Risk)': 'warning', 'Resynching': 'healthy', 'Initializing': 'healthy',
  'Degraded': 'warning', 'Degraded (At Risk)': 'warning', 'Failed': 'failed', 'Missing': 'failed',
  'Stopped': 'unknown', 'Unknown': 'unknown',
};

const ofDisk: Readonly<Record<DiskView['status'], Condition>> = {
  free: 'healthy', online: 'healthy', foreign: 'unknown', missing: 'failed', failed: 'failed', unreadable: 'failed', copy: 'warning',
};

const ofSeverity: Readonly<Record<AlertView['severity'], Condition>> = {
  information: 'healthy', warning: 'warning', error: 'failed', critical: 'failed',
};

const ofTask: Readonly<Record<TaskView['state'], Condition>> = {
  'running': 'healthy', 'waiting': 'unknown', 'paused': 'unknown', 'done': 'healthy', 'done with remarks': 'warning',
  'failed': 'failed', 'cancelled': 'unknown',
};

export function volumeCondition(volume: VolumeView): Condition {
  return ofHealth[volume.health];
}

export function diskCondition(disk: DiskView): Condition {
  return disk.errors > 0 && ofDisk[disk.status] === 'healthy' ? 'warning' : ofDisk[disk.status];
}

/** A group that is not imported is nobody's trouble unless its disks contradict each other or it broke. */
export function groupCondition(group: GroupView): Condition {
  switch (group.status) {
    case 'imported': return ofHealth[group.health];
    case 'deported': case 'foreign': return 'unknown';
    case 'incomplete': case 'fork': return 'warning';
    case 'frozen': case 'stopped': case 'unreadable': return 'failed';
  }
}

export function severityCondition(alert: AlertView): Condition {
  return ofSeverity[alert.severity];
}

export function taskCondition(task: TaskView): Condition {
  return ofTask[task.state];
}

const rank: readonly Condition[] = ['healthy', 'unknown', 'warning', 'failed'];

export function worst(conditions: Iterable<Condition>): Condition {
  let found: Condition = 'healthy';
  for (const condition of conditions) {
    if (rank.indexOf(condition) > rank.indexOf(found)) found = condition;
  }
  return found;
}
