/** The searches that were saved on this console, by name. They are run anew whenever they are opened. */
import { create } from 'zustand';
import { recall, remember } from '../state/memory.ts';
import { searchedKinds, searchedProperties, searchOperators } from './search-query.ts';
import type { SearchQuery } from './search-query.ts';

export interface SavedQuery extends SearchQuery {
  readonly name: string;
}

interface SavedQueries {
  readonly queries: readonly SavedQuery[];
  /** In place of one of the same name. */
  save(query: SavedQuery): void;
  remove(name: string): void;
}

export const savedQueriesMaximum = 100;
const entry = 'queries';

export const useSavedQueries = create<SavedQueries>()((set, get) => {
  const keep = (queries: readonly SavedQuery[]): void => {
    remember(entry, queries);
    set({ queries });
  };
  return {
    queries: recall(entry, areQueries) ?? [],
    save: (query) => {
      const others = get().queries.filter(({ name }) => name !== query.name);
      keep([...others, query].sort((one, other) => one.name.localeCompare(other.name)).slice(0, savedQueriesMaximum));
    },
    remove: (name) => keep(get().queries.filter((query) => query.name !== name)),
  };
});

function areQueries(value: unknown): value is readonly SavedQuery[] {
  return Array.isArray(value) && value.every(isQuery);
}

function isQuery(value: unknown): value is SavedQuery {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind, property, operator, value: sought } = value as Readonly<Record<string, unknown>>;
  const isOneOf = (word: unknown, words: readonly string[]): boolean => typeof word === 'string' && words.includes(word);
  return typeof name === 'string' && typeof sought === 'string' && isOneOf(kind, ['any', ...searchedKinds])
    && isOneOf(property, searchedProperties) && isOneOf(operator, searchOperators);
}
