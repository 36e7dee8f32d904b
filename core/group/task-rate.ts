/** How fast a task goes, from what it had done at moments of the last seconds. Before there are enough of them it says so: null. */
import type { TaskView } from '../model/views.ts';

/** Moments closer together than this say more of the scheduler than of the copy. */
export const sampleMillisecondsMinimum = 500;
export const samplesMaximum = 11;
/** With fewer nothing is said: one interval alone is often the first burst into a cache. */
const samplesMinimum = 3;

interface Sample { readonly atMilliseconds: number; readonly doneBytes: number }

export class TaskRate {
  #samples: Sample[] = [];

  observe(atMilliseconds: number, doneBytes: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && atMilliseconds - last.atMilliseconds < sampleMillisecondsMinimum) return;
    this.#samples.push({ atMilliseconds, doneBytes });
    if (this.#samples.length > samplesMaximum) this.#samples.shift();
  }

  /** After a pause: what was before says nothing about what comes. */
  forget(): void {
    this.#samples = [];
  }

  get bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || this.#samples.length < samplesMinimum) return null;
    return Math.round((last.doneBytes - first.doneBytes) / (last.atMilliseconds - first.atMilliseconds) * 1000);
  }

  /** To the end of `leftBytes`, at the best and the worst of the rates between two moments; null too while it stood still in one. */
  secondsLeft(leftBytes: number): TaskView['secondsLeft'] {
    if (this.#samples.length < samplesMinimum) return null;
    const rates = this.#samples.slice(1).map((sample, index) => {
      const before = this.#samples[index] as Sample;
      return (sample.doneBytes - before.doneBytes) / (sample.atMilliseconds - before.atMilliseconds) * 1000;
    });
    const worst = Math.min(...rates);
    if (worst <= 0) return null;
    return { least: Math.ceil(leftBytes / Math.max(...rates)), most: Math.ceil(leftBytes / worst) };
  }
}
