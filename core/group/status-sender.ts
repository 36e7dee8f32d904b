/** Sends the status when something changed, at most ten times a second, and once a second while a task runs. */
import type { Clock, Timer } from '../device/ports.ts';

export const statusIntervalMilliseconds = 100;
const progressIntervalMilliseconds = 1_000;

export class StatusSender {
  readonly #clock: Clock;
  readonly #send: () => void;
  readonly #tasksRun: () => boolean;
  #timer: Timer | null = null;
  #due = Infinity;
  #lastAt = -Infinity;
  #stopped = false;

  constructor(clock: Clock, tasksRun: () => boolean, send: () => void) {
    this.#clock = clock;
    this.#tasksRun = tasksRun;
    this.#send = send;
  }

  changed(): void {
    this.#sendAt(Math.max(this.#clock.nowMilliseconds(), this.#lastAt + statusIntervalMilliseconds));
  }

  /** At once, whatever was sent before: the host waits for it. */
  sendNow(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#due = Infinity;
    this.#lastAt = this.#clock.nowMilliseconds();
    this.#send();
    if (this.#tasksRun()) this.#sendAt(this.#lastAt + progressIntervalMilliseconds);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #sendAt(milliseconds: number): void {
    if (this.#stopped || this.#due <= milliseconds) return;
    this.#timer?.cancel();
    this.#due = milliseconds;
    this.#timer = this.#clock.after(milliseconds - this.#clock.nowMilliseconds(), () => { if (!this.#stopped) this.sendNow(); });
  }
}
