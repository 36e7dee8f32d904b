import { expect, it } from 'vitest';
import { moveInGrid } from './grid-keys.ts';

const extent = { rows: 100, columns: 5, pageRows: 10 };

it.each([
  ['ArrowDown', false, { row: 51, column: 2 }], ['ArrowUp', false, { row: 49, column: 2 }],
  ['ArrowLeft', false, { row: 50, column: 1 }], ['ArrowRight', false, { row: 50, column: 3 }],
  ['PageDown', false, { row: 60, column: 2 }], ['PageUp', false, { row: 40, column: 2 }],
  ['Home', false, { row: 50, column: 0 }], ['End', false, { row: 50, column: 4 }],
  ['Home', true, { row: 0, column: 2 }], ['End', true, { row: 99, column: 2 }],
])('%s (control %s) leads to %j', (key, control, to) => {
  expect(moveInGrid({ row: 50, column: 2 }, key, control, extent)).toEqual(to);
});

it('goes up into the headings and no further', () => {
  expect(moveInGrid({ row: 0, column: 0 }, 'ArrowUp', false, extent)).toEqual({ row: -1, column: 0 });
  expect(moveInGrid({ row: -1, column: 0 }, 'ArrowUp', false, extent)).toEqual({ row: -1, column: 0 });
  expect(moveInGrid({ row: 3, column: 0 }, 'PageUp', false, extent)).toEqual({ row: 0, column: 0 });
});

it('stays in the headings of an empty table', () => {
  expect(moveInGrid({ row: -1, column: 1 }, 'ArrowDown', false, { ...extent, rows: 0 })).toEqual({ row: -1, column: 1 });
});

it('leaves other keys alone', () => {
  expect(moveInGrid({ row: 0, column: 0 }, 'a', false, extent)).toBeNull();
});
