/**
 * The long jobs of a group: who has its turn, who waits, what people wished of each. Ended tasks are kept for a while, so that
 * whoever waited can read the result.
 *
 * A task whose copy was cancelled and not aborted is interrupted, not ended: its volume was stopped, or the host ends. It is
 * taken up by the next work on the same object, in this life or the next, or ended by `settle`.
 */
import type { Clock, IoError, Random } from '../device/ports.ts';
import { notedTasksMaximum } from '../format/klog.ts';
import type { GroupId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { copiesAtOnceMaximum, type TaskView } from '../model/views.ts';
import { CopyLedger } from '../volume/copy-governor.ts';
import type { TaskNotes } from './task-notes.ts';
import { Task, type EndState, type TaskDescription } from './task.ts';

export type { Task, TaskDescription } from './task.ts';

export const endedTasksMaximum = 64;

export interface TaskListParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly groupId: GroupId;
  readonly notes: TaskNotes;
  changed(): void;
}

/** Why an interrupted task is over; null when its work is still to be done here. */
export type Verdict = { readonly state: EndState; readonly result: string } | null;

/** What a person may ask of a task. */
export type TaskWish =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'slow'; readonly milliseconds: number };

export interface TaskQuestion {
  readonly id: string;
  /** What the host calls the task, for the way out of a refusal. */
  readonly shownAs: string;
  readonly wish: TaskWish;
}

export function taskUnknown(shownAs: string): Refusal {
  return refusal('task.unknown', { kind: 'host', name: '' }, { task: shownAs }, 'vxtask list shows the tasks that there are.');
}

export function taskEnded({ subject, name, state }: Pick<TaskView, 'subject' | 'name' | 'state'>): Refusal {
  return refusal('task.ended', subject, { task: name, state }, 'Nothing is left to be done.');
}

export class TaskList {
  readonly #parts: TaskListParts;
  readonly #ledger = new CopyLedger();
  #tasks: Task[] = [];

  constructor(parts: TaskListParts) {
    this.#parts = parts;
  }

  get running(): boolean {
    return this.#live().length > 0;
  }

  /** Tasks of an earlier life. To be called once, before any work begins. */
  async load(): Promise<void> {
    const { notes, groupId } = this.#parts;
    this.#tasks = (await notes.load()).filter((note) => note.underWay).map((note) => Task.remembered(note, groupId));
  }

  begin(description: TaskDescription): Task {
    const { clock, random, groupId } = this.#parts;
    let task = this.#interruptedOn(description);
    if (task === undefined) {
      task = Task.begun(random.guid(), groupId, clock.timestamp(), description);
      this.#tasks.push(task);
    } else {
      task.takeUp(description);
    }
    description.job?.shareWith(this.#ledger);
    task.waits = description.job !== undefined;
    this.#changed();
    return task;
  }

  /** `cancelled` without an abort is an interruption: its work is still to be done. */
  end(task: Task, state: EndState, result: string): void {
    if (state === 'cancelled' && !task.aborting && task.rules.afterRestart === 'resumed') task.interrupt();
    else this.#settle(task, state, result);
    this.#changed();
  }

  /** Ends the interrupted tasks whose work is not to be done here and now. */
  settle(verdictOf: (task: Task) => Verdict): void {
    const interrupted = this.#live().filter((task) => task.interrupted);
    if (interrupted.length === 0) return;
    for (const task of interrupted) {
      const verdict = verdictOf(task);
      if (verdict !== null) this.#settle(task, verdict.state, verdict.result);
    }
    this.#changed();
  }

  /** What is asked holds at once; the answer comes when it is on disk, that of an abort when the task has ended. */
  async ask({ id, shownAs, wish }: TaskQuestion): Promise<Result<TaskView, Refusal>> {
    const task = this.#tasks.find((candidate) => candidate.id === id);
    if (task === undefined) return failure(taskUnknown(shownAs));
    const refused = this.#refusedFor(task, wish, shownAs);
    if (refused !== null) return failure(refused);
    if (wish.kind === 'abort') {
      task.aborting = true;
      task.job?.cancel();
      await task.ended;
      return success(this.#view(task));
    }
    if (wish.kind === 'slow') task.slowMilliseconds = wish.milliseconds;
    else task.paused = wish.kind === 'pause';
    this.#changed();
    const error = await this.noted();
    if (error === null) return success(this.#view(task));
    return failure(refusal('task.not-noted', task.subject, { wish: wish.kind, reason: error.message },
      'It holds until the host restarts. Check the disks, then ask again.'));
  }

  /** Resolves when what is known of the tasks is on the disks; with an error when none of them took it. */
  noted(): Promise<IoError | null> {
    return this.#parts.notes.settled();
  }

  views(): readonly TaskView[] {
    return this.#tasks.map((task) => this.#view(task));
  }

  #view(task: Task): TaskView {
    return task.view(this.#parts.clock.nowMilliseconds());
  }

  #live(): Task[] {
    return this.#tasks.filter((task) => task.endedAt === '');
  }

  #interruptedOn({ subject }: TaskDescription): Task | undefined {
    return this.#live().find((task) =>
      task.interrupted && task.rules.afterRestart === 'resumed' && subject.id !== undefined && task.subject.id === subject.id);
  }

