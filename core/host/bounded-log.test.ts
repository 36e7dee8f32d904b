import { appendFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BoundedLog, logEntryBytesMaximum, logFileBytesMaximum, logFilesMaximum } from './bounded-log.ts';
import { testFolder } from './test-folder.ts';

function entry(number: number): { at: string; severity: string; message: string; facts: Record<string, unknown> } {
  return { at: '2026-01-01T00:00:00Z', severity: 'information', message: `entry ${number}`, facts: { number } };
}

describe('bounded log', () => {
  test('keeps the newest entries within its bounds', () => {
    const folder = testFolder();
    const log = new BoundedLog(join(folder, 'task.log'), { fileBytes: 1000, files: 3 });
    for (let number = 0; number < 200; number++) log.append(entry(number));
    expect(readdirSync(folder)).toHaveLength(3);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1000);
    const last = log.last(15).map(({ facts }) => facts['number']);
    expect(last).toEqual(Array.from({ length: 15 }, (_unused, index) => 185 + index));
  });

  test.each([
    'task', 'alert', 'audit', 'host',
  ])('the log %s of a host stays within its bounds on disk, a torn line and a restart included', (name) => {
    const folder = testFolder();
    const path = join(folder, `${name}.log`);
    const written = Math.ceil((logFileBytesMaximum * (logFilesMaximum + 1)) / 60_000);
    for (let number = 0; number < written; number++) {
      if (number === 80) appendFileSync(path, '{"at":"2026');
      // A log of its own for each: as if the host had been started anew.
      new BoundedLog(path).append({ ...entry(number), facts: { number, text: 'x'.repeat(60_000) } });
    }
    const files = readdirSync(folder);
    expect(files).toHaveLength(logFilesMaximum);
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(logFileBytesMaximum);
    expect(new BoundedLog(path).last(2).map(({ facts }) => facts['number'])).toEqual([written - 2, written - 1]);
  });

  test('goes on after a restart and over a torn line', () => {
    const path = join(testFolder(), 'task.log');
    new BoundedLog(path).append(entry(1));
    appendFileSync(path, '{"at":"2026');
    const log = new BoundedLog(path);
    log.append(entry(2));
    log.append(entry(3));
    expect(log.last(10).map(({ facts }) => facts['number'])).toEqual([1, 2, 3]);
  });

  test('one huge entry is cut', () => {
    const path = join(testFolder(), 'task.log');
    new BoundedLog(path).append({ ...entry(1), facts: { text: 'x'.repeat(logEntryBytesMaximum * 2) } });
    expect(statSync(path).size).toBeLessThan(logEntryBytesMaximum);
  });

  test('a log that cannot be written loses entries and counts them', () => {
    const path = join(testFolder(), 'task.log');
    mkdirSync(path);
    const log = new BoundedLog(path);
    log.append(entry(1));
    expect(log.lost).toBe(1);
  });
});
