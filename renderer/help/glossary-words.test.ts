import { describe, expect, it } from 'vitest';
import { glossarySentence, glossaryWord, markWords } from './glossary-words.ts';

const marked = (texts: readonly string[], known?: readonly string[]): string[] =>
  markWords(texts, known).map((parts) => parts.map((part) => (part.kind === 'word' ? `[${part.text}=${part.word}]` : part.text)).join(''));

describe('words of the glossary', () => {
  it('are found in labels, in either number', () => {
    expect(glossaryWord('Stripe unit')).toBe('stripe unit');
    expect(glossaryWord('Subdisks')).toBe('subdisk');
    expect(glossaryWord('Time')).toBeUndefined();
    expect(glossarySentence('Disk Groups')).toMatch(/^A set of disks/);
  });

  it('are marked where they stand first, the longer word before the shorter', () => {
    expect(marked(['A disk group has disks.', 'A disk, and a GUID.'])).toEqual([
      'A [disk group=disk group] has [disks=disk].', 'A disk, and a [GUID=GUID].',
    ]);
  });

  it('are left alone inside other words, and where the reader has just read them', () => {
    expect(marked(['subdisksomething plexiglass'])).toEqual(['subdisksomething plexiglass']);
    expect(marked(['A plex.'], ['plex'])).toEqual(['A plex.']);
  });

  it('lose no sign of the text', () => {
    const text = 'Every plex of a volume, and its log; a trim too.';
    expect(markWords([text])[0]?.map((part) => part.text).join('')).toBe(text);
  });
});
