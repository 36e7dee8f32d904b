/** `vxtask monitor`: a line for each change of a task, until it has ended. */
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import type { ObjectView, TaskView } from '../model/views.ts';
import { hasEnded, hostWentAway, isNamed, tasksExitCode, taskUnknown } from './await-tasks.ts';
import { taskJson, taskProgress } from './task-text.ts';
import type { HostConnection, Line, Session } from './tool.ts';

/** Without an id: whatever is under way now, until nothing is any more. */
export async function monitorTasks(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const [named] = line.operands;
  return watch(connection.value, named, (task) => {
    if (session.json) session.terminal.out(JSON.stringify(taskJson(task)));
    else session.terminal.out(hasEnded(task) ? `${taskProgress(task)}  EXITED` : taskProgress(task));
  });
}

function watch(connection: HostConnection, named: string | undefined, show: (task: TaskView) => void): Promise<Result<number, Refusal>> {
  return new Promise((resolve) => {
    const watched = new Map<string, TaskView>();
    const take = (objects: readonly ObjectView[], begins: boolean): void => {
      for (const task of objects) {
        if (task.kind !== 'task' || (named !== undefined && !isNamed(task, named))) continue;
        const before = watched.get(task.id);
        if (before === undefined && named === undefined && (hasEnded(task) || !begins)) continue;
        watched.set(task.id, task);
        if (before === undefined || taskProgress(before) !== taskProgress(task)) show(task);
      }
      const tasks = [...watched.values()];
      if (named !== undefined && tasks.length === 0) resolve(failure(taskUnknown(named)));
      else if (tasks.every(hasEnded)) resolve(success(tasksExitCode(tasks)));
    };
    const subscribed = connection.subscribe({
      snapshot: (_sequence, objects) => { take(objects, true); },
      change: ({ put }) => { take(put, false); },
    });
    void subscribed.then((answer) => { if (!answer.ok) resolve(answer); });
    void connection.ended.then(() => { resolve(failure(hostWentAway())); });
  });
}

/** `slow=MS`: whole milliseconds within the contract's bounds. */
export function slowMilliseconds(text: string, maximum: number): Result<number, Refusal> {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= maximum) return success(value);
  return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument: 'slow', given: text, maximum },
    `Give slow= whole milliseconds, 0 to ${maximum}; 0 is as fast as the governor lets it.`));
}
