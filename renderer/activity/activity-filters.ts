/** Which alerts and tasks the lower pane shows, as a person chose it. Pure, but for what is remembered. */
import type { AlertView, TaskView } from '../../core/model/views.ts';
import { recall, remember } from '../state/memory.ts';
import type { Check } from '../state/memory.ts';

export const alertSeverities = ['information', 'warning', 'error', 'critical'] as const;
export const alertStateChoices = ['standing', 'new', 'all'] as const;
export type AlertStateChoice = (typeof alertStateChoices)[number];
export const taskStateChoices = ['all', 'under way', 'ended', 'trouble'] as const;
export type TaskStateChoice = (typeof taskStateChoices)[number];

export interface ActivityChoices {
  /** This severity and worse. */
  readonly severity: AlertView['severity'];
  readonly alerts: AlertStateChoice;
  readonly tasks: TaskStateChoice;
}

const firstChoices: ActivityChoices = { severity: 'information', alerts: 'standing', tasks: 'all' };
const memoryName = 'activity';

const areChoices: Check<ActivityChoices> = (value): value is ActivityChoices => {
  const { severity, alerts, tasks } = (value ?? {}) as Partial<ActivityChoices>;
  return severity !== undefined && alertSeverities.includes(severity) && alerts !== undefined && alertStateChoices.includes(alerts)
    && tasks !== undefined && taskStateChoices.includes(tasks);
};

export function recallChoices(): ActivityChoices {
  return recall(memoryName, areChoices) ?? firstChoices;
}

export function rememberChoices(choices: ActivityChoices): void {
  remember(memoryName, choices);
}

export function showsAlert({ severity, state }: AlertView, choices: ActivityChoices): boolean {
  if (alertSeverities.indexOf(severity) < alertSeverities.indexOf(choices.severity)) return false;
  switch (choices.alerts) {
    case 'all': return true;
    case 'standing': return state !== 'cleared';
    case 'new': return state === 'new';
  }
}

export function showsTask({ endedAt, state }: TaskView, { tasks }: ActivityChoices): boolean {
  switch (tasks) {
    case 'all': return true;
    case 'under way': return endedAt === '';
    case 'ended': return endedAt !== '';
    case 'trouble': return state === 'failed' || state === 'done with remarks' || state === 'cancelled';
  }
}
