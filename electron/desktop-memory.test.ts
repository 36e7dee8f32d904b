import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { firstMemory, keepMemory, readMemory, windowsMaximum } from './desktop-memory.ts';

const folder = mkdtempSync(join(tmpdir(), 'plexus-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const window = { bounds: { x: 1, y: 2, width: 900, height: 700 }, maximized: true, address: 'plexus://atlas' };

it('keeps windows, zoom and notifications from one start to the next', () => {
  const notify = { ...firstMemory.notify, warning: false };
  const memory = { windows: [window, { ...window, maximized: false }], zoomPercent: 150, notify };
  keepMemory(folder, memory);
  expect(readMemory(folder)).toEqual(memory);
  keepMemory(folder, { ...memory, windows: Array.from({ length: windowsMaximum + 3 }, () => window) });
  expect(readMemory(folder).windows).toHaveLength(windowsMaximum);
});

it.each([
  ['nothing', ''], ['nonsense', '{'], ['another version', '{"version":2}'],
  ['a zoom that cannot be', JSON.stringify({ version: 1, ...firstMemory, zoomPercent: 500 })],
  ['bounds that are none', JSON.stringify({ version: 1, ...firstMemory, windows: [{ ...window, bounds: { x: 1e9 } }] })],
])('begins anew with %s', (_what, text) => {
  mkdirSync(join(folder, 'desktop'), { recursive: true });
  writeFileSync(join(folder, 'desktop', 'desktop.json'), text);
  expect(readMemory(folder)).toEqual(firstMemory);
  expect(readFileSync(join(folder, 'desktop', 'desktop.json'), 'utf8')).toBe(text);
});

it('a folder that takes no file is no fault', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => keepMemory(join(folder, 'file'), firstMemory)).not.toThrow();
});
