/**
 * What a planner may know besides the configuration and the command. Plain values and one injected source of GUIDs, so
 * that planning stays pure: the same context gives the same plan.
 */
import type { HostStamp } from '../model/configuration.ts';
import type { ClientView } from '../model/views.ts';
import type { FileSystemSpace } from './sparse-space.ts';

/** A disk as the host sees it now: a member of this group, of another one, or of none. */
export interface CandidateDisk {
  /** `Harddisk0`; empty for a member that is missing and was never numbered on this host. */
  readonly hostName: string;
  /** The name in the group that is planned (`Disk1`); empty when it is no member of it. */
  readonly internalName: string;
  /** Empty while the disk bears no header. */
  readonly diskId: string;
  readonly sizeBytes: number;
  /** What its opening can reach, where a larger size shows only to who opens it anew. */
  readonly reachBytes?: number | undefined;
  /** Attached with `-r`, or the medium takes no writes. */
  readonly readOnly: boolean;
  readonly location: string;
  readonly enclosure: string;
  readonly site: string;
  /** What was recognised on it, as a noun with its article (`an ext4 file system`); empty when nothing was. */
  readonly holds: string;
  /** The group whose header it bears, whether imported here or not; empty when none. */
  readonly groupName: string;
  /** That group is imported on this host now: then no force takes the disk away from it. */
  readonly groupImported: boolean;
  readonly attached: boolean;
}

export interface PlanningContext {
  /** Where the image files of the members lie; for commands that take new space. */
  readonly fileSystems?: readonly FileSystemSpace[] | undefined;
  /** Each call gives a GUID that was never given before, in lower case with hyphens. */
  newGuid(): string;
  readonly host: HostStamp;
  /** Members of the group in question, and every other attached disk that a command may name. */
  readonly disks: readonly CandidateDisk[];
  readonly presentDiskIds: ReadonlySet<string>;
  /** Present, but out of use after an error. */
  readonly failedDiskIds: ReadonlySet<string>;
  readonly clientsByVolumeId: ReadonlyMap<string, readonly ClientView[]>;
  readonly startedVolumeIds: ReadonlySet<string>;
  /**
   * Letters held outside this group, `E` to words for the holder (`volume V1 of disk group DG2`). Letters of this group
   * are read from its configuration.
   */
  readonly lettersTaken: ReadonlyMap<string, string>;
  /** Every other group that this host sees, imported or not. */
  readonly otherGroupNames: readonly string[];
  /** Volumes whose plexes are being made equal, or to one of whose plexes is being copied. */
  readonly syncingVolumeIds: ReadonlySet<string>;
}
