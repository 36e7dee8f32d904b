/**
 * Long work that the host does itself, beside the tasks of its groups. It is in the list of tasks and in the task log like theirs;
 * a restart of the host does not take it up again.
 */
import { randomUUID } from 'node:crypto';
import type { TaskQuestion } from '../group/task-list.ts';
import { taskEnded, taskUnknown } from '../group/task-list.ts';
import type { Subject } from '../model/identity.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { taskRules } from '../model/task-kinds.ts';
import type { TaskName } from '../model/task-kinds.ts';
import type { TaskView } from '../model/views.ts';

/** Ended ones that are shown; what came before them is in the task log. */
export const endedHostTasksMaximum = 64;

export interface HostTaskDescription {
  readonly name: TaskName;
  readonly subject: Subject;
  readonly groupId: string;
  readonly cause: string;
}

export interface HostTaskEnd {
  readonly state: 'done' | 'done with remarks' | 'failed' | 'cancelled';
  readonly result: string;
}

export interface HostTasksWorld {
  /** Gives the task its number and shows all; the first time and at each change also notes it in the task log. */
  show(tasks: readonly TaskView[], changed: TaskView, what: string): readonly TaskView[];
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<TaskView>;
}

export class HostTasks {
  readonly #world: HostTasksWorld;
  readonly #running = new Map<string, Running>();
  #tasks: readonly TaskView[] = [];

  constructor(world: HostTasksWorld) {
    this.#world = world;
  }

  knows(id: string): boolean {
    return this.#tasks.some((task) => task.id === id);
  }

  /** Begins it and answers at once. `work` never rejects; it ends soon after its signal. */
  begin(description: HostTaskDescription, work: (abort: AbortSignal) => Promise<HostTaskEnd>): TaskView {
    const { name, subject, groupId, cause } = description;
    const { pausable, abortable, abortLeaves } = taskRules[name];
    const task: TaskView = {
      kind: 'task', id: randomUUID(), number: 0, name, subject, groupId, cause, copies: 'none', whyNotLess: '', state: 'running',
      doneBytes: 0, totalBytes: 0, bytesPerSecond: null, secondsLeft: null, copyShare: 0, clientsBusy: false, slowMilliseconds: 0,
      pausable, abortable, abortLeaves, startedAt: new Date().toISOString(), endedAt: '', result: '', differences: null,
    };
    const begun = this.#put(task, 'began');
    const abort = new AbortController();
    this.#running.set(task.id, { abort, ended: this.#end(begun, work(abort.signal)) });
    return begun;
  }

  async ask({ id, shownAs, wish }: TaskQuestion): Promise<Result<TaskView, Refusal>> {
    const task = this.#tasks.find((known) => known.id === id);
    if (task === undefined) return failure(taskUnknown(shownAs));
    const running = this.#running.get(id);
    if (running === undefined) return failure(taskEnded(task));
    if (wish.kind !== 'abort') {
      return failure(refusal('task.not-pausable', task.subject, { task: task.name, reason: 'it is the work of another program' },
        `Wait until it has ended: vxtask wait ${shownAs}`));
    }
    running.abort.abort();
    return success(await running.ended);
  }

  /** Aborts what runs, and resolves when it has ended. */
  async close(): Promise<void> {
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  async #end(task: TaskView, work: Promise<HostTaskEnd>): Promise<TaskView> {
    const { state, result } = await work;
    this.#running.delete(task.id);
    return this.#put({ ...task, state, result, endedAt: new Date().toISOString() }, state);
  }

  #put(task: TaskView, what: string): TaskView {
    const others = this.#tasks.filter(({ id }) => id !== task.id);
    const ended = others.filter(({ endedAt }) => endedAt !== '');
    const dropped = new Set(ended.slice(0, Math.max(0, ended.length - endedHostTasksMaximum)));
    this.#tasks = this.#world.show([...others.filter((other) => !dropped.has(other)), task], task, what);
    return this.#tasks.find(({ id }) => id === task.id) ?? task;
  }
}
