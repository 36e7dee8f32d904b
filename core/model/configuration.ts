/**
 * The configuration of one disk group: everything that the group's disks say about it.
 *
 * Invariants (checked by `configuration-invariants.ts` before each commit and after each read):
 * - Subdisks of one disk do not overlap and lie inside the disk's data area.
 * - Each plex covers its volume whole; the columns of a plex have equal length.
 * - No disk holds subdisks of two plexes of one volume, nor of two columns of one plex.
 * - Each subdisk belongs to one plex, each plex to one volume; names are unique per kind.
 * - A volume has logs exactly when it has a region size; its logs lie on different disks and overlap no subdisk.
 * - Holders are members of the group. `sequence` only ever grows.
 * All values are plain, frozen by type, and survive JSON. Offsets and lengths are bytes.
 */
import type { CommitId, DiskId, GroupId, HostId, LogId, PlexId, SubdiskId, VolumeId } from './identity.ts';

/** Version 1 knew no logs and no maps; `vxdg upgrade` raises a group to this one. */
export const configurationVersion = 2;
export const oldestConfigurationVersion = 1;

export interface HostStamp {
  readonly id: HostId;
  readonly name: string;
}

export interface DiskRecord {
  readonly id: DiskId;
  /** The group's own name for the disk (`Disk1`), which goes with the group from host to host. */
  readonly name: string;
  /** Where the host last saw it: a path or address, for people only. Never used to find a disk. */
  readonly lastAccess: string;
  readonly sizeBytes: number;
  /** Subdisks lie in [dataStartBytes, dataStartBytes + dataLengthBytes). */
  readonly dataStartBytes: number;
  readonly dataLengthBytes: number;
  readonly enclosure: string;
  readonly site: string;
  /** The serial number that this configuration expects the disk's header to bear (engine.md 2.6). */
  readonly serial: number;
  /** Set on the first error that took a plex out; cleared by `vxdisk reactivate`. */
  readonly failing: boolean;
}

export type PlexLayout = 'concatenated' | 'striped';

export type PlexState =
  | 'ACTIVE' // takes part in reads and writes
  | 'CLEAN' // equal to its fellows, volume stopped
  | 'STALE' // missed a write; must be copied in full or by its map before it is read
  | 'OFFLINE' // taken out by the administrator
  | 'TEMPRMSD'; // being attached: write-only; removed with its subdisks if interrupted

export interface SubdiskRecord {
  readonly id: SubdiskId;
  readonly name: string;
  readonly diskId: DiskId;
  readonly plexId: PlexId;
  readonly column: number;
  /** From the start of the disk, not of its data area. */
  readonly diskOffsetBytes: number;
  /** Offset within its column. */
  readonly columnOffsetBytes: number;
  readonly lengthBytes: number;
}

export interface PlexRecord {
  readonly id: PlexId;
  readonly name: string;
  readonly volumeId: VolumeId;
  readonly layout: PlexLayout;
  readonly columns: number;
  /** Power of two; 0 when concatenated. */
  readonly stripeUnitBytes: number;
  readonly state: PlexState;
  /** The map of what this plex lacks, in the volume's logs. Null for a plex that lacks nothing, and for one that lacks everything. */
  readonly missed: MissedMap | null;
}

/** Docs/decisions/0007. Sectors of the slot that do not bear `id` have never been written in this plex's absence. */
export interface MissedMap {
  /** From 1 on; unique within the volume. */
  readonly slot: number;
  /** A GUID, new for each absence. */
  readonly id: string;
}

export type LogState =
  | 'ACTIVE' // bears every mark
  | 'STALE'; // missed one; is written anew before it is believed again

/** A log subdisk: an extent of a disk that holds maps of one volume, no user data. */
export interface LogRecord {
  readonly id: LogId;
  readonly name: string;
  readonly volumeId: VolumeId;
  readonly diskId: DiskId;
  /** From the start of the disk, not of its data area. */
  readonly diskOffsetBytes: number;
  readonly lengthBytes: number;
  readonly state: LogState;
}

export type VolumeState =
  | 'CLEAN' // stopped, plexes equal
  | 'ACTIVE' // started; found so at import, it was in use at a crash and its plexes may differ
  | 'SYNC'; // read-writeback is running; found so at import, it runs again

export type ReadPolicy =
  | { readonly kind: 'select' }
  | { readonly kind: 'round' }
  | { readonly kind: 'prefer'; readonly plexId: PlexId };

export interface VolumeRecord {
  readonly id: VolumeId;
  readonly name: string;
  readonly lengthBytes: number;
  readonly state: VolumeState;
  readonly readPolicy: ReadPolicy;
  /** The letter that the volume wants on its host, `E` for `E:`; empty when it wants none. */
  readonly driveLetter: string;
  /** The administrator's wish, kept over restarts and moves. */
  readonly startAtImport: boolean;
  readonly readOnly: boolean;
  /** Size of a region of the volume's maps; 0 when it has no log. */
  readonly mapRegionBytes: number;
  /** Found to differ between its plexes, and not put right since; 0 when no comparison has found any. */
  readonly differingBytes: number;
}

export interface GroupConfiguration {
  readonly version: number;
  readonly id: GroupId;
  readonly name: string;
  readonly sequence: number;
  readonly commitId: CommitId;
  /** Null when the group is deported. */
  readonly stamp: HostStamp | null;
  readonly noAutoImport: boolean;
  /** Disks that must all have this configuration for it to be durable. */
  readonly holders: readonly DiskId[];
  readonly disks: readonly DiskRecord[];
  readonly volumes: readonly VolumeRecord[];
  readonly plexes: readonly PlexRecord[];
  readonly subdisks: readonly SubdiskRecord[];
  readonly logs: readonly LogRecord[];
}
