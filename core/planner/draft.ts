/** What a planner of one command hands back; `plan-command.ts` makes the plan of it. */
import type { Command } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { Plan, RedundancyStep, ZeroRange } from './plan.ts';

export interface Draft {
  /** The command with its defaults filled in; the given one when absent. */
  readonly command?: Command;
  readonly after: GroupConfiguration | null;
  readonly summary: readonly string[];
  readonly zero?: readonly ZeroRange[];
  readonly bytesToCopy?: number;
  readonly peakSpaceBytes?: number;
  readonly redundancy?: readonly RedundancyStep[];
  readonly warnings?: readonly string[];
}

export type Drafted = Result<Draft, Refusal>;

export function planOf(command: Command, sequence: number, draft: Draft): Plan {
  return {
    command: draft.command ?? command,
    sequence,
    after: draft.after,
    summary: draft.summary,
    zero: draft.zero ?? [],
    bytesToCopy: draft.bytesToCopy ?? 0,
    peakSpaceBytes: draft.peakSpaceBytes ?? 0,
    redundancy: draft.redundancy ?? [],
    warnings: draft.warnings ?? [],
  };
}
