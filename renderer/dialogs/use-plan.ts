/**
 * The plan of one command, from the question to its end. What runs is exactly the plan that was shown: it is sent with the
 * sequence that it was made on, and a group that went on since means a new plan and a new question.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallOutputs } from '../../core/host/contract.ts';
import type { Command } from '../../core/model/command.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { Plan } from '../../core/planner/plan.ts';
import { useDialogHost, useDialogTools } from '../commands/surface-state.ts';
import { useHost, useTreeIndex } from '../state/console-context.ts';
import { planDifferences } from './plan-differences.ts';

export type PlanState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly underWay: boolean }
  /** `differences`: to the plan that was agreed to before the group went on; null when there was none. */
  | { readonly kind: 'planned'; readonly plan: Plan; readonly differences: readonly string[] | null }
  | { readonly kind: 'running'; readonly plan: Plan };

export type CommandOutcome = CallOutputs['command.run'];

export interface PlanControl {
  readonly state: PlanState;
  /** Runs the plan that is shown; null when it was not carried out: then the state says why. */
  run(): Promise<CommandOutcome | null>;
  again(): void;
}

/** Nothing is asked while there is no command. */
export function usePlan(command: Command | null): PlanControl {
  const { call } = useDialogTools();
  const text = JSON.stringify(command);
  const [state, setState] = useState<PlanState>({ kind: 'asking' });
  /** Tells the answer to the present question from that to one given up. */
  const question = useRef(0);

  const ask = useCallback(async (agreed: Plan | null): Promise<void> => {
    const number = ++question.current;
    if (text === 'null') return;
    if (agreed === null) setState({ kind: 'asking' });
    const answer = await call('command.plan', { command: JSON.parse(text) as Command });
    if (number !== question.current) return;
    if (!answer.ok) setState({ kind: 'refused', refusal: answer.error, underWay: false });
    else setState({ kind: 'planned', plan: answer.value, differences: agreed === null ? null : planDifferences(agreed, answer.value) });
  // The tools of one host stay the same for whoever asks with them.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);

  useEffect(() => {
    void ask(null);
    return () => { question.current += 1; };
  }, [ask]);
  useAskAgain(state, () => void ask(null));

  const run = async (): Promise<CommandOutcome | null> => {
    if (state.kind !== 'planned') return null;
    const { plan } = state;
    setState({ kind: 'running', plan });
    const expected = plan.sequence === 0 ? {} : { expectedSequence: plan.sequence };
    const answer = await call('command.run', { command: JSON.parse(text) as Command, ...expected });
    if (answer.ok) return answer.value;
    if (answer.error.code === 'plan.stale') await ask(plan);
    else setState({ kind: 'refused', refusal: answer.error, underWay: answer.error.code === 'host.unreachable' });
    return null;
  };
  return { state, run, again: () => void ask(null) };
}

/** A refusal stands until what it speaks of has changed, or the host is back. */
function useAskAgain(state: PlanState, ask: () => void): void {
  const host = useDialogHost();
  const { tables } = useTreeIndex(host);
  const connected = useHost(host, ({ connection }) => connection.kind === 'connected', false);
  const refused = state.kind === 'refused';
  const latest = useRef(ask);
  latest.current = ask;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (refused && connected) latest.current();
  // Only a change of these asks again; the refusal itself does not.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tables.disk, tables.group, tables.volume, tables.plex, connected]);
}
