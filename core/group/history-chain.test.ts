import { describe, expect, it } from 'vitest';
import type { HistoryRecord } from '../format/history-record.ts';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import { deltaBetween } from '../model/configuration-delta.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId } from '../model/identity.ts';
import { historyBase, historyOf } from './history-chain.ts';

const first: GroupConfiguration = { ...sampleConfiguration(1), sequence: 1, commitId: 'c1' as CommitId };

function next(before: GroupConfiguration, commitId: string, name: string): GroupConfiguration {
  return { ...before, sequence: before.sequence + 1, commitId: commitId as CommitId, name };
}

function record(before: GroupConfiguration | null, after: GroupConfiguration, whole = false): HistoryRecord {
  const { id: groupId, sequence, commitId } = after;
  return {
    groupId, sequence, commitId, at: '', actor: '', command: '', cause: '', whole: whole || before === null ? after : null,
    previous: before === null ? null : { sequence: before.sequence, commitId: before.commitId },
    delta: before === null ? [] : deltaBetween(before, after),
  };
}

const second = next(first, 'c2', 'two');
const third = next(second, 'c3', 'three');
const otherSide = next(first, 'x2', 'other');
const ring = [record(null, first), record(first, second), record(second, third)];

describe('which records are history', () => {
  it('those that lead back from what is believed, wherever they lie', () => {
    const steps = historyOf(third, [[ring[0]!], [ring[2]!, ring[1]!]]);
    expect(steps.map(({ after }) => after)).toEqual([third, second, first]);
    expect(steps.at(-1)?.before).toBeNull();
  });

  it('not those of another side, whatever their sequence', () => {
    expect(historyOf(otherSide, [ring])).toEqual([]);
    expect(historyOf(otherSide, [ring, [record(first, otherSide)]]).map(({ after }) => after.commitId)).toEqual(['x2', 'c1']);
  });

  it('not a record whose delta does not lead where it says, nor one that contradicts what is believed', () => {
    const lying = { ...record(second, third), previous: { sequence: 1, commitId: first.commitId } };
    expect(historyOf(third, [[lying, ring[0]!]])).toMatchObject([{ before: null }]);
    expect(historyOf({ ...third, name: 'changed' }, [[ring[0]!, ring[1]!, record(second, third, true)]])).toEqual([]);
  });
});

describe('what the next record leads back to', () => {
  it('what is believed, when its record is there', () => {
    expect(historyBase(third, [ring])).toBe(third);
  });

  it('after a loss, the newest that the rings agree upon', () => {
    expect(historyBase(third, [ring.slice(0, 2)])).toEqual(second);
    expect(historyBase(third, [ring.slice(0, 2), ring.slice(0, 1), []])).toEqual(second);
  });

  it('nothing, where the rings tell of different sides, of something newer, or of nothing whole', () => {
    expect(historyBase(third, [ring.slice(0, 2), [ring[0]!, record(first, otherSide)]])).toBeNull();
    expect(historyBase(second, [[ring[0]!, ring[2]!]])).toBeNull();
    expect(historyBase(third, [[ring[1]!]])).toBeNull();
    expect(historyBase(third, [])).toBeNull();
  });
});
