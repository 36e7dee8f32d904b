/** Hands the one store and the tree's index to the components. */
import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ConsoleState, ConsoleStore } from './console-store.ts';
import { createTreeIndexer } from './tree-model.ts';
import type { TreeIndex } from './tree-model.ts';

export interface ConsoleContextValue {
  readonly store: ConsoleStore;
  readonly index: ReturnType<typeof createTreeIndexer>;
}

export const ConsoleContext = createContext<ConsoleContextValue | null>(null);

export function createConsoleContext(store: ConsoleStore): ConsoleContextValue {
  return { store, index: createTreeIndexer() };
}

function useContextValue(): ConsoleContextValue {
  const value = useContext(ConsoleContext);
  if (value === null) throw new Error('the console context is missing');
  return value;
}

export function useConsole<Part>(select: (state: ConsoleState) => Part): Part {
  return useStore(useContextValue().store, select);
}

export function useTreeIndex(): TreeIndex {
  const { store, index } = useContextValue();
  const tables = useStore(store, (state) => state.objects.tables);
  return useMemo(() => index(tables), [index, tables]);
}
