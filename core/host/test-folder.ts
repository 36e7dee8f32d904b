/** For tests: a folder of its own under /tmp that is gone when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { invariant } from '../model/invariant.ts';

export function testFolder(): string {
  const folder = mkdtempSync('/tmp/plexus-host-');
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
