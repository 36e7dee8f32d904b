/**
 * The objects as everyone outside the engine sees them: console, command line, logs. Derived from configurations and
 * from what runs; never read back into the engine. Each is found by kind and id, and changes travel as `Change`s.
 */
import type { AlertCode } from './alert-kinds.ts';
import type { LogState, ReadPolicy, PlexLayout, PlexState, VolumeState } from './configuration.ts';
import type { Evidence, Refusal, Remedy } from './refusal.ts';
import type { Subject } from './identity.ts';

export type HealthWord =
  | 'Healthy' | 'Healthy (At Risk)' | 'Resynching' | 'Degraded' | 'Degraded (At Risk)' | 'Failed' | 'Missing'
  | 'Stopped' | 'Initializing' | 'Unknown';

export interface HostView {
  readonly kind: 'host';
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly processId: number;
  readonly stateFolder: string;
}

/**
 * A host beside this one that consoles reach through it. `id` is its key: the end of the path `/contract/<key>`.
 * - `remote`: a `plexus serve` elsewhere. `bundle`: what a support bundle tells of a host as it was. `sample`: a throw-away
 *   host with made-up disks. `inspection`: a throw-away host that looks at disk images and writes nothing.
 */
export type OtherHostKind = 'remote' | 'bundle' | 'sample' | 'inspection';

export interface OtherHostView {
  readonly kind: 'other host';
  readonly id: string;
  readonly hostKind: OtherHostKind;
  readonly name: string;
  /** `ADDRESS:PORT`, the bundle's file, or the images; empty for the sample. */
  readonly address: string;
  /** Who is logged in there. */
  readonly user: string;
  readonly state: 'connected' | 'lost';
  /** Why it was lost; null while it is connected. */
  readonly fault: Refusal | null;
  /** A bundle shows the host as it was then, ISO 8601 UTC; empty for hosts that live. */
  readonly asOf: string;
}

/**
 * - `free`: no group. `online`: member of an imported group. `foreign`: member of a group that is not imported here
 *   (deported, or another host's). `missing`: an imported group names it and it is not attached.
 * - `failed`: attached, member, and out of use after an error. `unreadable`: its header cannot be understood.
 * - `copy`: bears the ids of another attached disk.
 */
export type DiskStatus = 'free' | 'online' | 'foreign' | 'missing' | 'failed' | 'unreadable' | 'copy';

export interface DiskView {
  readonly kind: 'disk';
  /** The disk id when it has one, else an id of this attachment. */
  readonly id: string;
  /** `Harddisk0`; empty for a missing disk that this host never numbered. */
  readonly name: string;
  /** The group's own name, `Disk1`; empty when in no group. */
  readonly internalName: string;
  readonly status: DiskStatus;
  readonly statusReason: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly type: 'image file' | 'block device' | 'remote';
  readonly location: string;
  readonly sizeBytes: number;
  /** Where subdisks may lie, behind the private region; both 0 when it is in no group whose configuration is known here. */
  readonly dataStartBytes: number;
  readonly dataLengthBytes: number;
  readonly unallocatedBytes: number;
  readonly readOnly: boolean;
  readonly enclosure: string;
  readonly site: string;
  readonly errors: number;
}

export type GroupStatus = 'imported' | 'deported' | 'foreign' | 'incomplete' | 'fork' | 'frozen' | 'stopped' | 'unreadable';

export interface GroupView {
  readonly kind: 'group';
  readonly id: string;
  readonly name: string;
  readonly status: GroupStatus;
  /** Why it is not simply imported, naming disks and hosts; empty when it is. */
  readonly statusReason: string;
  readonly health: HealthWord;
  readonly sequence: number;
  readonly version: number;
  readonly stampHost: string;
  readonly diskIds: readonly string[];
  readonly holderIds: readonly string[];
  readonly volumeIds: readonly string[];
  readonly sizeBytes: number;
  readonly freeBytes: number;
}

export type VolumeLayout = 'concatenated' | 'spanned' | 'striped' | 'mirrored' | 'mirrored striped';

export interface VolumeView {
  readonly kind: 'volume';
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly groupName: string;
  /** The letter it has on this host; `wantedDriveLetter` may differ when another volume holds it. */
  readonly driveLetter: string;
  readonly wantedDriveLetter: string;
  readonly layout: VolumeLayout;
  readonly lengthBytes: number;
  readonly state: VolumeState;
  readonly started: boolean;
  readonly readOnly: boolean;
  readonly health: HealthWord;
  readonly healthReason: string;
  /** Disks that may fail, any of them, with the data still there. */
  readonly survivesDisks: number;
  readonly readPolicy: ReadPolicy;
  readonly plexIds: readonly string[];
  /** NBD address; empty while it is stopped. */
  readonly uri: string;
  readonly guidUri: string;
  /** The same export over TCP; empty while its group is not served so. */
  readonly tcpUri: string;
  readonly devicePath: string;
  readonly clients: readonly ClientView[];
  readonly fileSystem: string;
}

export interface ClientView {
  readonly connection: number;
  readonly address: string;
  readonly since: string;
}

