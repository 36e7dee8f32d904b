/** What may be asked of a task over the contract. A task is named by its number or its GUID. */
import { taskUnknown, type TaskWish } from '../group/task-list.ts';
import type { Refusal } from '../model/refusal.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { TaskView } from '../model/views.ts';
import type { CallHandlers } from './call-dispatch.ts';
import type { ObjectStore } from './object-store.ts';
import type { RunningGroups } from './running-groups.ts';

export interface TaskCallWorld {
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

async function ask({ store, groups }: TaskCallWorld, named: string, wish: TaskWish): Promise<Result<{ readonly task: TaskView }, Refusal>> {
  const task = store.ofKind('task').find(({ id, number }) => id === named || String(number) === named);
  if (task === undefined) return failure(taskUnknown(named));
  const group = groups.find(task.groupId);
  if (group === null) {
    return failure(refusal('group.not-imported', { kind: 'group', name: task.groupId }, {}, 'Import the group first.'));
  }
  const answer = await group.link.request({ kind: 'task', question: { id: task.id, shownAs: String(task.number), wish } });
  return answer.ok ? success({ task: { ...answer.value as TaskView, number: task.number } }) : answer;
}
