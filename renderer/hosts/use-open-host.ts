/** Opens a host beside the own one, and goes to it once it stands in the tree. */
import { useEffect, useState } from 'react';
import type { CallInput } from '../../core/host/contract.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { useConsole, useHost } from '../state/console-context.ts';
import { localHost } from '../state/host-state.ts';
import { nodeOf } from '../state/node-path.ts';

export type OpenHostState =
  | { readonly kind: 'idle' | 'asking' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'opened'; readonly key: string };

export interface OpenHost {
  readonly state: OpenHostState;
  open(input: CallInput<'hosts.connect'>): void;
}

export function useOpenHost(onClose: () => void): OpenHost {
  const call = useHost(localHost, (host) => host.call, null);
  const goTo = useConsole((state) => state.goTo);
  const [state, setState] = useState<OpenHostState>({ kind: 'idle' });
  const key = state.kind === 'opened' ? state.key : '';
  const inTree = useConsole(({ hosts }) => hosts.has(key));
  useEffect(() => {
    if (!inTree || key === '') return;
    goTo(nodeOf(key, 'host'));
    onClose();
  }, [inTree, key, goTo, onClose]);
  return {
    state,
    open: (input) => {
      if (call === null || state.kind === 'asking') return;
      setState({ kind: 'asking' });
      void call('hosts.connect', input).then((answer) =>
        setState(answer.ok ? { kind: 'opened', key: answer.value.host.id } : { kind: 'refused', refusal: answer.error }));
    },
  };
}
