import { expect, it } from 'vitest';
import { isLetter, TypeAhead } from './type-ahead.ts';

const names = ['Alpha', 'beta', 'Bravo', 'charlie', 'brick'];
const nameOf = (at: number): string => names[at] ?? '';

it('goes to the name that begins with what was typed', () => {
  const typing = new TypeAhead();
  expect(typing.type('b', 0, names.length, 0, nameOf)).toBe(1);
  expect(typing.type('r', 100, names.length, 1, nameOf)).toBe(2);
  expect(typing.type('i', 200, names.length, 2, nameOf)).toBe(4);
});

it('walks through names with the same letter, round the end', () => {
  const typing = new TypeAhead();
  expect(typing.type('b', 0, names.length, 1, nameOf)).toBe(2);
  expect(typing.type('B', 100, names.length, 2, nameOf)).toBe(4);
  expect(typing.type('b', 200, names.length, 4, nameOf)).toBe(1);
});

it('begins a new word after a pause, and says where there is none', () => {
  const typing = new TypeAhead();
  typing.type('b', 0, names.length, 0, nameOf);
  expect(typing.type('c', 5000, names.length, 1, nameOf)).toBe(3);
  expect(typing.type('x', 10000, names.length, 1, nameOf)).toBe(-1);
  expect(typing.type('x', 10000, 0, -1, nameOf)).toBe(-1);
});

it('leaves commands and the space bar alone', () => {
  const key = { key: 'a', ctrlKey: false, metaKey: false, altKey: false };
  expect(isLetter(key)).toBe(true);
  for (const other of [{ ctrlKey: true }, { altKey: true }, { key: ' ' }, { key: 'Enter' }]) {
    expect(isLetter({ ...key, ...other })).toBe(false);
  }
});