  #refusedFor(task: Task, wish: TaskWish, shownAs: string): Refusal | null {
    const { rules, subject, name } = task;
    if (task.endedAt !== '') return taskEnded(task);
    if (wish.kind === 'abort') {
      const why = task.interrupted ? 'it has not begun: other work on the volume goes before it' : rules.abortLeaves;
      if (rules.abortable && !task.interrupted) return null;
      const way = task.interrupted ? `Pause it, and it stands still when its turn comes: vxtask pause ${shownAs}`
        : `Wait until it has ended: vxtask wait ${shownAs}`;
      return refusal('task.not-abortable', subject, { task: name, reason: why }, way);
    }
    if (!rules.pausable) {
      return refusal('task.not-pausable', subject, { task: name, reason: rules.abortLeaves },
        `Wait until it has ended: vxtask wait ${shownAs}`);
    }
    const others = this.#live().filter((other) => other !== task && other.wished).length;
    if (others < notedTasksMaximum) return null;
    return refusal('limit.reached', subject, { limit: 'tasks that are paused or slowed', maximum: notedTasksMaximum },
      'Resume another one first: vxtask resume ID');
  }

  #settle(task: Task, state: EndState, result: string): void {
    task.settle(state, result, this.#parts.clock.timestamp());
    const ended = this.#tasks.filter((candidate) => candidate.endedAt !== '');
    const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - endedTasksMaximum)));
    this.#tasks = this.#tasks.filter((candidate) => !forgotten.has(candidate));
  }

  #changed(): void {
    this.#giveTurns();
    const live = this.#live();
    const urgency = (task: Task): number => (task.wished ? 0 : task.waits || task.interrupted ? 2 : 1);
    this.#parts.notes.keep([...live].sort((left, right) => urgency(left) - urgency(right)).slice(0, notedTasksMaximum)
      .map((task) => task.note()));
    this.#parts.changed();
  }

  /** Who runs goes on; who waits longest is next. */
  #giveTurns(): void {
    const copies = this.#live().filter((task) => task.job !== null);
    for (const task of copies.filter((copy) => copy.paused)) {
      task.job?.pause();
      task.waits = true;
    }
    const willing = copies.filter((task) => !task.paused);
    const turns = [...willing.filter((task) => !task.waits), ...willing.filter((task) => task.waits)];
    turns.forEach((task, index) => {
      task.waits = index >= copiesAtOnceMaximum;
      if (task.waits) task.job?.pause();
      else task.job?.resume();
    });
    this.#ledger.running = Math.min(turns.length, copiesAtOnceMaximum);
  }
}
