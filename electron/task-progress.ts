/** How far the tasks are, as one bar on the taskbar or the dock. */
import type { TaskView } from '../core/model/views.ts';

export interface TaskbarProgress {
  /** 0 to 1; above 1 for a bar without an end, -1 for none. */
  readonly share: number;
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'paused';
}

export const noProgress: TaskbarProgress = { share: -1, mode: 'none' };

type ShownTask = Pick<TaskView, 'state' | 'doneBytes' | 'totalBytes'>;

/** By bytes over all tasks under way, so that a small one that ends does not make the bar jump. In whole percents. */
export function progressOf(tasks: readonly ShownTask[]): TaskbarProgress {
  const running = tasks.filter(({ state }) => state === 'running');
  const under = running.length > 0 ? running : tasks.filter(({ state }) => state === 'paused');
  if (under.length === 0) return noProgress;
  const total = under.reduce((sum, task) => sum + task.totalBytes, 0);
  if (total <= 0) return { share: 2, mode: 'indeterminate' };
  const done = under.reduce((sum, task) => sum + Math.min(task.doneBytes, task.totalBytes), 0);
  return { share: Math.floor((done / total) * 100) / 100, mode: running.length > 0 ? 'normal' : 'paused' };
}
