/**
 * Which records of the disks' rings are history, and of what. Pure.
 *
 * Invariants:
 * - One begins with a configuration that is believed for other reasons (published, or chosen by the import), and follows
 *   the chain of sequence and commit id: the record of that very commit names the one before it, and its delta must lead
 *   there from what is known. Where a link is missing or does not fit, history ends; nothing behind it is told, for it may
 *   be another side's (a fork) or another life's.
 * - So a lost record makes the history shorter, never wrong.
 */
import type { HistoryRecord } from '../format/history-record.ts';
import { applyBackward, applyForward, sameValue } from '../model/configuration-delta.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { sabotaged } from '../model/sabotage.ts';

/** Configurations that the history tells of. */
export const historyEntriesMaximum = 200;
/** A ring holds fewer: no chain of records is longer. */
const recordsFollowedMaximum = 4096;

export interface HistoryStep {
  readonly record: HistoryRecord;
  readonly after: GroupConfiguration;
  /** Null where nothing earlier is known. */
  readonly before: GroupConfiguration | null;
}

type RecordsByCommit = ReadonlyMap<string, HistoryRecord>;

/** One of each commit; where the disks have it twice, the one with the whole configuration. */
function byCommit(rings: readonly (readonly HistoryRecord[])[]): RecordsByCommit {
  const found = new Map<string, HistoryRecord>();
  for (const record of rings.flat()) if (record.whole !== null || !found.has(record.commitId)) found.set(record.commitId, record);
  return found;
}

function recordOf(configuration: GroupConfiguration, records: RecordsByCommit): HistoryRecord | null {
  if (sabotaged('history-believes-broken-chain')) {
    const older = [...records.values()].filter(({ sequence }) => sequence <= configuration.sequence);
    return older.sort((one, other) => other.sequence - one.sequence)[0] ?? null;
  }
  const record = records.get(configuration.commitId);
  if (record === undefined || record.sequence !== configuration.sequence) return null;
  return record.whole === null || sameValue(record.whole, configuration) ? record : null;
}

function beforeOf(record: HistoryRecord, after: GroupConfiguration): GroupConfiguration | null {
  if (record.previous === null) return null;
  const before = applyBackward(after, record.delta);
  if (sabotaged('history-believes-broken-chain')) return before ?? after;
  const fits = before?.sequence === record.previous.sequence && before.commitId === record.previous.commitId;
  return fits ? before : null;
}

/** Newest first, from the record of `believed` itself on. */
export function historyOf(believed: GroupConfiguration, rings: readonly (readonly HistoryRecord[])[]): readonly HistoryStep[] {
  const records = byCommit(rings);
  const steps: HistoryStep[] = [];
  for (let after: GroupConfiguration | null = believed; after !== null && steps.length < historyEntriesMaximum;) {
    const record = recordOf(after, records);
    if (record === null) break;
    const before: GroupConfiguration | null = beforeOf(record, after);
    steps.push({ record, after, before });
    after = before !== null && before.sequence < after.sequence ? before : null;
  }
  return steps;
}

/**
 * What the next record is to lead back to. That is `believed`, if its record is there. A crash may have lost it and some before
 * it: then the newest commit that a ring tells of, if the newest of every other ring is among its forerunners, and if its
 * configuration can be told from the records. Rings that disagree, or that go beyond what is believed, belong to different
 * sides: null, and history begins anew.
 */
export function historyBase(believed: GroupConfiguration, rings: readonly (readonly HistoryRecord[])[]): GroupConfiguration | null {
  const records = byCommit(rings);
  if (recordOf(believed, records) !== null) return believed;
  const newest = rings.flatMap((ring) => ring.at(-1) ?? []).sort((one, other) => other.sequence - one.sequence);
  const [first] = newest;
  if (first === undefined || first.sequence >= believed.sequence) return null;
  const forerunners = new Set(pathBack(first, records, () => true).map(({ commitId }) => commitId));
  return newest.every(({ commitId }) => forerunners.has(commitId)) ? configurationOf(first, records) : null;
}

/** The record and those that it leads back to, as long as the links hold and `goesOn` says so. */
function pathBack(record: HistoryRecord, records: RecordsByCommit, goesOn: (record: HistoryRecord) => boolean): readonly HistoryRecord[] {
  const path = [record];
  for (let last = record; goesOn(last) && last.previous !== null && path.length < recordsFollowedMaximum;) {
    const next = records.get(last.previous.commitId);
    if (next === undefined || next.sequence !== last.previous.sequence) break;
    path.push(next);
    last = next;
  }
  return path;
}

/** From the nearest whole configuration at or before the record, forward. */
function configurationOf(record: HistoryRecord, records: RecordsByCommit): GroupConfiguration | null {
  const [from, ...later] = [...pathBack(record, records, ({ whole }) => whole === null)].reverse();
  let configuration: GroupConfiguration | null = from?.whole ?? null;
  for (const step of later) {
    configuration = configuration === null ? null : applyForward(configuration, step.delta);
    if (configuration?.commitId !== step.commitId) return null;
  }
  return configuration;
}
