/** Words of the search. */
import type { QueryFault, SearchedKind, SearchedProperty, SearchOperator } from './search-query.ts';

const kinds: Readonly<Record<SearchedKind | 'any', string>> = {
  any: 'All objects', group: 'Disk groups', disk: 'Disks', volume: 'Volumes', plex: 'Mirrors', subdisk: 'Subdisks', log: 'Logs',
};
const properties: Readonly<Record<SearchedProperty, string>> = {
  any: 'Any property', name: 'Name', id: 'GUID', status: 'Status', group: 'Disk group', location: 'Path', enclosure: 'Enclosure',
  layout: 'Layout', letter: 'Drive letter', size: 'Size',
};
const operators: Readonly<Record<SearchOperator, string>> = {
  'contains': 'contains', 'is': 'is', 'is not': 'is not', 'begins with': 'begins with', 'at least': 'is at least', 'at most': 'is at most',
};
const faults: Readonly<Record<QueryFault, string>> = {
  '': '', 'value missing': '', 'no size': 'Not a size. Type one such as 512M or 1.5G.',
};
const types: Readonly<Record<SearchedKind, string>> = {
  group: 'Disk group', disk: 'Disk', volume: 'Volume', plex: 'Mirror', subdisk: 'Subdisk', log: 'Log',
};

export const searchTexts = {
  command: 'Search', tab: 'Search', results: 'Results',
  kinds, properties, operators, faults, types,
  fields: { kind: 'Objects', property: 'Property', operator: 'Comparison', value: 'Value', name: 'Name of the query' },
  columns: { name: 'Name', type: 'Type', host: 'Host', matched: 'Matches' },
  save: 'Save Query', remove: 'Delete Query',
  nothingYet: 'Type a value; the results stand here as you type.',
  nothingFound: 'No object matches. Change the value or the property.',
} as const;
