import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../core/model/history.ts';
import { pairOf } from './chosen-pair.ts';

const entry = (sequence: number): HistoryEntry =>
  ({ sequence, commitId: `c${sequence}`, at: '', actor: '', command: '', cause: '', changes: [], known: true });
const entries = [entry(9), entry(5), entry(2)];
const sequences = (chosen: readonly HistoryEntry[]) => pairOf(chosen, entries)?.map(({ sequence }) => sequence) ?? null;

describe('entries that are to be compared', () => {
  test('two are, the earlier first, however they were chosen', () => {
    expect(sequences([entry(9), entry(2)])).toEqual([2, 9]);
    expect(sequences([entry(2), entry(5)])).toEqual([2, 5]);
  });

  test('one is compared with the newest, but for the newest itself', () => {
    expect(sequences([entry(5)])).toEqual([5, 9]);
    expect(sequences([entry(9)])).toBeNull();
  });

  test('none and three are not', () => {
    expect(sequences([])).toBeNull();
    expect(sequences(entries)).toBeNull();
  });
});
