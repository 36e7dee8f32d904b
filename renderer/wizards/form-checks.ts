/** What is wrong with one field, in a sentence; undefined when nothing is. Pure: forms are checked as they are typed. */
import { groupNameFault, nameFault, parseDriveLetter, sameName } from '../../core/model/name-rules.ts';
import { parseSize } from '../../core/model/size-text.ts';
import type { GroupView, VolumeView } from '../../core/model/views.ts';
import { wizardTexts } from './wizard-texts.ts';

const { faults } = wizardTexts;

export type FieldFault = string | undefined;

export function groupNameIssue(name: string, groups: readonly GroupView[]): FieldFault {
  const fault = groupNameFault(name);
  if (fault !== '') return faults.name(fault);
  return groups.some((group) => sameName(group.name, name)) ? faults.nameTaken(name) : undefined;
}

/** `taken`: names of the same kind in the same group. */
export function volumeNameIssue(name: string, taken: readonly string[]): FieldFault {
  const fault = nameFault(name);
  if (fault !== '') return faults.name(fault);
  return taken.some((other) => sameName(other, name)) ? faults.nameTaken(name) : undefined;
}

/** Bytes of what was typed; null when it is no size. */
export function sizeBytesOf(text: string): number | null {
  const parsed = parseSize(text, { kind: 'volume', name: '' });
  return parsed.ok ? parsed.value : null;
}

export function sizeIssue(text: string): FieldFault {
  if (text.trim() === '') return faults.required;
  const parsed = parseSize(text, { kind: 'volume', name: '' });
  return parsed.ok ? undefined : faults.size(String(parsed.error.evidence['reason'] ?? ''));
}

export function wholeIssue(text: string, least: number, most: number): FieldFault {
  const number = Number(text);
  return /^\d+$/.test(text.trim()) && number >= least && number <= most ? undefined : faults.whole(least, most);
}

/** `except`: the id of the volume that may keep its own letter. */
export function letterIssue(text: string, volumes: readonly VolumeView[], except: string): FieldFault {
  const letter = parseDriveLetter(text);
  if (letter === null) return faults.letter;
  const owner = volumes.find((volume) => volume.driveLetter === letter && volume.id !== except);
  return owner === undefined ? undefined : faults.letterTaken(letter, owner.name);
}

/** The first letter that no volume of this host bears, from E on as people are used to. */
export function firstFreeLetter(volumes: readonly VolumeView[]): string {
  const taken = new Set(volumes.flatMap(({ driveLetter, wantedDriveLetter }) => [driveLetter, wantedDriveLetter]));
  return [...'EFGHIJKLMNOPQRSTUVWXYZCD'].find((letter) => !taken.has(letter)) ?? '';
}
