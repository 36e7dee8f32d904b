import { describe, expect, it } from 'vitest';
import { firstFreeName, groupNameFault, nameFault, parseDriveLetter, sameName } from './name-rules.ts';

describe('names', () => {
  it.each(['V', 'data_01', 'a.b-c', '0', 'x'.repeat(31)])('allows %s', (name) => expect(nameFault(name)).toBe(''));
  it.each(['', '-x', '.x', 'a b', 'a/b', 'ä', 'a\n', '!x', 'x'.repeat(32)])('forbids %j', (name) => expect(nameFault(name)).not.toBe(''));
  it.each(['bootdg', 'DefaultDG', 'nodg'])('reserves %s for no group', (name) => expect(groupNameFault(name)).toBe('is reserved'));
  it('compares without case', () => expect(sameName('Data', 'dATA')).toBe(true));
  it('counts on past what is taken, without case', () => {
    expect(firstFreeName((number) => `Disk${number}`, new Set(['disk1', 'disk2', 'disk4']))).toBe('Disk3');
  });
  it.each([
    ['E', 'E'],
    ['e:', 'E'],
    ['Z:', 'Z'],
    ['c', 'C'],
  ])('reads the letter %s', (text, letter) => expect(parseDriveLetter(text)).toBe(letter));
  it.each(['A', 'B:', '', 'EF', 'E::', '1', ':'])('takes %j for no letter', (text) => expect(parseDriveLetter(text)).toBeNull());
});
