import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy-match.ts';

it('finds letters in order, in any case, with anything between them', () => {
  expect(fuzzyScore('nvol', 'New Volume')).not.toBeNull();
  expect(fuzzyScore('NV', 'New Volume')).not.toBeNull();
  expect(fuzzyScore('vn', 'New Volume')).toBeNull();
  expect(fuzzyScore('newx', 'New Volume')).toBeNull();
});

it('prefers beginnings of words, then letters that stand together, then the shorter text', () => {
  const rank = (query: string, ...texts: string[]): string[] =>
    texts.toSorted((one, other) => (fuzzyScore(query, other) ?? -1000) - (fuzzyScore(query, one) ?? -1000));
  expect(rank('am', 'Rename Volume', 'Add Mirror')).toEqual(['Add Mirror', 'Rename Volume']);
  expect(rank('grow', 'Get Rid Of What', 'Grow Volume')).toEqual(['Grow Volume', 'Get Rid Of What']);
  expect(rank('stop', 'Stop All Volumes', 'Stop')).toEqual(['Stop', 'Stop All Volumes']);
});

it('finds every text by any of its letters in order', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z ]{1,30}$/), fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (text, keep) => {
    const query = [...text].filter((_, index) => keep[index]).join('');
    expect(fuzzyScore(query, text)).not.toBeNull();
  }));
});
