/** `vxtask`: what runs for long. A task is named by its number, or by its id. */
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { slowMillisecondsMaximum } from '../model/task-kinds.ts';
import type { TaskView } from '../model/views.ts';
import { awaitTasks, hasEnded, tasksExitCode } from './await-tasks.ts';
import { monitorTasks, slowMilliseconds } from './monitor-tasks.ts';
import { readObjects } from './object-index.ts';
import { usageOf } from './parse-line.ts';
import { factLines } from './table.ts';
import { taskFacts, taskJson, taskLines } from './task-text.ts';
import type { HostConnection, Line, Session, Tool } from './tool.ts';
import { namesMaximum, ownVerb } from './tool.ts';

/** Ended tasks that are listed without `-a`: the last ones. */
const endedTasksListed = 64;

async function listTasks(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const { flags } = line;
  const { tasks } = objects.value;
  const ended = tasks.filter(hasEnded);
  const leftOut = new Set(flags.has('a') ? [] : ended.slice(0, Math.max(0, ended.length - endedTasksListed)));
  const wanted = ({ state }: TaskView): boolean =>
    (!flags.has('p') && !flags.has('r')) || (flags.has('p') && state === 'paused') || (flags.has('r') && state === 'running');
  print(tasks.filter((task) => !leftOut.has(task) && wanted(task)), session, flags.has('l'));
  return success(0);
}

function print(tasks: readonly TaskView[], session: Session, long: boolean): void {
  const { out } = session.terminal;
  if (session.json) out(JSON.stringify({ tasks: tasks.map(taskJson) }));
  else if (!long) for (const text of taskLines(tasks)) out(text);
  else tasks.forEach((task, index) => { for (const text of [...(index === 0 ? [] : ['']), ...factLines(taskFacts(task))]) out(text); });
}

async function waitForTasks(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const tasks = await awaitTasks(connection.value, line.operands, session.terminal.progress);
  if (!tasks.ok) return tasks;
  print(tasks.value, session, false);
  return success(tasksExitCode(tasks.value));
}

type Wish = (connection: HostConnection, task: string) => Promise<Result<{ readonly task: TaskView }, Refusal>>;

/** Asks the same of each, and says what became of it; the first refusal ends it. */
async function askAll(wish: Wish, line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const tasks: TaskView[] = [];
  for (const task of line.operands) {
    const answer = await wish(connection.value, task);
    if (!answer.ok) return answer;
    tasks.push(answer.value.task);
  }
  if (session.json) print(tasks, session, false);
  return success(0);
}

async function setSlow(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const given = line.keys.get('slow');
  if (given === undefined) return failure(usageOf(line.tool, line.verb, 'slow= is missing'));
  const milliseconds = slowMilliseconds(given, slowMillisecondsMaximum);
  if (!milliseconds.ok) return milliseconds;
  return askAll((connection, task) => connection.call('task.set', { task, slowMilliseconds: milliseconds.value }), line, session);
}

const named = { operandsMinimum: 1, operandsMaximum: namesMaximum } as const;

export const vxtask: Tool = {
  name: 'vxtask',
  about: 'long operations',
  verbs: [
    ownVerb({
      name: 'list', usage: 'list [-l] [-p] [-r] [-a]', about: 'the tasks, and those that ended lately', options: ['l', 'p', 'r', 'a'],
      run: listTasks,
    }),
    ownVerb({
      name: 'pause', usage: 'pause ID ...', about: 'let these tasks stand still, over a restart too', ...named,
      run: (line, session) => askAll((connection, task) => connection.call('task.pause', { task }), line, session),
    }),
    ownVerb({
      name: 'resume', usage: 'resume ID ...', about: 'let paused tasks go on', ...named,
      run: (line, session) => askAll((connection, task) => connection.call('task.resume', { task }), line, session),
    }),
    ownVerb({
      name: 'abort', usage: 'abort ID ...', about: 'give these tasks up; vxtask -l list says what each leaves', ...named,
      run: (line, session) => askAll((connection, task) => connection.call('task.abort', { task }), line, session),
    }),
    ownVerb({
      name: 'set', usage: 'set slow=MS ID ...', about: 'a pause of so many milliseconds after each chunk', keys: ['slow'], ...named,
      run: setSlow,
    }),
    ownVerb({
      name: 'monitor', usage: 'monitor [ID]', about: 'a line for each change, EXITED at the end', operandsMaximum: 1, run: monitorTasks,
    }),
    ownVerb({ name: 'wait', usage: 'wait ID ...', about: 'wait until these tasks have ended', ...named, run: waitForTasks }),
  ],
};
