/** Long jobs of a group as others see them. Ended tasks are kept for a while, so that whoever waited can read the result. */
import type { Clock, Random } from '../device/ports.ts';
import type { GroupId, Subject } from '../model/identity.ts';
import type { TaskState, TaskView } from '../model/views.ts';

export const endedTasksMaximum = 64;

export interface TaskDescription {
  readonly name: string;
  readonly subject: Subject;
  readonly cause: string;
  readonly copies: TaskView['copies'];
  /** Asked whenever the task is shown. Bytes. */
  readonly progress: () => { readonly doneBytes: number; readonly totalBytes: number };
}

export class Task {
  readonly id: string;
  readonly #description: TaskDescription;
  readonly #groupId: GroupId;
  readonly #startedAt: string;
  state: TaskState = 'running';
  endedAt = '';
  result = '';
  #last: { readonly doneBytes: number; readonly totalBytes: number } | null = null;

  constructor(id: string, groupId: GroupId, startedAt: string, description: TaskDescription) {
    this.id = id;
    this.#groupId = groupId;
    this.#startedAt = startedAt;
    this.#description = description;
  }

  /** Keeps the progress of this moment: the job behind it goes away. */
  settle(state: TaskState, result: string, endedAt: string): void {
    const { doneBytes, totalBytes } = this.#description.progress();
    this.#last = { doneBytes: state === 'done' ? totalBytes : doneBytes, totalBytes };
    this.state = state;
    this.result = result;
    this.endedAt = endedAt;
  }

  view(): TaskView {
    const { name, subject, cause, copies } = this.#description;
    const progress = this.#last ?? this.#description.progress();
    return {
      kind: 'task', id: this.id, name, subject, groupId: this.#groupId, cause, copies, state: this.state,
      doneBytes: progress.doneBytes, totalBytes: progress.totalBytes, startedAt: this.#startedAt, endedAt: this.endedAt,
      result: this.result,
    };
  }
}

export class TaskList {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #groupId: GroupId;
  readonly #changed: () => void;
  #tasks: Task[] = [];

  constructor(clock: Clock, random: Random, groupId: GroupId, changed: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#groupId = groupId;
    this.#changed = changed;
  }

  get running(): boolean {
    return this.#tasks.some((task) => task.endedAt === '');
  }

  begin(description: TaskDescription): Task {
    const task = new Task(this.#random.guid(), this.#groupId, this.#clock.timestamp(), description);
    this.#tasks.push(task);
    this.#changed();
    return task;
  }

  end(task: Task, state: TaskState, result: string): void {
    task.settle(state, result, this.#clock.timestamp());
    const ended = this.#tasks.filter((candidate) => candidate.endedAt !== '');
    const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - endedTasksMaximum)));
    this.#tasks = this.#tasks.filter((candidate) => !forgotten.has(candidate));
    this.#changed();
  }

  views(): readonly TaskView[] {
    return this.#tasks.map((task) => task.view());
  }
}
