/**
 * One long job of a group as others see it. It outlives the copy behind it: after a restart, or when the volume was stopped,
 * it waits without one until the same work begins again, and then goes on under its old id with what was wished of it.
 */
import type { NotedObjectKind, TaskNote } from '../format/klog.ts';
import type { GroupId, Subject } from '../model/identity.ts';
import { sabotaged } from '../model/sabotage.ts';
import { isTaskName, taskRules, type TaskName, type TaskRules } from '../model/task-kinds.ts';
import type { FoundDifferences, TaskState, TaskView } from '../model/views.ts';
import type { CopyJob } from '../volume/volume-definition.ts';
import { TaskRate } from './task-rate.ts';

/** Remarks beyond these are counted, not kept. */
export const remarksMaximum = 8;

export interface TaskDescription {
  readonly name: TaskName;
  readonly subject: Subject;
  readonly cause: string;
  readonly copies: TaskView['copies'];
  /** Why no cheaper kind of copy was possible. */
  readonly whyNotLess?: string;
  /** Asked whenever the task is shown. Bytes. */
  readonly progress: () => { readonly doneBytes: number; readonly totalBytes: number };
  /** The copy that can be paused, slowed and aborted. */
  readonly job?: CopyJob;
}

export type EndState = Extract<TaskState, 'done' | 'done with remarks' | 'failed' | 'cancelled'>;

/** What a task of an earlier life was; its rules are those of its name, if this release knows it. */
type Origin = Pick<TaskNote, 'taskId' | 'startedAt' | 'paused' | 'slowMilliseconds'>;
type Description = Omit<TaskDescription, 'name'> & { readonly name: string };

export class Task {
  readonly id: string;
  readonly startedAt: string;
  readonly #groupId: GroupId;
  readonly #rate = new TaskRate();
  #description: Description;
  #endState: EndState | null = null;
  #remarks: string[] = [];
  #remarksUnsaid = 0;
  /** A person's wish; survives restarts. */
  paused: boolean;
  /** Others have their turn before it. */
  waits = false;
  /** The work behind it is not under way: it will be, or a verdict ends the task. */
  interrupted: boolean;
  aborting = false;
  endedAt = '';
  result = '';
  /** Of a comparison of plexes, once it has ended. */
  differences: FoundDifferences | null = null;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  #markEnded: () => void = () => undefined;
  #slowMilliseconds: number;
  #last: { readonly doneBytes: number; readonly totalBytes: number } | null = null;

