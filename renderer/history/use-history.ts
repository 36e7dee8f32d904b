/** Asks the host for a group's history: when its tab opens, and again after each commit while it is open. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HistoryEntry } from '../../core/model/history.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { failure, success } from '../../core/model/result.ts';
import type { Result } from '../../core/model/result.ts';
import { useConsoleContext, useHost } from '../state/console-context.ts';
import type { HostKey } from '../state/host-state.ts';
import { fromSnapshot } from '../state/object-store.ts';
import type { PastGroup } from '../state/past-group.ts';
import { createTreeIndexer } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { whatOf } from './history-columns.tsx';

export interface Comparison {
  readonly from: PastGroup;
  readonly to: PastGroup;
  /** A sentence a line. */
  readonly changes: readonly string[];
}

/** `entries` is null until the host has answered. */
export function useHistory(host: HostKey, groupId: string) {
  const { store } = useConsoleContext();
  const sequence = useHost(host, ({ objects }) => objects.tables.group.get(groupId)?.sequence ?? 0, 0);
  const connected = useHost(host, ({ connection }) => connection.kind === 'connected', false);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const [fault, setFault] = useState<Refusal | null>(null);
  const asking = useRef({ under: false, again: false });

  const ask = useCallback(async (): Promise<void> => {
    const wish = asking.current;
    if (wish.under) {
      wish.again = true;
      return;
    }
    wish.under = true;
    // However fast commits follow each other, one question is under way.
    do {
      wish.again = false;
      const answer = await store.getState().hosts.get(host)?.call('group.history', { group: groupId });
      if (answer?.ok === true) setEntries(answer.value.entries);
      setFault(answer === undefined || answer.ok ? null : answer.error);
    } while (wish.again);
    wish.under = false;
  }, [store, host, groupId]);

  useEffect(() => {
    if (connected) void ask();
  }, [connected, ask, sequence]);
  return { entries, fault, setFault };
}

/** Asks for the group as it was after one entry, and for what is different between two. */
export function usePast(host: HostKey, groupId: string) {
  const { store } = useConsoleContext();
  const past = useCallback(async (entry: HistoryEntry): Promise<Result<PastGroup, Refusal> | null> => {
    const state = store.getState().hosts.get(host);
    const answer = await state?.call('group.past', { group: groupId, sequence: entry.sequence });
    if (state === undefined || answer === undefined) return null;
    if (!answer.ok) return failure(answer.error);
    const { sequence, at, actor } = entry;
    const objects = [...state.objects.tables.host.values(), ...answer.value.objects];
    const index: TreeIndex = createTreeIndexer(host)(fromSnapshot('', sequence, objects).tables);
    return success({ host, groupId, sequence, at, what: whatOf(entry), actor, index });
  }, [store, host, groupId]);

  const compare = useCallback(async (earlier: HistoryEntry, later: HistoryEntry): Promise<Result<Comparison, Refusal> | null> => {
    const question = { group: groupId, from: earlier.sequence, to: later.sequence };
    const difference = await store.getState().hosts.get(host)?.call('group.history', question);
    const from = await past(earlier);
    const to = await past(later);
    if (difference === undefined || from === null || to === null) return null;
    if (!difference.ok) return failure(difference.error);
    if (!from.ok) return from;
    return to.ok ? success({ from: from.value, to: to.value, changes: difference.value.changes }) : to;
  }, [store, host, groupId, past]);
  return { past, compare };
}
