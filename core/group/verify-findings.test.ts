import { describe, expect, test } from 'vitest';
import type { PlexId } from '../model/identity.ts';
import { PlexDifferences } from '../volume/plex-differences.ts';
import { findingsAsFacts, findingsInWords, judge, rangesInTaskMaximum, type PlexHistory } from './verify-findings.ts';

const [a, b, c] = ['a', 'b', 'c'] as [PlexId, PlexId, PlexId];
const history = (plexId: PlexId, change: Partial<PlexHistory> = {}): PlexHistory =>
  ({ plexId, name: `V-${plexId}`, errors: 0, failing: false, caughtUpAt: '', ...change });
const differing = (...agreeing: PlexId[][]) => ({ offsetBytes: 0, lengthBytes: 4096, agreeing });

describe('which copy is right', () => {
  test.each([
    ['most plexes', differing([a, c], [b]), [history(a), history(b), history(c)], a, '2 of 3 plexes agree (V-a, V-c)'],
    ['the one without errors', differing([a], [b]), [history(a, { errors: 2 }), history(b)], b, 'the disks of V-a had errors'],
    ['the one without the mark of errors', differing([a], [b]), [history(a), history(b, { failing: true })], a,
      'the disks of V-b had errors'],
    ['the one that was never away', differing([a], [b]), [history(a, { caughtUpAt: '10:00' }), history(b)], b,
      'V-a was copied from the others at 10:00, and may lack something'],
  ] as const)('%s', (_name, difference, histories, rightPlexId, why) => {
    expect(judge(difference, histories)).toEqual({ rightPlexId, why });
  });

  test('is told by the majority, also of plexes of which nothing is known', () => {
    expect(judge(differing([a, c], [b]), [])).toEqual({ rightPlexId: a, why: '2 of 3 plexes agree (a, c)' });
    expect(judge(differing([a], [b]), []).rightPlexId).toBeNull();
  });

  test.each([
    ['both sound', [history(a), history(b)]],
    ['both with errors', [history(a, { errors: 1 }), history(b, { failing: true })]],
    ['both brought back', [history(a, { caughtUpAt: '1' }), history(b, { caughtUpAt: '2' })]],
  ])('is not told when %s', (_name, histories) => {
    expect(judge(differing([a], [b]), histories).rightPlexId).toBeNull();
  });
});

const volume = { group: 'Data', volume: 'V' };

describe('the words', () => {
  function found(...patterns: PlexId[][][]): PlexDifferences {
    const differences = new PlexDifferences();
    patterns.forEach((agreeing, index) => { differences.add(index * 8192, 4096, agreeing); });
    return differences;
  }

  test('name the places, the copy that is likely right, and the way to repair', () => {
    expect(findingsInWords(volume, new PlexDifferences(), 0, [])).toBe('');
    expect(findingsInWords(volume, found([[a], [b]], [[a], [b]]), 0, [history(a), history(b, { errors: 1 })])).toBe(
      '8 KiB differ between its plexes: 4 KiB at 0, 4 KiB at 8192. V-a is likely right: the disks of V-b had errors. '
      + 'vxvol -gData verify V from=V-a makes the others equal to it');
  });

  test('are there for programs too, with the names of the plexes that agree, and bounded', () => {
    const many = found(...Array.from({ length: 70 }, () => [[a, c], [b]]));
    const facts = findingsAsFacts(many, 0, [history(a), history(b), history(c)]);
    expect(facts).toMatchObject({
      differingBytes: 70 * 4096, repairedBytes: 0, rangesLeftOut: 70 - rangesInTaskMaximum, likelyRight: 'V-a',
    });
    expect(facts.ranges).toHaveLength(rangesInTaskMaximum);
    expect(facts.ranges[1]).toEqual({ offsetBytes: 8192, lengthBytes: 4096, agreeing: [['V-a', 'V-c'], ['V-b']] });
    expect(findingsAsFacts(new PlexDifferences(), 0, [])).toMatchObject({ differingBytes: 0, ranges: [], likelyRight: '' });
  });

  test('leave it open where the ranges disagree', () => {
    const three = [history(a), history(b), history(c)];
    expect(findingsInWords(volume, found([[a, b], [c]], [[b, c], [a]]), 0, three)).toContain('Not all of it points to the same plex.');
  });

  test('are bounded, and say what was done', () => {
    const many = found(...Array.from({ length: 20 }, () => [[a], [b]]));
    expect(findingsInWords(volume, many, 81_920, [])).toMatch(/, and 12 more ranges\. They were written anew$/);
  });
});
