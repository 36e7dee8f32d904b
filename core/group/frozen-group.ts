/** A group whose disks bear another host's stamp: what is left to do with it here. Pure. */
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import type { Plan } from '../planner/plan.ts';

/** The way out lets the group go without a commit: nothing is written to disks that are another host's. */
export function frozenRefusal({ name, id }: { readonly name: string; readonly id: string }, reason: string): Refusal {
  return refusal('group.frozen', { kind: 'group', name, id }, { reason },
    { kind: 'command', command: { command: 'group.deport', group: name, force: true } });
}

/** What a forced deport of it does: nothing is committed, so that nothing of the group is another after it. */
export function lettingGo(plan: Plan, configuration: GroupConfiguration, reason: string): Plan {
  const summary = [`Disk group ${configuration.name} is let go here, and nothing is written to its disks: ${reason}.`];
  return { ...plan, after: configuration, summary };
}