  private constructor(groupId: GroupId, origin: Origin, description: Description, interrupted: boolean) {
    this.id = origin.taskId;
    this.startedAt = origin.startedAt;
    this.paused = origin.paused;
    this.#slowMilliseconds = origin.slowMilliseconds;
    this.#groupId = groupId;
    this.#description = description;
    this.interrupted = interrupted;
    this.ended = new Promise((resolve) => { this.#markEnded = resolve; });
  }

  static begun(id: string, groupId: GroupId, startedAt: string, description: TaskDescription): Task {
    return new Task(groupId, { taskId: id, startedAt, paused: false, slowMilliseconds: 0 }, description, false);
  }

  /** As an earlier life of the host noted it. */
  static remembered(note: TaskNote, groupId: GroupId): Task {
    return new Task(groupId, note, {
      name: note.name, subject: { kind: note.objectKind, name: note.objectName, id: note.objectId }, cause: note.cause, copies: 'none',
      progress: () => ({ doneBytes: 0, totalBytes: 0 }),
    }, true);
  }

  get name(): string {
    return this.#description.name;
  }

  get subject(): Subject {
    return this.#description.subject;
  }

  get job(): CopyJob | null {
    return this.#description.job ?? null;
  }

  get slowMilliseconds(): number {
    return this.#slowMilliseconds;
  }

  set slowMilliseconds(milliseconds: number) {
    this.#slowMilliseconds = milliseconds;
    if (this.job !== null) this.job.slowMilliseconds = milliseconds;
  }

  /** A task of a newer release is left alone: it ends with a verdict. */
  get rules(): TaskRules {
    const { name } = this.#description;
    return isTaskName(name) ? taskRules[name] : taskRules['Initialise'];
  }

  get wished(): boolean {
    return this.paused || this.#slowMilliseconds > 0;
  }

  get state(): TaskState {
    if (this.#endState !== null) return this.#endState;
    if (this.paused) return 'paused';
    return this.waits || this.interrupted ? 'waiting' : 'running';
  }

  /** The same work begins again: in this life, or the first time after a restart. */
  takeUp(description: TaskDescription): void {
    this.#description = description;
    this.#last = null;
    this.#rate.forget();
    this.interrupted = false;
    if (sabotaged('paused-task-forgotten')) this.paused = false;
    if (description.job !== undefined) description.job.slowMilliseconds = this.#slowMilliseconds;
  }

  /** The copy has gone, the work has not: it waits to be taken up. */
  interrupt(): void {
    this.#last = this.#description.progress();
    const { job: _job, ...rest } = this.#description;
    this.#description = rest;
    this.interrupted = true;
    this.waits = false;
  }

  /** Something went wrong that did not stop it: then it ends as `done with remarks`. */
  remark(text: string): void {
    if (this.#remarks.includes(text)) return;
    if (this.#remarks.length < remarksMaximum) this.#remarks.push(text);
    else this.#remarksUnsaid += 1;
  }

  /** Keeps the progress of this moment: the job behind it goes away. */
  settle(state: EndState, result: string, endedAt: string): void {
    const { doneBytes, totalBytes } = this.#last ?? this.#description.progress();
    const remarks = [...this.#remarks, ...(this.#remarksUnsaid > 0 ? [`${this.#remarksUnsaid} more remarks`] : [])];
    this.#last = { doneBytes: state === 'done' ? totalBytes : doneBytes, totalBytes };
    this.#endState = state === 'done' && remarks.length > 0 ? 'done with remarks' : state;
    this.result = [...(result === '' ? [] : [result]), ...remarks].join('; ');
    this.endedAt = endedAt;
    this.#markEnded();
  }

  note(): Omit<TaskNote, 'sequence' | 'underWay'> {
    const { subject, name, cause } = this.#description;
    const kinds: readonly string[] = ['volume', 'plex'] satisfies readonly NotedObjectKind[];
    return {
      taskId: this.id, name,
      objectKind: subject.id !== undefined && kinds.includes(subject.kind) ? subject.kind as NotedObjectKind : 'group',
      objectId: subject.id ?? this.#groupId, objectName: subject.name, paused: this.paused, slowMilliseconds: this.#slowMilliseconds,
      startedAt: this.startedAt, cause,
    };
  }

  view(nowMilliseconds: number): TaskView {
    const { name, subject, cause, copies, whyNotLess = '' } = this.#description;
    const { doneBytes, totalBytes } = this.#last ?? this.#description.progress();
    const { job, state, rules } = this;
    const running = state === 'running';
    if (running) this.#rate.observe(nowMilliseconds, doneBytes);
    else this.#rate.forget();
    return {
      kind: 'task', id: this.id, number: 0, name, subject, groupId: this.#groupId, cause, copies, whyNotLess, state, doneBytes, totalBytes,
      bytesPerSecond: this.#rate.bytesPerSecond, secondsLeft: this.#rate.secondsLeft(totalBytes - doneBytes),
      copyShare: running ? job?.copyShare ?? 0 : 0, clientsBusy: running && (job?.clientsBusy ?? false),
      slowMilliseconds: this.#slowMilliseconds, pausable: rules.pausable, abortable: rules.abortable, abortLeaves: rules.abortLeaves,
      startedAt: this.startedAt, endedAt: this.endedAt, result: this.result, differences: this.differences,
    };
  }
}
