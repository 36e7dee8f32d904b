/**
 * A plan is a value (design rule 1): what the console previews, what `--dry-run` prints and what the engine executes
 * are this one object. It is made by a pure function from a configuration and a command, and is stale as soon as the
 * group's sequence differs from `sequence`.
 */
import type { Command } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';

/** Bytes of a disk that must read as zeros before the configuration that uses them is committed. */
export interface ZeroRange {
  readonly diskId: DiskId;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** A moment of the plan at which fewer copies may fail than before. */
export interface RedundancyStep {
  readonly volumeId: VolumeId;
  readonly volume: string;
  /** Disks that may fail with the data still there. */
  readonly survivesBefore: number;
  readonly survivesDuring: number;
  /** When the plan is through; as before where it is absent. */
  readonly survivesAfter?: number;
  readonly reason: string;
}

export interface Plan {
  readonly command: Command;
  /** The sequence of the configuration that the plan was made on. */
  readonly sequence: number;
  /** The whole configuration afterwards, but for sequence and commit id, which the commit gives; null where no group changes. */
  readonly after: GroupConfiguration | null;
  /** One sentence a line, for people: what will be there afterwards that is not there now. */
  readonly summary: readonly string[];
  readonly zero: readonly ZeroRange[];
  readonly bytesToCopy: number;
  readonly peakSpaceBytes: number;
  readonly redundancy: readonly RedundancyStep[];
  /** Things that are legal but that a careful person would want to know (sparse promises, one enclosure, ...). */
  readonly warnings: readonly string[];
}

export type Planned = Result<Plan, Refusal>;
