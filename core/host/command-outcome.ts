/** What the host's own commands are given, and what comes of them. */
import type { Command } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { Plan, RedundancyStep } from '../planner/plan.ts';
import type { Alerts } from './alerts.ts';
import type { AttachedDisks } from './attached-disks.ts';
import type { DiskAccess } from './disk-access.ts';
import type { ObjectStore } from './object-store.ts';
import type { RunningGroups } from './running-groups.ts';
import type { WitnessVote } from './witness-store.ts';

export interface Outcome {
  readonly plan: Plan;
  /** Names that the command gave: disks attached, volumes made. */
  readonly names: readonly string[];
}

export interface DiskCommandWorld {
  readonly disks: AttachedDisks;
  readonly groups: RunningGroups;
  readonly store: ObjectStore;
  readonly alerts: Alerts;
  /** Looks into disks that no running group uses, and writes to those that a command names. */
  readonly access: DiskAccess;
  /** What this host has seen of the group. */
  vote(groupId: string): WitnessVote;
  /** The views of disks and groups follow what the commands changed. */
  refreshViews(): void;
  /** Gives these images ids of their own; those of one group stay one group. */
  renewIds(locations: readonly string[]): Promise<Result<null, Refusal>>;
}

/** The plan of a command that changes no group's configuration. */
export function hostPlan(
  command: Command, summary: readonly string[], warnings: readonly string[] = [], redundancy: readonly RedundancyStep[] = [],
): Plan {
  return { command, sequence: 0, after: null, summary, zero: [], bytesToCopy: 0, peakSpaceBytes: 0, redundancy, warnings };
}
