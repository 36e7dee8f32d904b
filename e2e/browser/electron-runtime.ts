/** Whether the specs can run in the desktop program too, and where its runtime is. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const electronPackage = path.resolve(import.meta.dirname, '../../node_modules/electron');

export function electronExecutable(): string | null {
  try {
    const file = path.join(electronPackage, 'dist', readFileSync(path.join(electronPackage, 'path.txt'), 'utf8'));
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** Why they cannot; empty when they can. */
export function electronAbsence(): string {
  if (electronExecutable() === null) return 'its runtime is not installed (npx install-electron fetches it)';
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '';
  return process.platform === 'linux' && display === '' ? 'there is no display (xvfb-run -a gives one)' : '';
}
