import fastCheck from 'fast-check';
import { expect, it } from 'vitest';
import { sortRows } from './sort-rows.ts';

const asIs = (value: string | number): string | number => value;

it('puts names the way people count', () => {
  expect(sortRows(['Disk10', 'disk2', 'Disk1', 'alpha'], asIs, false)).toEqual(['alpha', 'Disk1', 'disk2', 'Disk10']);
});

it('puts numbers by size, and before words', () => {
  expect(sortRows([10, 9, -1, 'x', 100], asIs, false)).toEqual([-1, 9, 10, 100, 'x']);
  expect(sortRows([10, 9, -1], asIs, true)).toEqual([10, 9, -1]);
});

it('keeps the order of rows with the same value, in both directions', () => {
  const rows = [['b', 1], ['a', 2], ['B', 3], ['a', 4]] as const;
  expect(sortRows(rows, ([name]) => name, false).map(([, at]) => at)).toEqual([2, 4, 1, 3]);
  expect(sortRows(rows, ([name]) => name, true).map(([, at]) => at)).toEqual([1, 3, 2, 4]);
});

it('loses and invents nothing, and orders numbers', () => {
  fastCheck.assert(fastCheck.property(fastCheck.array(fastCheck.integer()), (numbers) => {
    expect(sortRows(numbers, asIs, false)).toEqual([...numbers].sort((left, right) => left - right));
  }));
});
