import { expect, test } from 'vitest';
import { formatCommandLine } from './command-line.ts';
import { formatFault } from './file-systems.ts';
import type { FormatWish } from './file-systems.ts';
import { gibibyte, mebibyte } from './limits.ts';

const wish: FormatWish = { fileSystem: 'ext4', label: '', quick: true };

test.each<[Partial<FormatWish>, number, string | undefined]>([
  [{}, gibibyte, undefined],
  [{ label: 'x'.repeat(16) }, gibibyte, undefined],
  [{ label: 'x'.repeat(17) }, gibibyte, 'label'],
  [{ label: 'ü'.repeat(9) }, gibibyte, 'label'],
  [{ fileSystem: 'ntfs', label: 'x'.repeat(17) }, gibibyte, undefined],
  [{ label: 'two\nlines' }, gibibyte, 'label'],
  [{ allocationUnitBytes: 4096 }, gibibyte, undefined],
  [{ allocationUnitBytes: 8192 }, gibibyte, 'allocationUnitBytes'],
  [{ fileSystem: 'xfs' }, 299 * mebibyte, 'fileSystem'],
  [{ fileSystem: 'xfs', quick: false }, gibibyte, 'quick'],
  [{ quick: false }, gibibyte, undefined],
])('%j on %d bytes: at fault is %s', (part, volumeBytes, field) => {
  expect(formatFault({ ...wish, ...part }, volumeBytes)?.field).toBe(field);
});

test('the command line that does the same', () => {
  const place = { group: 'DG', volume: 'V1', force: false };
  expect(formatCommandLine({ ...wish, ...place })).toBe('plexus -gDG format V1 fstype=ext4');
  expect(formatCommandLine({ ...wish, ...place, force: true, label: 'My data', allocationUnitBytes: 4096, quick: false }))
    .toBe("plexus -gDG -f format V1 fstype=ext4 'label=My data' unit=8s quick=off");
});