export interface PlexView {
  readonly kind: 'plex';
  readonly id: string;
  readonly name: string;
  readonly volumeId: string;
  readonly groupId: string;
  readonly layout: PlexLayout;
  readonly columns: number;
  readonly stripeUnitBytes: number;
  readonly state: PlexState;
  /** NODEVICE, RECOVER, IOFAIL: engine.md 1.5. */
  readonly flags: readonly string[];
  readonly lengthBytes: number;
}

export interface SubdiskView {
  readonly kind: 'subdisk';
  readonly id: string;
  readonly name: string;
  readonly diskId: string;
  readonly diskName: string;
  readonly plexId: string;
  readonly volumeId: string;
  readonly groupId: string;
  readonly column: number;
  readonly diskOffsetBytes: number;
  readonly plexOffsetBytes: number;
  readonly lengthBytes: number;
}

export interface LogView {
  readonly kind: 'log';
  readonly id: string;
  readonly name: string;
  readonly volumeId: string;
  readonly groupId: string;
  readonly diskId: string;
  readonly diskName: string;
  readonly diskOffsetBytes: number;
  readonly lengthBytes: number;
  /** What one bit of its maps stands for. */
  readonly regionBytes: number;
  readonly state: LogState;
}

/** `waiting`: for its turn among the copies of its group, or for the work that goes before it. */
export type TaskState = 'running' | 'waiting' | 'paused' | 'done' | 'done with remarks' | 'failed' | 'cancelled';

/** What a comparison of plexes found. Bytes. */
export interface FoundDifferences {
  readonly differingBytes: number;
  /** Of these, written anew from the plex that a person named. */
  readonly repairedBytes: number;
  /** The first of them; `agreeing` groups the names of plexes that hold the same bytes there, the largest group first. */
  readonly ranges: readonly {
    readonly offsetBytes: number; readonly lengthBytes: number; readonly agreeing: readonly (readonly string[])[];
  }[];
  readonly rangesLeftOut: number;
  /** The plex that is likely right; empty where nothing tells, or nothing differs. */
  readonly likelyRight: string;
}

/** Copies of one group that run at the same time; the others wait. */
export const copiesAtOnceMaximum = 4;

export interface TaskView {
  readonly kind: 'task';
  /** For ever; survives a restart of the host. */
  readonly id: string;
  /** What people type: this host's own number for it, from 1 on; 0 until the host has given one. */
  readonly number: number;
  readonly name: string;
  readonly subject: Subject;
  readonly groupId: string;
  /** Why it runs, in one sentence. */
  readonly cause: string;
  /** Which bytes it copies: design rule 8. */
  readonly copies: 'none' | 'changed regions' | 'used space' | 'full';
  /** Why no cheaper kind of copy was possible, in one sentence; empty where there is none, or the cause says it. */
  readonly whyNotLess: string;
  readonly state: TaskState;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Over the last seconds; null while it is not measured. */
  readonly bytesPerSecond: number | null;
  /** Seconds to the end at the best and at the worst of the rates measured; null while there are none. */
  readonly secondsLeft: { readonly least: number; readonly most: number } | null;
  /** What it costs clients: the share of the time, 0 to 1, that its chunks took lately. Small while clients are busy. */
  readonly copyShare: number;
  /** Clients had work lately, so that the copy holds back. */
  readonly clientsBusy: boolean;
  /** Pause after each chunk, asked for by a person. */
  readonly slowMilliseconds: number;
  readonly pausable: boolean;
  readonly abortable: boolean;
  /** What an abort leaves behind; where there is none, why. */
  readonly abortLeaves: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** In words, without a full stop at the end. */
  readonly result: string;
  /** Of a comparison of plexes that has ended; else null. */
  readonly differences: FoundDifferences | null;
}

export interface AlertView {
  readonly kind: 'alert';
  readonly id: string;
  readonly severity: 'information' | 'warning' | 'error' | 'critical';
  readonly code: AlertCode;
  readonly subject: Subject;
  /** The group that it is about or that it happened in; both empty where there is none. */
  readonly groupId: string;
  readonly groupName: string;
  readonly message: string;
  readonly evidence: Evidence;
  /** What usually is behind it, in a sentence. */
  readonly cause: string;
  /** The end of a sentence that begins "It clears when"; empty for an event, which nothing clears. */
  readonly clearsWhen: string;
  readonly remedy: Remedy;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  readonly state: 'new' | 'acknowledged' | 'cleared';
  /** Both empty until a person has acknowledged it. */
  readonly acknowledgedBy: string;
  readonly acknowledgedAt: string;
  /** Empty until its state has ended. */
  readonly clearedAt: string;
}

export type ObjectView =
  | HostView | OtherHostView | DiskView | GroupView | VolumeView | PlexView | SubdiskView | LogView | TaskView | AlertView;
export type ObjectViewKind = ObjectView['kind'];

/** One step of the host's event stream. Applying all changes in order to a snapshot gives the present state. */
export interface Change {
  readonly sequence: number;
  readonly put: readonly ObjectView[];
  readonly remove: readonly { readonly kind: ObjectViewKind; readonly id: string }[];
}
