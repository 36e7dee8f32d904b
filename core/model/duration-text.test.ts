import { expect, it } from 'vitest';
import { formatDuration } from './duration-text.ts';

it.each([
  [0, 'less than 1 s'], [-5, 'less than 1 s'], [999, 'less than 1 s'], [1_000, '1 s'], [252_000, '4 min 12 s'], [240_000, '4 min'],
  [3_600_000, '1 h'], [3_605_000, '1 h'], [7_500_000, '2 h 5 min'], [90_000_000, '1 d 1 h'],
] as const)('%d ms are %s', (milliseconds, words) => { expect(formatDuration(milliseconds)).toBe(words); });
