/**
 * What changed between two configurations, as a value that leads from the later one back to the earlier and the other way.
 *
 * Invariants:
 * - A delta says what each thing that it changes was on both sides, and is applied only to a configuration in which all of
 *   them are what it says. So a delta that belongs to another configuration is noticed, not applied to half.
 * - Records are known by their ids; records that both sides have keep their order. Where they do not, the list is one value.
 */
import type { GroupConfiguration } from './configuration.ts';

/** A record, and where in its list it stands. */
export interface PlacedRecord {
  readonly at: number;
  readonly record: unknown;
}

/** Null on the side that has no such record. */
export interface RecordChange {
  readonly id: string;
  readonly before: PlacedRecord | null;
  readonly after: PlacedRecord | null;
}

export type FieldChange =
  | { readonly kind: 'value'; readonly field: string; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'records'; readonly field: string; readonly changes: readonly RecordChange[] };

export type ConfigurationDelta = readonly FieldChange[];

interface Identified { readonly id: string }
type Fields = Readonly<Record<string, unknown>>;

/** Equality of plain values; what a list or a record shares with another one costs one comparison. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length
      && one.every((item, index) => sameValue(item, other[index]));
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length
    && keys.every((key) => Object.hasOwn(other, key) && sameValue((one as Fields)[key], (other as Fields)[key]));
}

export function deltaBetween(before: GroupConfiguration, after: GroupConfiguration): ConfigurationDelta {
  const earlier = before as unknown as Fields;
  const later = after as unknown as Fields;
  const fields = [...new Set([...Object.keys(earlier), ...Object.keys(later)])];
  return fields.flatMap((field) => {
    const change = fieldChange(field, earlier[field], later[field]);
    return change === null ? [] : [change];
  });
}

function fieldChange(field: string, before: unknown, after: unknown): FieldChange | null {
  if (before === after) return null;
  if (isRecords(before) && isRecords(after) && sameOrder(before, after)) {
    const changes = recordChanges(before, after);
    return changes.length === 0 ? null : { kind: 'records', field, changes };
  }
  return sameValue(before, after) ? null : { kind: 'value', field, before: before ?? null, after: after ?? null };
}

function isRecords(value: unknown): value is readonly Identified[] {
  if (!Array.isArray(value)) return false;
  const ids = new Set(value.map((item: unknown) => (item as Partial<Identified> | null)?.id));
  return ids.size === value.length && [...ids].every((id) => typeof id === 'string');
}

function sameOrder(before: readonly Identified[], after: readonly Identified[]): boolean {
  const kept = new Set(after.map(({ id }) => id));
  const common = before.filter(({ id }) => kept.has(id));
  const known = new Set(common.map(({ id }) => id));
  return after.filter(({ id }) => known.has(id)).every(({ id }, index) => id === common[index]?.id);
}

function recordChanges(before: readonly Identified[], after: readonly Identified[]): readonly RecordChange[] {
  const earlier = new Map(before.map((record, at) => [record.id, { at, record }]));
  const later = new Map(after.map((record, at) => [record.id, { at, record }]));
  const gone = before.filter(({ id }) => !later.has(id))
    .map(({ id }): RecordChange => ({ id, before: earlier.get(id) ?? null, after: null }));
  const rest = after.flatMap(({ id }): RecordChange[] => {
    const [was, is] = [earlier.get(id) ?? null, later.get(id) ?? null];
    return was !== null && is !== null && sameValue(was.record, is.record) ? [] : [{ id, before: was, after: is }];
  });
  return [...gone, ...rest];
}

/** The earlier configuration; null when the delta does not lead to this one. */
export function applyBackward(after: GroupConfiguration, delta: ConfigurationDelta): GroupConfiguration | null {
  return applied(after, delta, 'after', 'before');
}

/** The later configuration; null when the delta does not begin at this one. */
export function applyForward(before: GroupConfiguration, delta: ConfigurationDelta): GroupConfiguration | null {
  return applied(before, delta, 'before', 'after');
}

type Side = 'before' | 'after';

function applied(configuration: GroupConfiguration, delta: ConfigurationDelta, from: Side, to: Side): GroupConfiguration | null {
  const made: Record<string, unknown> = { ...configuration };
  for (const change of delta) {
    if (change.kind === 'value') {
      if (!sameValue(made[change.field] ?? null, change[from])) return null;
      made[change.field] = change[to];
      continue;
    }
    const list = made[change.field];
    const records = isRecords(list) ? withChanges(list, change.changes, from, to) : null;
    if (records === null) return null;
    made[change.field] = records;
  }
  return made as unknown as GroupConfiguration;
}

function withChanges(
  records: readonly Identified[], changes: readonly RecordChange[], from: Side, to: Side,
): readonly unknown[] | null {
  const byId = new Map(records.map((record) => [record.id, record]));
  const replaced = new Map<string, unknown>();
  const added: PlacedRecord[] = [];
  for (const change of changes) {
    const [was, becomes] = [change[from], change[to]];
    const present = byId.get(change.id);
    if (was === null ? present !== undefined : present === undefined || !sameValue(present, was.record)) return null;
    if (was !== null) replaced.set(change.id, becomes?.record);
    else if (becomes !== null) added.push(becomes);
  }
  const made: unknown[] = [];
  for (const record of records) {
    const becomes = replaced.has(record.id) ? replaced.get(record.id) : record;
    if (becomes !== undefined) made.push(becomes);
  }
  for (const { at, record } of added.sort((one, other) => one.at - other.at)) {
    if (at > made.length) return null;
    made.splice(at, 0, record);
  }
  return made;
}
