/** A search over the objects of all hosts: what kind, which property, how it is compared, and with what. */
import { formatSize, parseSize } from '../../core/model/size-text.ts';
import type { DiskView, GroupView, ObjectView, VolumeView } from '../../core/model/views.ts';
import type { HostKey } from '../state/host-state.ts';
import type { ObjectTables } from '../state/object-store.ts';
import { diskLabel } from '../state/tree-model.ts';

export const searchedKinds = ['group', 'disk', 'volume', 'plex', 'subdisk', 'log'] as const;
export type SearchedKind = (typeof searchedKinds)[number];
export const searchOperators = ['contains', 'is', 'is not', 'begins with', 'at least', 'at most'] as const;
export type SearchOperator = (typeof searchOperators)[number];
export const searchedProperties = ['any', 'name', 'id', 'status', 'group', 'location', 'enclosure', 'layout', 'letter', 'size'] as const;
export type SearchedProperty = (typeof searchedProperties)[number];

export interface SearchQuery {
  readonly kind: SearchedKind | 'any';
  readonly property: SearchedProperty;
  readonly operator: SearchOperator;
  readonly value: string;
}

export interface SearchResult {
  readonly host: HostKey;
  readonly hostName: string;
  readonly view: Extract<ObjectView, { readonly kind: SearchedKind }>;
  readonly name: string;
  /** What matched, as it reads. */
  readonly matched: string;
}

/** Sizes are numbers; all else is text. */
type Property = string | number;
type Properties = Partial<Record<Exclude<SearchedProperty, 'any'>, Property>>;

export const emptyQuery: SearchQuery = { kind: 'any', property: 'any', operator: 'contains', value: '' };

/** Why the query cannot be run; empty when it can. */
export type QueryFault = '' | 'value missing' | 'no size';

export function queryFault({ operator, value }: SearchQuery): QueryFault {
  if (value.trim() === '') return 'value missing';
  return (operator === 'at least' || operator === 'at most') && sizeOf(value) === null ? 'no size' : '';
}

export interface SearchedHost {
  readonly key: HostKey;
  readonly name: string;
  readonly tables: ObjectTables;
}

export function search(query: SearchQuery, hosts: readonly SearchedHost[]): readonly SearchResult[] {
  if (queryFault(query) !== '') return [];
  const kinds = query.kind === 'any' ? searchedKinds : [query.kind];
  return hosts.flatMap(({ key, name, tables }) => kinds.flatMap((kind) => [...tables[kind].values()].flatMap((view) => {
    const found = matchIn(query, propertiesOf(view));
    const matched = typeof found === 'number' ? formatSize(found) : found;
    return matched === null ? [] : [{ host: key, hostName: name, view, name: nameOf(view), matched }];
  })));
}

function matchIn({ property, operator, value }: SearchQuery, properties: Properties): Property | null {
  const candidates = property === 'any' ? Object.values(properties) : [properties[property]];
  const present = candidates.filter((candidate): candidate is Property => candidate !== undefined && candidate !== '');
  if (operator === 'is not') return present.every((candidate) => !matches('is', candidate, value)) ? present[0] ?? '' : null;
  return present.find((candidate) => matches(operator, candidate, value)) ?? null;
}

function matches(operator: Exclude<SearchOperator, 'is not'>, candidate: Property, wanted: string): boolean {
  if (typeof candidate === 'number') {
    const size = sizeOf(wanted);
    if (size === null) return false;
    if (operator === 'at least') return candidate >= size;
    if (operator === 'at most') return candidate <= size;
    return candidate === size;
  }
  const [text, sought] = [candidate.toLowerCase(), wanted.trim().toLowerCase()];
  if (operator === 'contains') return text.includes(sought);
  if (operator === 'begins with') return text.startsWith(sought);
  return operator === 'is' && text === sought;
}

/** Bytes; null when it is no size. */
function sizeOf(text: string): number | null {
  const size = parseSize(text.replaceAll(' ', ''), { kind: 'host', name: '' });
  return size.ok ? size.value : null;
}

function nameOf(view: SearchResult['view']): string {
  return view.kind === 'disk' ? diskLabel(view) : view.name;
}

function propertiesOf(view: SearchResult['view']): Properties {
  const common = { name: nameOf(view), id: view.id };
  switch (view.kind) {
    case 'group': return { ...common, ...groupProperties(view) };
    case 'disk': return { ...common, ...diskProperties(view) };
    case 'volume': return { ...common, ...volumeProperties(view) };
    case 'plex': return { ...common, status: view.state, layout: view.layout, size: view.lengthBytes };
    case 'subdisk': return { ...common, location: view.diskName, size: view.lengthBytes };
    case 'log': return { ...common, location: view.diskName, status: view.state, size: view.lengthBytes };
  }
}

function groupProperties({ name, status, sizeBytes }: GroupView): Properties {
  return { group: name, status, size: sizeBytes };
}

function diskProperties({ groupName, status, location, enclosure, sizeBytes }: DiskView): Properties {
  return { group: groupName, status, location, enclosure, size: sizeBytes };
}

function volumeProperties({ groupName, health, devicePath, driveLetter, layout, lengthBytes }: VolumeView): Properties {
  const letter = driveLetter === '' ? '' : `${driveLetter}:`;
  return { group: groupName, status: health, location: devicePath, letter, layout, size: lengthBytes };
}
