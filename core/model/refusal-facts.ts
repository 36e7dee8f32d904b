/** Reads evidence for the words: every key may be absent, and no absent key shows as a hole in a sentence. */
import type { ObjectKind, Subject } from './identity.ts';
import type { Evidence } from './refusal.ts';
import { formatSize } from './size-text.ts';

const nouns: Readonly<Record<ObjectKind, string>> = {
  host: 'Host', disk: 'Disk', group: 'Disk group', volume: 'Volume', plex: 'Plex', subdisk: 'Subdisk', log: 'Log',
};

/** `Volume V1`; `The volume` while it has no name. */
export function subjectNoun(subject: Subject): string {
  return subject.name === '' ? `The ${nouns[subject.kind].toLowerCase()}` : `${nouns[subject.kind]} ${subject.name}`;
}

export interface Facts {
  /** The subject with its noun: every sentence begins with it. */
  readonly object: string;
  has(key: string): boolean;
  /** The value in words, a list with commas; the fallback when there is none. */
  text(key: string, fallback: string): string;
  /** The value between two texts; nothing at all when there is none. */
  clause(before: string, key: string, after?: string): string;
  /** Bytes with their unit. */
  size(key: string, fallback: string): string;
  /** The list's length, for singular and plural. */
  count(key: string): number;
}

export function factsOf(subject: Subject, evidence: Evidence): Facts {
  function text(key: string, fallback: string): string {
    const value = evidence[key];
    if (value === undefined || value === '') return fallback;
    if (Array.isArray(value)) return value.length === 0 ? fallback : value.join(', ');
    return String(value);
  }
  return {
    object: subjectNoun(subject),
    text,
    has: (key) => text(key, '') !== '',
    clause: (before, key, after = '') => (text(key, '') === '' ? '' : `${before}${text(key, '')}${after}`),
    size: (key, fallback) => {
      const value = evidence[key];
      return typeof value === 'number' && Number.isFinite(value) ? formatSize(value) : fallback;
    },
    count: (key) => {
      const value = evidence[key];
      return Array.isArray(value) ? value.length : 0;
    },
  };
}
