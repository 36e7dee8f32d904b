import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, formatExactBytes, formatExactTime, formatShare, formatSize, formatTime } from './formats.ts';

describe('sizes', () => {
  it.each([
    [0, '0 B'], [1023, '1,023 B'], [1024, '1 KiB'], [1536, '1.50 KiB'], [500 * 2 ** 20, '500 MiB'], [2 ** 30 - 1, '1,023 MiB'],
    [2 ** 30, '1 GiB'], [1.25 * 2 ** 30, '1.25 GiB'], [12.34 * 2 ** 30, '12.3 GiB'], [256 * 2 ** 40, '256 TiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('never shows more than there is', () => {
    const factor = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50 };
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 52 }), (bytes) => {
      const [number = '', unit = 'B'] = formatSize(bytes).split(' ');
      expect(Number(number.replaceAll(',', '')) * factor[unit as keyof typeof factor]).toBeLessThanOrEqual(bytes);
    }));
  });

  it('are exact in the tooltip', () => {
    expect(formatExactBytes(1_073_741_825)).toBe('1,073,741,825 bytes');
  });
});

describe('shares', () => {
  it('are 100 % only at the end', () => {
    expect(formatShare(999_999, 1_000_000)).toBe('99 %');
    expect(formatShare(1_000_000, 1_000_000)).toBe('100 %');
    expect(formatShare(5, 0)).toBe('');
  });
});

describe('times', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');

  it('name the day only when it is another', () => {
    expect(formatTime('2026-03-02T10:00:00Z', now)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(formatTime('2026-02-20T10:00:00Z', now)).toMatch(/^20 Feb 2026 \d\d:\d\d:\d\d$/);
    expect(formatTime('', now)).toBe('');
  });

  it('are exact, with the offset, in the tooltip, and mean the same instant', () => {
    const text = formatExactTime('2026-03-02T10:00:00Z');
    expect(text).toMatch(/^2026-03-0[123] \d\d:\d\d:\d\d [+-]\d\d:\d\d$/);
    const [day, time, offset] = text.split(' ');
    expect(new Date(`${day}T${time}${offset}`).toISOString()).toBe('2026-03-02T10:00:00.000Z');
  });
});

it('names sort by their numbers', () => {
  expect(['Harddisk10', 'Harddisk2', 'harddisk1'].sort(compareNames)).toEqual(['harddisk1', 'Harddisk2', 'Harddisk10']);
});
