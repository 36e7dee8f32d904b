/**
 * Tasks that have ended, for whoever comes later: also after their group has gone, and after a restart of the host.
 *
 * Invariants:
 * - The task log is where they are kept: the entry of a task's end bears the whole task. Nothing else is written, so that the list
 *   and the log cannot differ; what the bounds of the log have dropped is not remembered either.
 * - There are at most `endedTasksMaximum`; the ones that ended first go.
 * - A task that its group still shows is not in `except`: each task is shown once.
 */
import * as z from 'zod';
import type { TaskView } from '../model/views.ts';
import type { BoundedLog } from './bounded-log.ts';

export const endedTasksMaximum = 1_000;
/** Entries of the log that are looked at: a task leaves a handful of them. */
const loggedEntriesMaximum = 8 * endedTasksMaximum;

const text = z.string();
const count = z.number();
const differencesSchema = z.object({
  differingBytes: count, repairedBytes: count, rangesLeftOut: count, likelyRight: text,
  ranges: z.array(z.object({ offsetBytes: count, lengthBytes: count, agreeing: z.array(z.array(text)) })),
});
const endedTaskSchema: z.ZodType<TaskView> = z.object({
  kind: z.literal('task'), id: text.min(1), number: count, name: text,
  subject: z.object({ kind: z.enum(['host', 'disk', 'group', 'volume', 'plex', 'subdisk', 'log']), name: text, id: text.optional() })
    .transform(({ id, ...subject }) => (id === undefined ? subject : { ...subject, id })),
  groupId: text, cause: text, copies: z.enum(['none', 'changed regions', 'used space', 'full']), whyNotLess: text,
  state: z.enum(['done', 'done with remarks', 'failed', 'cancelled']),
  doneBytes: count, totalBytes: count, bytesPerSecond: count.nullable(),
  secondsLeft: z.object({ least: count, most: count }).nullable(), copyShare: count, clientsBusy: z.boolean(), slowMilliseconds: count,
  pausable: z.boolean(), abortable: z.boolean(), abortLeaves: text, startedAt: text, endedAt: text.min(1), result: text,
  differences: differencesSchema.nullable().default(null),
});

export class EndedTasks {
  readonly #tasks = new Map<string, TaskView>();

  constructor(log: BoundedLog) {
    for (const { facts } of log.last(loggedEntriesMaximum)) {
      const task = endedTaskSchema.safeParse(facts);
      if (task.success) this.take([task.data]);
    }
  }

  /** Those among them that have ended. */
  take(tasks: readonly TaskView[]): void {
    for (const task of tasks) if (task.endedAt !== '') this.#tasks.set(task.id, task);
    const surplus = Math.max(0, this.#tasks.size - endedTasksMaximum);
    for (const id of [...this.#tasks.keys()].slice(0, surplus)) this.#tasks.delete(id);
  }

  /** But for those that are shown already. */
  except(shownIds: ReadonlySet<string>): readonly TaskView[] {
    return [...this.#tasks.values()].filter(({ id }) => !shownIds.has(id));
  }
}
