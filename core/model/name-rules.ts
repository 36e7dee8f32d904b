/** What may be a name, and when two names are the same. Groups and volumes keep their case for display and compare without it. */
import { nameLengthMaximum } from './limits.ts';

/** Names that tools of the family give a meaning of their own. */
export const reservedGroupNames: readonly string[] = ['bootdg', 'defaultdg', 'nodg'];

/** Plexes and subdisks are named after volume or disk with `-` and a number of up to four digits. */
export const derivedNameLengthMaximum = nameLengthMaximum + 5;

/** What is wrong with the name, as the end of a sentence that begins with it; empty when nothing is. */
export function nameFault(name: string, lengthMaximum: number = nameLengthMaximum): string {
  if (name === '') return 'is empty';
  if (name.length > lengthMaximum) return `has ${name.length} characters; ${lengthMaximum} are allowed`;
  if (name.startsWith('-') || name.startsWith('.')) return 'begins with - or .';
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) return 'may consist of letters, digits, _ . and - only';
  return '';
}

export function groupNameFault(name: string): string {
  return reservedGroupNames.includes(nameKey(name)) ? 'is reserved' : nameFault(name);
}

/** Two names with one key are the same name. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

export function sameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

/** The first name that `make` gives for 1, 2, 3, ... and that is not taken. */
export function firstFreeName(make: (number: number) => string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(nameKey(make(number)))) number++;
  return make(number);
}

/** `E` for `E`, `e:`, `E:`; null when it is no letter from C to Z. */
export function parseDriveLetter(text: string): string | null {
  const match = /^([c-z]):?$/i.exec(text);
  return match?.[1]?.toUpperCase() ?? null;
}
