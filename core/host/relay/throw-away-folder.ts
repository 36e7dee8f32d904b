/**
 * A folder under the system's temporary folder for a host that is thrown away. Its name holds the process that made it, so
 * that what a killed process left is found and removed by the next one.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ThrowAwayFolder {
  readonly path: string;
  remove(): void;
}

export function throwAwayFolder(purpose: string): ThrowAwayFolder {
  const prefix = `plexus-${purpose}-`;
  removeLeftovers(prefix);
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function removeLeftovers(prefix: string): void {
  for (const name of readdirSync(tmpdir())) {
    const maker = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (maker === undefined || isAlive(Number(maker))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: it is not ours to remove.
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
