/**
 * What people call a task: a number of this host, in `<state>/tasks.json`. The task itself is known by its GUID, on the disks
 * of its group; the number is a name for it here, like `Harddisk0` is one for a disk.
 *
 * Invariants:
 * - A number, once given, belongs to that task for ever; no number is given twice.
 * - The file is written whole and durably before a number is shown. One that cannot be written is right until the host ends.
 * - Only the newest of very many tasks are remembered by id.
 */
import { join } from 'node:path';
import * as z from 'zod';
import type { TaskView } from '../model/views.ts';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';
import { systemReason } from './state-folder.ts';

export const rememberedTasksMaximum = 1_000;

const fileSchema = z.object({
  version: z.literal(1), nextNumber: z.number().int().min(1), tasks: z.array(z.object({ id: z.string(), number: z.number().int().min(1) })),
});

export class TaskNumbers {
  readonly #path: string;
  readonly #fault: (reason: string) => void;
  readonly #numbers = new Map<string, number>();
  #nextNumber = 1;

  /** `fault` is told why numbers could not be kept, and the empty text once they could again. */
  constructor(folder: string, fault: (reason: string) => void) {
    this.#path = join(folder, 'tasks.json');
    this.#fault = fault;
    try {
      const text = readTextIfThere(this.#path);
      if (text === null) return;
      const { nextNumber, tasks } = fileSchema.parse(JSON.parse(text));
      this.#nextNumber = nextNumber;
      for (const { id, number } of tasks) this.#numbers.set(id, number);
    } catch (error) {
      fault(`tasks.json cannot be understood: ${systemReason(error)}`);
    }
  }

  knows(id: string): boolean {
    return this.#numbers.has(id);
  }

  /** The tasks with their numbers. */
  numbered(tasks: readonly TaskView[]): readonly TaskView[] {
    const unknown = tasks.filter(({ id }) => !this.#numbers.has(id));
    if (unknown.length > 0) this.#give(unknown.map(({ id }) => id));
    return tasks.map((task) => ({ ...task, number: this.#numbers.get(task.id) ?? 0 }));
  }

  #give(ids: readonly string[]): void {
    for (const id of ids) {
      this.#numbers.set(id, this.#nextNumber);
      this.#nextNumber += 1;
    }
    const kept = [...this.#numbers].slice(-Math.max(rememberedTasksMaximum, ids.length));
    this.#numbers.clear();
    for (const [id, number] of kept) this.#numbers.set(id, number);
    const tasks = kept.map(([id, number]) => ({ id, number }));
    try {
      writeFileDurably(this.#path, `${JSON.stringify({ version: 1, nextNumber: this.#nextNumber, tasks })}\n`);
      this.#fault('');
    } catch (error) {
      this.#fault(systemReason(error));
    }
  }
}
