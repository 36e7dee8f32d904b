/** The Search tab, over all hosts: the query and what it finds, as it is typed. A saved query opens with its own. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { SelectField, TextField } from '../dialogs/fields.tsx';
import { useConsole, useForest } from '../state/console-context.ts';
import { localHost } from '../state/host-state.ts';
import { nodeOf, nodeOfReference, placeOf, queryPath } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import type { ObjectReference } from '../state/selection.ts';
import { TextCell } from '../table/cells.tsx';
import { ObjectTable } from '../table/object-table.tsx';
import { tableColumns } from '../table/table-model.ts';
import type { TableColumn } from '../table/table-model.ts';
import type { ViewProps } from '../views/node-tabs.tsx';
import { useSavedQueries } from './saved-queries.ts';
import { emptyQuery, queryFault, search, searchedKinds, searchedProperties, searchOperators } from './search-query.ts';
import type { SearchQuery, SearchResult } from './search-query.ts';
import { searchTexts } from './search-texts.ts';

const { columns: words, fields, types } = searchTexts;

function column(id: string, header: string, width: number, text: (result: SearchResult) => string): TableColumn<SearchResult> {
  return { id, header, width, value: text, cell: (result) => <TextCell text={text(result)} /> };
}

const columns = tableColumns<SearchResult>([
  column('name', words.name, 160, ({ name }) => name),
  column('type', words.type, 100, ({ view }) => types[view.kind]),
  column('host', words.host, 140, ({ hostName }) => hostName),
  column('matched', words.matched, 320, ({ matched }) => matched),
]);

export function SearchView({ node }: ViewProps) {
  const place = placeOf(node);
  const saved = useSavedQueries((state) => state.queries.find(({ name }) => place.kind === 'query' && name === place.id));
  const [query, setQuery] = useState<SearchQuery>(saved ?? emptyQuery);
  const results = useResults(query);
  const empty = queryFault(query) === '' ? searchTexts.nothingFound : searchTexts.nothingYet;
  const goTo = useConsole((state) => state.goTo);
  const open = (result: SearchResult): void => {
    const found = nodeOfReference(shownObject(result));
    if (found !== null) goTo(found);
  };
  return (
    <div className="search-view">
      <QueryFields query={query} onChange={setQuery} />
      <QueryKeeping query={query} savedName={saved?.name ?? ''} />
      <div className="search-results">
        <ObjectTable label={searchTexts.results} rows={results} columns={columns}
          rowId={({ host, view }) => `${host} ${view.kind} ${view.id}`}
          reference={({ host, view }) => ({ host, kind: view.kind, id: view.id })} onOpen={open}
          empty={<p className="empty-state">{empty}</p>} />
      </div>
    </div>
  );
}

function useResults(query: SearchQuery): readonly SearchResult[] {
  const forest = useForest();
  return useMemo(() => search(query, [...forest.values()].map(({ key, host, tables }) => ({ key, name: host?.name ?? key, tables }))),
    [query, forest]);
}

/** Parts of a volume are shown with it. */
function shownObject({ host, view }: SearchResult): ObjectReference {
  return 'volumeId' in view ? { host, kind: 'volume', id: view.volumeId } : { host, kind: view.kind, id: view.id };
}

function choicesOf<Value extends string>(values: readonly Value[], labels: Readonly<Record<Value, string>>) {
  return values.map((value) => ({ value, label: labels[value] }));
}

const kindChoices = choicesOf(['any', ...searchedKinds], searchTexts.kinds);
const propertyChoices = choicesOf(searchedProperties, searchTexts.properties);
const operatorChoices = choicesOf(searchOperators, searchTexts.operators);

function QueryFields({ query, onChange }: { readonly query: SearchQuery; onChange(query: SearchQuery): void }): ReactNode {
  return (
    <div className="search-fields" role="search">
      <SelectField label={fields.kind} value={query.kind} choices={kindChoices} onChange={(kind) => onChange({ ...query, kind })} />
      <SelectField label={fields.property} value={query.property} choices={propertyChoices}
        onChange={(property) => onChange({ ...query, property })} />
      <SelectField label={fields.operator} value={query.operator} choices={operatorChoices}
        onChange={(operator) => onChange({ ...query, operator })} />
      <TextField label={fields.value} value={query.value} fault={searchTexts.faults[queryFault(query)]}
        onChange={(value) => onChange({ ...query, value })} />
    </div>
  );
}

const queriesNode: NodeId = nodeOf(localHost, 'queries');

function QueryKeeping({ query, savedName }: { readonly query: SearchQuery; readonly savedName: string }): ReactNode {
  const { save, remove } = useSavedQueries();
  const goTo = useConsole((state) => state.goTo);
  const [wanted, setWanted] = useState(savedName);
  const name = wanted.trim();
  return (
    <div className="search-fields">
      <TextField label={fields.name} value={wanted} onChange={setWanted} />
      <button type="button" className="button" disabled={name === '' || queryFault(query) !== ''} onClick={() => {
        save({ ...query, name });
        goTo(nodeOf(localHost, queryPath(name)));
      }}>{searchTexts.save}</button>
      {savedName !== '' && (
        <button type="button" className="button" onClick={() => {
          remove(savedName);
          goTo(queriesNode);
        }}>{searchTexts.remove}</button>
      )}
    </div>
  );
}
