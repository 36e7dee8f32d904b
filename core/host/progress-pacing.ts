/**
 * Progress of tasks, slowed to what a person can see: a task that only went on is published at most ten times a second.
 * Anything else about a task (it ended, it was paused) is published at once. Nothing is lost: the last word is always sent.
 */
import type { TaskView } from '../model/views.ts';

export const progressIntervalMilliseconds = 100;

interface Paced {
  readonly shown: TaskView;
  readonly shownAtMilliseconds: number;
}

export class ProgressPacing {
  readonly #publish: (tasks: readonly TaskView[]) => void;
  #paced = new Map<string, Paced>();
  #latest: readonly TaskView[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(publish: (tasks: readonly TaskView[]) => void) {
    this.#publish = publish;
  }

  take(tasks: readonly TaskView[]): void {
    this.#latest = tasks;
    const now = performance.now();
    const paced = new Map<string, Paced>();
    let soonestMilliseconds = Infinity;
    for (const task of tasks) {
      const before = this.#paced.get(task.id);
      if (before !== undefined && task.doneBytes !== before.shown.doneBytes && onlyWentOn(before.shown, task)) {
        const waitMilliseconds = before.shownAtMilliseconds + progressIntervalMilliseconds - now;
        if (waitMilliseconds > 0) {
          paced.set(task.id, before);
          soonestMilliseconds = Math.min(soonestMilliseconds, waitMilliseconds);
          continue;
        }
      }
      paced.set(task.id, { shown: task, shownAtMilliseconds: now });
    }
    this.#paced = paced;
    this.#publish([...paced.values()].map(({ shown }) => shown));
    this.#wait(soonestMilliseconds);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(milliseconds: number): void {
    this.close();
    if (milliseconds === Infinity) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.take(this.#latest);
    }, Math.ceil(milliseconds));
    this.#timer.unref();
  }
}

function onlyWentOn(before: TaskView, after: TaskView): boolean {
  return before.state === after.state && before.result === after.result && before.endedAt === after.endedAt
    && before.totalBytes === after.totalBytes && before.name === after.name;
}
