/** The parts of a line that several verbs share, each with its refusal. */
import { resolve } from 'node:path';
import { parseDriveLetter } from '../model/name-rules.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { usageOf } from './parse-line.ts';
import type { Line } from './tool.ts';

/** The group of `-g`, for verbs that cannot do without. */
export function neededGroup(line: Line): Result<string, Refusal> {
  const group = line.values.get('g') ?? '';
  return group === '' ? failure(usageOf(line.tool, line.verb, 'the disk group is missing (-gNAME)')) : success(group);
}

/** The group of `-g`; empty where the volume's own name says it (a letter, a path, a GUID). */
export function givenGroup(line: Line): string {
  return line.values.get('g') ?? '';
}

export function driveLetter(line: Line, text: string): Result<string, Refusal> {
  const letter = parseDriveLetter(text);
  return letter === null ? failure(usageOf(line.tool, line.verb, `'${text}' is no drive letter (C to Z)`)) : success(letter);
}

/** A path as the host must see it, or an address as it is. */
export function absoluteLocation(line: Line, location: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location) ? location : resolve(line.directory, location);
}

/** A whole number of `key=`; undefined when the key is not there. */
export function wholeNumber(line: Line, key: string, minimum: number): Result<number | undefined, Refusal> {
  const text = line.keys.get(key);
  if (text === undefined) return success(undefined);
  const number = Number(text);
  return /^[0-9]{1,9}$/.test(text) && number >= minimum
    ? success(number)
    : failure(usageOf(line.tool, line.verb, `${key}=${text}: a whole number from ${minimum} up is wanted`));
}

/** One of the words of `key=`, without regard to case. */
export function wordOf<Word extends string>(line: Line, key: string, words: readonly Word[]): Result<Word | undefined, Refusal> {
  const text = line.keys.get(key);
  if (text === undefined) return success(undefined);
  const word = words.find((candidate) => candidate === text.toLowerCase());
  return word === undefined
    ? failure(usageOf(line.tool, line.verb, `${key}=${text}: one of ${words.join(', ')} is wanted`))
    : success(word);
}
