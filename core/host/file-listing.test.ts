import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fileEntriesMaximum, listFiles } from './file-listing.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plexus-files-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('names files with their size, and folders, and nothing that dangles', async () => {
  writeFileSync(path.join(folder, 'disk0.img'), '');
  truncateSync(path.join(folder, 'disk0.img'), 4096);
  mkdirSync(path.join(folder, 'below'));
  symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'dangling'));
  const answer = await listFiles(folder);
  expect(answer).toMatchObject({ ok: true, value: { folder, parent: path.dirname(folder), truncated: false, entries: [
    { path: path.join(folder, 'below'), kind: 'folder', sizeBytes: 0 },
      { path: path.join(folder, 'disk0.img'), kind: 'file', sizeBytes: 4096 },
  ] } });
});

it('cuts off a folder that holds more than one answer may', async () => {
  const many = path.join(folder, 'below');
  for (let number = 0; number <= fileEntriesMaximum; number += 1) writeFileSync(path.join(many, `file${number}`), '');
  const answer = await listFiles(many);
  expect(answer.ok && answer.value.truncated).toBe(true);
  expect(answer.ok && answer.value.entries).toHaveLength(fileEntriesMaximum);
});

it.each(['relative/path', path.join(folder, 'absent'), path.join(folder, 'disk0.img')])('refuses %s with the reason', async (wanted) => {
  expect(await listFiles(wanted)).toMatchObject({ ok: false, error: { code: 'argument.invalid', evidence: { given: wanted } } });
});
