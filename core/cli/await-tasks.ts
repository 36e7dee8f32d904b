/** Waits until tasks have ended, by the host's events. */
import type { Refusal } from '../model/refusal.ts';
import { exitCodes, refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import type { ObjectView, TaskView } from '../model/views.ts';
import type { HostConnection } from './tool.ts';

/** A task is seen a moment after the command that started it has answered; one that is not seen by then has gone. */
const appearanceMillisecondsMaximum = 5_000;

/**
 * The tasks as they ended, in the order asked for; `progress` is told how far they are, and the empty text at the end.
 * Refused with `task.unknown` when one of them never shows.
 */
export function awaitTasks(
  connection: HostConnection, ids: readonly string[], progress?: (text: string) => void,
): Promise<Result<readonly TaskView[], Refusal>> {
  return new Promise((resolve) => {
    const seen = new Map<string, TaskView>();
    const finish = (result: Result<readonly TaskView[], Refusal>): void => {
      clearTimeout(appearance);
      progress?.('');
      resolve(result);
    };
    const appearance = setTimeout(() => {
      const missing = ids.find((id) => !seen.has(id));
      if (missing !== undefined) finish(failure(taskUnknown(missing)));
    }, appearanceMillisecondsMaximum);
    const look = (objects: readonly ObjectView[]): void => {
      for (const object of objects) {
        const asked = object.kind === 'task' ? ids.find((id) => isNamed(object, id)) : undefined;
        if (asked !== undefined) seen.set(asked, object as TaskView);
      }
      const ended = ids.map((id) => seen.get(id)).filter((task) => task !== undefined && hasEnded(task));
      if (ended.length === ids.length) finish(success(ended as readonly TaskView[]));
      else progress?.(progressText([...seen.values()]));
    };
    const forget = (id: string): void => {
      const asked = ids.find((name) => seen.get(name)?.id === id);
      if (asked !== undefined) finish(failure(taskUnknown(asked)));
    };
    const subscribed = connection.subscribe({
      snapshot: (_sequence, objects) => look(objects),
      change: ({ put, remove }) => {
        look(put);
        for (const { kind, id } of remove) if (kind === 'task') forget(id);
      },
    });
    void subscribed.then((answer) => (answer.ok ? undefined : finish(answer)));
    void connection.ended.then(() => finish(failure(hostWentAway())));
  });
}

export function hasEnded(task: TaskView): boolean {
  return task.state !== 'running' && task.state !== 'waiting' && task.state !== 'paused';
}

/** The worst of them: an I/O error, or plexes that differ, before an abort. */
export function tasksExitCode(tasks: readonly TaskView[]): number {
  const differ = ({ differences }: TaskView): boolean => differences !== null && differences.differingBytes > differences.repairedBytes;
  if (tasks.some((task) => task.state === 'failed' || differ(task))) return exitCodes.io;
  return tasks.some(({ state }) => state === 'cancelled') ? exitCodes.aborted : exitCodes.done;
}

/** By the number that the host shows, or by the id. */
export function isNamed(task: TaskView, name: string): boolean {
  return task.id === name || String(task.number) === name;
}

function progressText(tasks: readonly TaskView[]): string {
  return tasks.filter((task) => !hasEnded(task)).map((task) => {
    const percent = task.totalBytes === 0 ? '' : ` ${Math.floor((task.doneBytes / task.totalBytes) * 100)}%`;
    return `${task.number} ${task.name} ${task.subject.name}: ${task.state}${percent}`;
  }).join('; ');
}

export function taskUnknown(id: string): Refusal {
  return refusal('task.unknown', { kind: 'host', name: '' }, { task: id }, 'vxtask list shows the tasks that there are.');
}

export function hostWentAway(): Refusal {
  return refusal('host.unreachable', { kind: 'host', name: '' }, { reason: 'the connection ended while waiting' },
    'The task goes on when the host runs again: vxtask list');
}
