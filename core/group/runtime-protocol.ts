/**
 * What passes between the host's control plane and the runtime of one disk group, which in production are two threads.
 * Plain values only; every message survives structured clone.
 */
import type { AlertCode } from '../model/alert-kinds.ts';
import type { Command } from '../model/command.ts';
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { HistoryQuestion } from '../model/history.ts';
import type { Subject } from '../model/identity.ts';
import type { Evidence, Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { ClientView, HealthWord, TaskView } from '../model/views.ts';
import type { Plan } from '../planner/plan.ts';
import type { TaskQuestion } from './task-list.ts';
import type { CandidateDisk } from '../planner/planning-context.ts';
import type { FileSystemSpace } from '../planner/sparse-space.ts';

/** How the runtime's thread opens a disk. `diskId` is empty for a disk that has no header yet (init, adddisk). */
export interface DiskOpening {
  readonly attachment: string;
  readonly diskId: string;
  readonly hostName: string;
  readonly location: string;
  readonly readOnly: boolean;
  readonly enclosure: string;
  readonly site: string;
  /** The host knows that the disk lay in another file when its group last had it: this one may be an older copy. */
  readonly inAnotherFile?: boolean | undefined;
}

/** How a runtime comes to life: it makes a group, or it imports one from disks that the host has scanned. */
export type RuntimeBirth =
  | { readonly kind: 'init'; readonly command: Command; readonly disks: readonly DiskOpening[]; readonly actor?: string | undefined }
  | {
      readonly kind: 'import';
      readonly command: Command;
      readonly disks: readonly DiskOpening[];
      readonly groupId: string;
      readonly witnessSequence: number;
      /** No attempt of this host took a higher sequence (`foreseen-sequences.ts`). */
      readonly foreseenSequence: number;
      /** Who gave the command, for the history; absent when the host did it by itself. */
      readonly actor?: string | undefined;
    };

export interface RuntimeSettings {
  readonly host: HostStamp;
  readonly socketFolder: string;
  /** TCP listener of the group's exports; null is off. */
  readonly tcp: TcpListening | null;
  readonly deadlines: RuntimeDeadlines;
}

/** How long calls on disks may take: until a redundant volume goes on without the plex, and until the disk has failed. */
export interface RuntimeDeadlines {
  readonly mirrorMilliseconds: number;
  readonly diskMilliseconds: number;
}

export interface TcpListening {
  readonly address: string;
  readonly port: number;
  /** PEM texts; required for any address but loopback unless `allow` names clients. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  /** Addresses or CIDR ranges that may connect; empty allows all that reach the listener. */
  readonly allow: readonly string[];
}

/** Free disks that are handed on with a command: more than any advice names. */
export const freeDisksMaximum = 64;

export type FreeDisk = Pick<CandidateDisk, 'hostName' | 'sizeBytes' | 'location' | 'enclosure' | 'site'>;

export interface Execution {
  readonly command: Command;
  /** Plan only; nothing changes. */
  readonly dryRun: boolean;
  /** Refuse with `plan.stale` unless the group is still at this sequence. */
  readonly expectedSequence?: number | undefined;
  /** Disks that the command may bring into the group, already open to nobody else. */
  readonly disks?: readonly DiskOpening[] | undefined;
  /** What only the host knows, for the planning context: letters held by other groups, and the other groups' names. */
  readonly lettersTaken?: Readonly<Record<string, string>> | undefined;
  readonly otherGroupNames?: readonly string[] | undefined;
  /** Attached disks in no group and with nothing on them, for advice where space is short; at most `freeDisksMaximum`. */
  readonly freeDisks?: readonly FreeDisk[] | undefined;
  /** Where the group's image files lie, for commands that take new space. */
  readonly fileSystems?: readonly FileSystemSpace[] | undefined;
  /** Who gave it, for history and audit. */
  readonly actor: string;
}

export type ExecutionResult = Result<Plan, Refusal>;

export interface VolumeStatus {
  readonly volumeId: string;
  readonly started: boolean;
  readonly uri: string;
  readonly guidUri: string;
  readonly tcpUri: string;
  readonly clients: readonly ClientView[];
}

export interface MissingDisk {
  /** When this host first missed it. */
  readonly since: string;
  /** The end of a sentence that begins with the disk. */
  readonly reason: string;
}

/** What the runtime knows beyond its configuration. Sent whole whenever any of it changes, at most 10 times a second. */
export interface RuntimeStatus {
  readonly configuration: GroupConfiguration;
  readonly frozenBecause: string;
  readonly presentDiskIds: readonly string[];
  readonly failedDiskIds: readonly string[];
  /** Present members that took no commit lately and hold no configuration. */
  readonly leftOutDiskIds: readonly string[];
  readonly errorsByDiskId: Readonly<Record<string, number>>;
  /** Members that are away, by disk id. */
  readonly missingByDiskId: Readonly<Record<string, MissingDisk>>;
  readonly volumes: readonly VolumeStatus[];
  readonly healthByVolumeId: Readonly<
    Record<string, { readonly word: HealthWord; readonly reason: string; readonly survivesDisks: number }>
  >;
  readonly tasks: readonly TaskView[];
}

export interface RuntimeAlert {
  readonly severity: 'information' | 'warning' | 'error' | 'critical';
  readonly code: AlertCode;
  readonly subject: Subject;
  readonly message: string;
  readonly evidence: Evidence;
  /** True when the state that raised an earlier alert of this code and subject has ended. */
  readonly cleared: boolean;
}

/** Host to runtime. Each request is answered by one `reply` with its number. */
export type RuntimeRequest =
  | { readonly kind: 'birth'; readonly number: number; readonly birth: RuntimeBirth; readonly settings: RuntimeSettings }
  | { readonly kind: 'execute'; readonly number: number; readonly execution: Execution }
  | { readonly kind: 'history'; readonly number: number; readonly question: HistoryQuestion }
  | { readonly kind: 'pastConfiguration'; readonly number: number; readonly sequence: number }
  /** Answers what the volume holds, as a noun with its article; empty when nothing is recognised. */
  | { readonly kind: 'recognise'; readonly number: number; readonly volumeId: string }
  | { readonly kind: 'queryMaximum'; readonly number: number; readonly command: Command }
  | { readonly kind: 'diskArrived'; readonly number: number; readonly disk: DiskOpening }
  /** With `dryRun` nothing happens, but for the refusal. */
  | { readonly kind: 'diskLeaves'; readonly number: number; readonly diskId: string; readonly dryRun: boolean }
  /** Its path is gone, or leads elsewhere. Refused while a started volume cannot do without it and it still answers. */
  | { readonly kind: 'diskVanished'; readonly number: number; readonly diskId: string; readonly reason: string }
  /** Whose are its disks now? */
  | { readonly kind: 'lookAtStamp'; readonly number: number }
  /** Its file has become shorter than it was: its end is tried. */
  | { readonly kind: 'diskLooksShort'; readonly number: number; readonly diskId: string }
  /** Answers with sentences: what was found, and what is done. */
  | { readonly kind: 'diskReactivates'; readonly number: number; readonly disk: DiskOpening; readonly dryRun: boolean }
  | { readonly kind: 'diskMerges'; readonly number: number; readonly disk: DiskOpening; readonly dryRun: boolean }
  | { readonly kind: 'task'; readonly number: number; readonly question: TaskQuestion }
  /** Ids; none means all. */
  | { readonly kind: 'statistics'; readonly number: number; readonly objects: readonly string[] }
  | { readonly kind: 'resetStatistics'; readonly number: number }
  | { readonly kind: 'disconnect'; readonly number: number; readonly volumeId: string; readonly connection: number }
  /** `error`: why it could not be noted; then nothing may be published. */
  | { readonly kind: 'witnessed'; readonly number: number; readonly sequence: number; readonly error?: string | undefined }
  | { readonly kind: 'deadlines'; readonly number: number; readonly deadlines: RuntimeDeadlines }
  | { readonly kind: 'listen'; readonly number: number; readonly tcp: TcpListening | null }
  /** Flush, mark clean, end. With `keepStamp` the group stays this host's and starts again with it. */
  | { readonly kind: 'close'; readonly number: number };

/** Runtime to host. */
export type RuntimeMessage =
  | { readonly kind: 'reply'; readonly number: number; readonly result: Result<unknown, Refusal> }
  | { readonly kind: 'status'; readonly status: RuntimeStatus }
  | { readonly kind: 'alert'; readonly alert: RuntimeAlert }
  | {
      readonly kind: 'log';
      readonly severity: RuntimeAlert['severity'];
      readonly message: string;
      readonly facts: Readonly<Record<string, unknown>>;
    }
  /** Note this sequence durably, then answer with `witnessed`: nothing is published before (design section 4). */
  | { readonly kind: 'witness'; readonly groupId: string; readonly sequence: number; readonly configuration: GroupConfiguration }
  /** The same of attempts: none with a higher sequence is written before. */
  | { readonly kind: 'foresee'; readonly sequence: number; readonly configuration: GroupConfiguration }
  | { readonly kind: 'heartbeat'; readonly blockedOn: string; readonly blockedSince: string }
  | { readonly kind: 'broken'; readonly message: string };
