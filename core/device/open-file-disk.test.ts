import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openFileDisk } from './open-file-disk.ts';
import { SystemClock } from './system-clock.ts';

it('opening refuses what is not there or no disk, and says why', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-device-'));
  onTestFinished(() => { fs.rmSync(folder, { recursive: true }); });
  const clock = new SystemClock();
  const code = (target: string): string => {
    const result = openFileDisk({ path: target, readOnly: false, clock });
    return result.ok ? 'opened' : result.error.code;
  };
  expect(code(path.join(folder, 'absent'))).toBe('disk.gone');
  expect(code(folder)).toBe('disk.unreadable');
  expect(code('/dev/null')).toBe('disk.unreadable');
});
