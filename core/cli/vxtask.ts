/** `vxtask`: what runs for long. */
import { success } from '../model/result.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { TaskView } from '../model/views.ts';
import { awaitTasks, tasksExitCode } from './await-tasks.ts';
import { readObjects } from './object-index.ts';
import { tableLines } from './table.ts';
import type { Line, Session, Tool } from './tool.ts';
import { namesMaximum, ownVerb } from './tool.ts';

async function listTasks(_line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const { tasks } = objects.value;
  if (session.json) session.terminal.out(JSON.stringify({ tasks: tasks.map(taskJson) }));
  else for (const text of tableLines([taskHeader, ...tasks.map(taskRow)])) session.terminal.out(text);
  return success(0);
}

async function waitForTasks(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const tasks = await awaitTasks(connection.value, line.operands);
  if (!tasks.ok) return tasks;
  if (session.json) session.terminal.out(JSON.stringify({ tasks: tasks.value.map(taskJson) }));
  else for (const text of tableLines([taskHeader, ...tasks.value.map(taskRow)])) session.terminal.out(text);
  return success(tasksExitCode(tasks.value));
}

const taskHeader = ['TASK', 'NAME', 'OBJECT', 'STATE', 'DONE', 'COPIES', 'STARTED', 'CAUSE'];

function taskRow(task: TaskView): string[] {
  const percent = task.totalBytes === 0 ? '' : `${Math.floor((task.doneBytes / task.totalBytes) * 100)}%`;
  return [task.id, task.name, task.subject.name, task.result === '' ? task.state : `${task.state}: ${task.result}`, percent, task.copies,
    task.startedAt, task.cause];
}

function taskJson(task: TaskView): Readonly<Record<string, unknown>> {
  return {
    id: task.id, name: task.name, subject: task.subject, groupGuid: task.groupId, cause: task.cause, copies: task.copies, state: task.state,
    doneBytes: task.doneBytes, totalBytes: task.totalBytes, startedAt: task.startedAt, endedAt: task.endedAt, result: task.result,
  };
}

export const vxtask: Tool = {
  name: 'vxtask',
  about: 'long operations',
  verbs: [
    ownVerb({ name: 'list', usage: 'list', about: 'the tasks, and those that ended lately', run: listTasks }),
    ownVerb({
      name: 'wait', usage: 'wait ID ...', about: 'wait until these tasks have ended',
      operandsMinimum: 1, operandsMaximum: namesMaximum, run: waitForTasks,
    }),
  ],
};
