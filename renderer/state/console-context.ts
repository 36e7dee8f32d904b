/** Hands the one store and the hosts' indexes to the components. */
import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ObjectViewKind } from '../../core/model/views.ts';
import type { ConsoleState, ConsoleStore } from './console-store.ts';
import type { HostKey, HostState } from './host-state.ts';
import { placeOf } from './node-path.ts';
import { noObjects } from './object-store.ts';
import type { ViewOfKind } from './object-store.ts';
import { createTreeIndexer } from './tree-model.ts';
import type { TreeIndex } from './tree-model.ts';

export interface ConsoleContextValue {
  readonly store: ConsoleStore;
  /** The index of a host's objects: the same value while they are the same. */
  indexOf(host: HostKey): TreeIndex;
}

export const ConsoleContext = createContext<ConsoleContextValue | null>(null);

export function createConsoleContext(store: ConsoleStore): ConsoleContextValue {
  const indexers = new Map<HostKey, ReturnType<typeof createTreeIndexer>>();
  return {
    store,
    indexOf: (host) => {
      const { hosts } = store.getState();
      for (const key of indexers.keys()) if (!hosts.has(key)) indexers.delete(key);
      let indexer = indexers.get(host);
      if (indexer === undefined) indexers.set(host, indexer = createTreeIndexer(host));
      return indexer((hosts.get(host)?.objects ?? noObjects).tables);
    },
  };
}

export function useConsoleContext(): ConsoleContextValue {
  const value = useContext(ConsoleContext);
  if (value === null) throw new Error('the console context is missing');
  return value;
}

export function useConsole<Part>(select: (state: ConsoleState) => Part): Part {
  return useStore(useConsoleContext().store, select);
}

/** The host of the place that the right pane shows. */
export function usePlaceHost(): HostKey {
  return useConsole((state) => placeOf(state.place).host);
}

/** A part of one host's state; `missing` stands in while the host is not there. */
export function useHost<Part>(host: HostKey, select: (state: HostState) => Part, missing: Part): Part {
  return useConsole((state) => {
    const found = state.hosts.get(host);
    return found === undefined ? missing : select(found);
  });
}

export function useTreeIndex(host: HostKey): TreeIndex {
  const { indexOf } = useConsoleContext();
  useHost(host, (state) => state.objects.tables, noObjects.tables);
  return indexOf(host);
}

/** The index of what the right pane shows: of the host, or of a group as it was while the place is in it. */
export function useShownIndex(): TreeIndex {
  const index = useTreeIndex(usePlaceHost());
  return useConsole((state) => state.past)?.index ?? index;
}

/** The index of every host, in their order; a new value only when one of them is new. */
export function useForest(): ReadonlyMap<HostKey, TreeIndex> {
  const { indexOf } = useConsoleContext();
  const indexes = useConsole(useShallow((state) => [...state.hosts.keys()].map(indexOf)));
  return useMemo(() => new Map(indexes.map((index) => [index.key, index])), [indexes]);
}

export interface TableOfHost<View> {
  readonly host: HostKey;
  readonly hostName: string;
  readonly views: ReadonlyMap<string, View>;
}

/** One kind's table of every host; a new value only when one of these tables is new. */
export function useTablesOfHosts<Kind extends ObjectViewKind>(kind: Kind): readonly TableOfHost<ViewOfKind<Kind>>[] {
  const parts = useConsole(useShallow((state) => [...state.hosts.values()].flatMap(({ key, label, objects: { tables } }) => [
    key, label === '' ? (tables.host.values().next().value?.name ?? '') : label, tables[kind],
  ])));
  return useMemo(() => {
    const found: TableOfHost<ViewOfKind<Kind>>[] = [];
    for (let at = 0; at < parts.length; at += 3) {
      const views = parts[at + 2] as ReadonlyMap<string, ViewOfKind<Kind>>;
      found.push({ host: parts[at] as string, hostName: parts[at + 1] as string, views });
    }
    return found;
  }, [parts]);
}
