import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleTaskView } from '../model/test-task-view.ts';
import { rememberedTasksMaximum, TaskNumbers } from './task-numbers.ts';
import { testFolder } from './test-folder.ts';

function open(folder: string): { readonly numbers: TaskNumbers; readonly faults: string[] } {
  const faults: string[] = [];
  return { numbers: new TaskNumbers(folder, (reason) => { faults.push(reason); }), faults };
}

const numbersOf = (numbers: TaskNumbers, ...ids: string[]): readonly number[] =>
  numbers.numbered(ids.map((id) => sampleTaskView({ id, number: 0 }))).map(({ number }) => number);

test('a task keeps its number over a restart, and no number is given twice', () => {
  const folder = testFolder();
  expect(numbersOf(open(folder).numbers, 'a', 'b')).toEqual([1, 2]);
  const { numbers } = open(folder);
  expect(numbers.knows('b')).toBe(true);
  expect(numbersOf(numbers, 'b', 'c', 'a')).toEqual([2, 3, 1]);
});

test('numbers of forgotten tasks are not given again', () => {
  const folder = testFolder();
  const { numbers } = open(folder);
  numbersOf(numbers, 'old');
  numbersOf(numbers, ...Array.from({ length: rememberedTasksMaximum }, (_, index) => `t${index}`));
  expect(numbers.knows('old')).toBe(false);
  expect(numbersOf(open(folder).numbers, 'new')).toEqual([rememberedTasksMaximum + 2]);
});

test('a file that cannot be understood is told of, and numbers are given all the same', () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'tasks.json'), '{');
  const { numbers, faults } = open(folder);
  expect(faults[0]).toMatch(/tasks\.json/);
  expect(numbersOf(numbers, 'a')).toEqual([1]);
  expect(JSON.parse(readFileSync(join(folder, 'tasks.json'), 'utf8'))).toMatchObject({ nextNumber: 2 });
});

test('a folder that takes no file is told of once it is so, and when it is well again', () => {
  const folder = join(testFolder(), 'state');
  writeFileSync(folder, 'in the way');
  const { numbers, faults } = open(folder);
  expect(numbersOf(numbers, 'a')).toEqual([1]);
  expect(faults.at(-1)).not.toBe('');
  rmSync(folder);
  expect(numbersOf(numbers, 'b')).toEqual([2]);
  expect(faults.at(-1)).toBe('');
});
