/** For tests: a folder of its own, gone when the test ends. It lies below the folder of the run, where the leak check looks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { invariant } from '../model/invariant.ts';

export function testFolder(): string {
  const folder = mkdtempSync(join(inject('runFolder'), 'h'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits for the condition, never for a time; the bound is for a test that has failed. */
export async function until(condition: () => boolean, meaning: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    invariant(performance.now() < deadline, `never came true: ${meaning}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
