/** What may be asked of a task over the contract. A task is named by its number or its GUID. */
import { taskEnded, taskUnknown, type TaskWish } from '../group/task-list.ts';
import type { Refusal } from '../model/refusal.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { TaskView } from '../model/views.ts';
import type { CallHandlers } from './call-dispatch.ts';
import type { HostTasks } from './host-tasks.ts';
import type { ObjectStore } from './object-store.ts';
import type { RunningGroups } from './running-groups.ts';

export interface TaskCallWorld {
  readonly hostTasks: HostTasks;
  readonly store: ObjectStore;
  readonly groups: RunningGroups;
}

type TaskCall = 'task.pause' | 'task.resume' | 'task.abort' | 'task.set';

export function taskCalls(world: TaskCallWorld): Pick<CallHandlers, TaskCall> {
  return {
    'task.pause': ({ task }) => ask(world, task, { kind: 'pause' }),
    'task.resume': ({ task }) => ask(world, task, { kind: 'resume' }),
    'task.abort': ({ task }) => ask(world, task, { kind: 'abort' }),
    'task.set': ({ task, slowMilliseconds }) => ask(world, task, { kind: 'slow', milliseconds: slowMilliseconds }),
  };
}

async function ask(
  { store, groups, hostTasks }: TaskCallWorld, named: string, wish: TaskWish,
): Promise<Result<{ readonly task: TaskView }, Refusal>> {
  const task = store.ofKind('task').find(({ id, number }) => id === named || String(number) === named);
  if (task === undefined) return failure(taskUnknown(named));
  const question = { id: task.id, shownAs: String(task.number), wish };
  if (hostTasks.knows(task.id)) {
    const answered = await hostTasks.ask(question);
    return answered.ok ? success({ task: answered.value }) : answered;
  }
  if (task.endedAt !== '') return failure(taskEnded(task));
  const group = groups.find(task.groupId);
  if (group === null) {
    return failure(refusal('group.not-imported', { kind: 'group', name: task.groupId }, {}, 'Import the group first.'));
  }
  const answer = await group.link.request({ kind: 'task', question });
  return answer.ok ? success({ task: { ...answer.value as TaskView, number: task.number } }) : answer;
}
