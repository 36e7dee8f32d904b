/**
 * A folder for one test or one file of tests, and what must be undone at its end, last first. Everything that the tests with
 * real processes make lies below one folder of the run, so that the leak check can tell what is ours by its path alone.
 */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, inject, onTestFinished } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Made by `leak-check.ts`. Short, because socket paths are. */
    readonly runFolder: string;
  }
}

export type Undo = () => Promise<unknown> | unknown;

export class Stage {
  readonly folder: string;
  readonly #undo: Undo[] = [];

  constructor() {
    this.folder = fs.mkdtempSync(path.join(inject('runFolder'), 's'));
  }

  path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  atEnd(undo: Undo): void {
    this.#undo.push(undo);
  }

  /** All of it, also when parts fail; the first failure is thrown afterwards. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
    if (failures.length > 0) throw failures[0];
  }
}

/** For one test. */
export function testStage(): Stage {
  const stage = new Stage();
  onTestFinished(() => stage.close(), 60_000);
  return stage;
}

/** For all tests of a file or a `describe`; call it in `beforeAll`'s place, at the top. */
export function sharedStage(): Stage {
  const stage = new Stage();
  afterAll(() => stage.close(), 60_000);
  return stage;
}
