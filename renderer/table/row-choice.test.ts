import { describe, expect, it } from 'vitest';
import { chooseRow, gestureOf, noChoice } from './row-choice.ts';
import type { Gesture, RowChoice } from './row-choice.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];

function after(...steps: readonly (readonly [number, Gesture])[]): readonly string[] {
  const last = steps.reduce<RowChoice>((choice, [at, gesture]) => chooseRow(choice, ids, at, gesture), noChoice);
  return [...last.chosen].sort();
}

describe('choosing rows', () => {
  it.each<[string, readonly (readonly [number, Gesture])[], readonly string[]]>([
    ['one alone', [[1, 'only'], [3, 'only']], ['d']],
    ['one more, and one less', [[1, 'only'], [3, 'toggle'], [1, 'toggle']], ['d']],
    ['a range from the anchor, either way', [[2, 'only'], [4, 'extend'], [0, 'extend']], ['a', 'b', 'c']],
    ['a range beside what was chosen', [[0, 'only'], [2, 'toggle'], [4, 'extend and keep']], ['a', 'c', 'd', 'e']],
    ['a range without an anchor', [[3, 'extend']], ['d']],
    ['nothing behind the end', [[1, 'only'], [9, 'only']], ['b']],
  ])('%s', (_, steps, chosen) => {
    expect(after(...steps)).toEqual(chosen);
  });

  it('begins anew where the anchor is gone', () => {
    expect([...chooseRow({ chosen: new Set(['z']), anchor: 'z' }, ids, 2, 'extend').chosen]).toEqual(['c']);
  });
});

it('reads the keys as every list does', () => {
  const keys = { ctrlKey: false, metaKey: false, shiftKey: false };
  expect(gestureOf(keys)).toBe('only');
  expect(gestureOf({ ...keys, metaKey: true })).toBe('toggle');
  expect(gestureOf({ ...keys, shiftKey: true })).toBe('extend');
  expect(gestureOf({ ...keys, shiftKey: true, ctrlKey: true })).toBe('extend and keep');
});
