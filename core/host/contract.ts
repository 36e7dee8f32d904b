/**
 * The one contract (design rule 10). Electron's IPC, the console's WebSocket and the command line's local socket carry
 * these calls and this event, and nothing else. Every call is checked here: its name, its input, and the least role.
 *
 * Frames, one JSON value each (a line on the local socket, a message elsewhere):
 *   client -> host   { hello: protocolVersion }  then  { id, call, input }
 *                    { host: KEY } before all that, on the local socket only: the conversation is with the host of that key
 *   host -> client   { hello: { protocol, version, hostId, role, user } }
 *                    { id, ok: true, value } | { id, ok: false, refusal }
 *                    { change } | { snapshot }   after `events.subscribe`
 *                    { statistics }              after `statistics.watch`
 */
import * as z from 'zod';
import type { Command } from '../model/command.ts';
import type { FileSystemKind } from '../model/file-systems.ts';
import type { HistoryAnswer } from '../model/history.ts';
import type { Refusal } from '../model/refusal.ts';
import type { GroupStatistics } from '../model/io-statistics.ts';
import { rolesAscending } from '../model/roles.ts';
import type { Role } from '../model/roles.ts';
import { slowMillisecondsMaximum } from '../model/task-kinds.ts';
import type { Change, ObjectView, OtherHostView, TaskView } from '../model/views.ts';
import type { Plan } from '../planner/plan.ts';
import { frameBytesMaximum, watchMillisecondsMaximum, watchMillisecondsMinimum } from './protocol.ts';

const name = z.string().min(1).max(1024);
const names = z.array(name).max(4096).readonly();
const bytes = z.number();
const flag = z.boolean();

export const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('disk.attach'), locations: names, readOnly: flag, createBytes: bytes.optional() }),
  z.strictObject({ command: z.literal('disk.detach'), disk: name }),
  z.strictObject({ command: z.literal('disk.rescan') }),
  z.strictObject({ command: z.literal('disk.set'), disk: name, enclosure: z.string().max(64).optional(),
    site: z.string().max(64).optional(), failing: z.literal('off').optional() }),
  z.strictObject({ command: z.literal('disk.reactivate'), disk: name }),
  z.strictObject({ command: z.literal('disk.resize'), disk: name, sizeBytes: bytes.optional() }),
  z.strictObject({ command: z.literal('disk.merge'), disks: names }),
  z.strictObject({ command: z.literal('disk.renewids'), locations: names }),
  z.strictObject({ command: z.literal('group.init'), group: z.string(), disks: names, force: flag }),
  z.strictObject({ command: z.literal('group.adddisk'), group: name, disks: names, force: flag }),
  z.strictObject({ command: z.literal('group.rmdisk'), group: name, disks: names }),
  z.strictObject({ command: z.literal('group.repldisk'), group: name, disk: name, replacement: name, force: flag }),
  z.strictObject({ command: z.literal('group.rename'), group: name, newName: z.string() }),
  z.strictObject({ command: z.literal('group.deport'), group: name, newName: z.string().optional(), force: flag }),
  z.strictObject({ command: z.literal('group.import'), group: name, newName: z.string().optional(), clearStamp: flag, force: flag,
    noAutoImport: flag.optional(), selectedCopy: name.optional() }),
  z.strictObject({ command: z.literal('group.destroy'), group: name, force: flag }),
  z.strictObject({ command: z.literal('group.upgrade'), group: name }),
  z.strictObject({ command: z.literal('disk.restore'), file: name, disks: names, force: flag }),
  z.strictObject({ command: z.literal('plex.off'), group: name, plexes: names }),
  z.strictObject({ command: z.literal('plex.on'), group: name, plexes: names }),
  z.strictObject({ command: z.literal('plex.fix'), group: name, claim: z.enum(['clean', 'active', 'stale', 'empty']), plexes: names }),
  z.strictObject({
    command: z.literal('volume.make'), group: name, volume: z.string(), sizeBytes: z.union([bytes, z.literal('MAX')]),
    type: z.enum(['spanned', 'stripe', 'mirror']), mirrors: z.number(), columns: z.number().optional(), stripeUnitBytes: bytes.optional(),
    driveLetter: z.string().optional(), logs: z.number().optional(), disks: names, excludedDisks: names, zeroed: flag,
  }),
  z.strictObject({ command: z.literal('volume.delete'), group: name, volume: name, force: flag }),
  z.strictObject({ command: z.literal('volume.rename'), group: name, volume: name, newName: z.string() }),
  z.strictObject({ command: z.literal('volume.start'), group: name, volume: name }),
  z.strictObject({ command: z.literal('volume.stop'), group: name, volume: name, force: flag }),
  z.strictObject({ command: z.literal('volume.grow'), group: name, volume: name, byBytes: bytes.optional(), toBytes: bytes.optional(),
    disks: names, excludedDisks: names, zeroed: flag }),
  z.strictObject({ command: z.literal('volume.rdpol'), group: name, volume: name, policy: z.enum(['select', 'round', 'prefer']),
    plex: z.string().optional() }),
  z.strictObject({ command: z.literal('volume.assign'), group: name, volume: name, driveLetter: z.string() }),
  z.strictObject({ command: z.literal('volume.access'), group: name, volume: name, readOnly: flag }),
  z.strictObject({ command: z.literal('volume.mirror'), group: name, volume: name, mirrors: z.number(),
    type: z.enum(['spanned', 'stripe']).optional(), columns: z.number().optional(), stripeUnitBytes: bytes.optional(),
    logs: z.number().optional(), disks: names, excludedDisks: names }),
  z.strictObject({ command: z.literal('volume.rmmirror'), group: name, volume: name, plex: name.optional(), disks: names }),
  z.strictObject({ command: z.literal('volume.break'), group: name, volume: name, plex: name, newName: z.string().optional(),
    driveLetter: z.string().optional() }),
  z.strictObject({ command: z.literal('volume.addlog'), group: name, volume: name, logs: z.number(), disks: names, excludedDisks: names }),
  z.strictObject({ command: z.literal('volume.rmlog'), group: name, volume: name, logs: names }),
  z.strictObject({ command: z.literal('volume.verify'), group: name, volume: name, from: name.optional() }),
]) satisfies z.ZodType<Command>;

const formatSchema = z.strictObject({
  group: z.string(), volume: name, fileSystem: z.enum(['ntfs', 'ext4', 'xfs', 'fat']), label: z.string().max(128).default(''),
  allocationUnitBytes: z.number().int().positive().optional(), quick: flag.default(true), force: flag.default(false),
  dryRun: flag.default(false),
});

const tcpSchema = z.strictObject({
  group: name, enabled: flag, address: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65535).default(0),
  certificateFile: z.string().default(''), keyFile: z.string().default(''), allow: z.array(z.string()).max(256).default([]),
});

const statisticsWishes = z.array(z.strictObject({ group: name, objects: names })).max(1024);

/** Of a remote host `fingerprint` is the one that a person accepted, empty when nobody was asked. */
const connectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('remote'), address: name, user: z.string().max(256), password: z.string().max(1024),
    fingerprint: z.string().max(256).default('') }),
  z.strictObject({ kind: z.literal('sample') }),
  /** A support bundle: the name of its file, and its bytes in base64. */
  z.strictObject({ kind: z.literal('bundle'), name: name, content: z.base64().max(frameBytesMaximum) }),
  /** Disk images of this machine, which are not written to. */
  z.strictObject({ kind: z.literal('inspection'), locations: z.array(name).min(1).max(4096).readonly() }),
]);

export interface CallRule {
  readonly input: z.ZodType;
  readonly role: Role;
  /** Answered at this machine only, never to a remote console: what opens this machine to others, or dials from it. */
  readonly local?: true;
}

/** Input schema and least role of each call. What is asked may need more: `input-role.ts`. */
export const calls = {
  'host.status': { input: z.strictObject({}), role: 'read-only' },
  'host.shutdown': { input: z.strictObject({ force: flag }), role: 'administrator' },
  'host.users': { input: z.strictObject({}), role: 'read-only' },
  'objects.list': { input: z.strictObject({}), role: 'read-only' },
  /** Answers at once, then sends a snapshot frame, or the changes after `afterSequence` when the host still has them. */
  'events.subscribe': { input: z.strictObject({ hostRun: z.string(), afterSequence: z.number().int() }), role: 'read-only' },
  'command.plan': { input: z.strictObject({ command: commandSchema }), role: 'read-only' },
  'command.run': { input: z.strictObject({ command: commandSchema, expectedSequence: z.number().int().optional() }), role: 'operator' },
  'volume.maximum': { input: z.strictObject({ command: commandSchema }), role: 'read-only' },
  'volume.disconnect': { input: z.strictObject({ volumeId: name, connection: z.number().int() }), role: 'administrator' },
  /** The volume behind a letter, a device path, a `\\?\Volume{GUID}\` path, a GUID, or a name (with a group where it is not unique). */
  'volume.find': { input: z.strictObject({ name, group: z.string() }), role: 'read-only' },
  /**
   * Makes a file system on the volume, as a task. Refused while it is in use, and without `force` while it holds something that is
   * recognised. `dryRun`: only the refusal, or the command line. `volume` as in `volume.find`.
   */
  'volume.format': { input: formatSchema, role: 'administrator' },
  /** The file systems that this host can make, and of the others why it cannot. */
  'formats.list': { input: z.strictObject({}), role: 'read-only' },
  'group.configuration': { input: z.strictObject({ group: name }), role: 'read-only' },
  /** The sides of a fork; none where the group's disks agree. */
  'group.sides': { input: z.strictObject({ group: name }), role: 'read-only' },
  /** Both of `from` and `to` (sequences): what is different between them; else all entries. */
  'group.history': { input: z.strictObject({ group: name, from: z.number().int().optional(), to: z.number().int().optional() }),
    role: 'read-only' },
  /** A group's objects as they were after the commit of this sequence; refused where the history does not go back so far. */
  'group.past': { input: z.strictObject({ group: name, sequence: z.number().int() }), role: 'read-only' },
  /** The text of a backup file. */
  'group.backup': { input: z.strictObject({ group: name }), role: 'read-only' },
  'tcp.set': { input: tcpSchema, role: 'administrator' },
  /** What `tcp.set` was given last; null while it is off. */
  'tcp.get': { input: z.strictObject({ group: name }), role: 'administrator' },
  'settings.get': { input: z.strictObject({}), role: 'read-only' },
  'settings.set': { input: z.strictObject({ values: z.record(name, z.string().max(4096)) }), role: 'administrator' },
  /** `task`: a task's number or its id. Answered when the wish is on disk; an abort when the task has ended. */
  'task.pause': { input: z.strictObject({ task: name }), role: 'operator' },
  'task.resume': { input: z.strictObject({ task: name }), role: 'operator' },
  'task.abort': { input: z.strictObject({ task: name }), role: 'operator' },
  'task.set': { input: z.strictObject({ task: name, slowMilliseconds: z.number().int().min(0).max(slowMillisecondsMaximum) }),
    role: 'operator' },
  /** Counters of these groups' objects, by id; no ids: of all that have done anything. */
  'statistics.read': { input: z.strictObject({ wanted: statisticsWishes }), role: 'read-only' },
  /** The same, sent at an interval while the client is connected, in place of what it watched before; nothing wanted ends it. */
  'statistics.watch': { input: z.strictObject({ wanted: statisticsWishes,
    intervalMilliseconds: z.number().int().min(watchMillisecondsMinimum).max(watchMillisecondsMaximum) }), role: 'read-only' },
  'statistics.reset': { input: z.strictObject({ group: name }), role: 'operator' },
  /** Alerts by their ids; `acknowledged` is how many of them were new. */
  'alert.acknowledge': { input: z.strictObject({ ids: names }), role: 'operator' },
  /** A folder of the host and its block devices, for choosing disks; an empty folder means the home folder. */
  'files.list': { input: z.strictObject({ folder: z.string().max(4096) }), role: 'administrator' },
  'log.read': { input: z.strictObject({ log: z.enum(['task', 'alert', 'audit']), last: z.number().int().min(1).max(1000) }),
    role: 'read-only' },
  /** The other hosts that consoles reach through this one (they are objects too), and those that were connected ever. */
  'hosts.list': { input: z.strictObject({}), role: 'administrator', local: true },
  'hosts.connect': { input: connectSchema, role: 'administrator', local: true },
  'hosts.disconnect': { input: z.strictObject({ key: name }), role: 'administrator', local: true },
  /** What a support bundle would hold; with `pack` the bundle too. */
  'support.bundle': { input: z.strictObject({ hideNames: flag, pack: flag }), role: 'administrator' },
  'user.list': { input: z.strictObject({}), role: 'administrator', local: true },
  'user.add': { input: z.strictObject({ user: name, role: z.enum(rolesAscending), password: z.string().max(1024) }),
    role: 'administrator', local: true },
  'user.remove': { input: z.strictObject({ user: name }), role: 'administrator', local: true },
  'user.password': { input: z.strictObject({ user: name, password: z.string().max(1024) }), role: 'administrator', local: true },
} as const satisfies Record<string, CallRule>;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>;

export interface HostStatus {
  readonly hostId: string;
  readonly hostName: string;
  readonly version: string;
  readonly processId: number;
  readonly stateFolder: string;
  readonly startedAt: string;
  readonly consoleAddress: string;
  /** Where monitors read the metrics, and the secret that they need; both empty where there is no console. */
  readonly metricsAddress: string;
  readonly metricsToken: string;
  /** Where consoles of other machines log in, and the fingerprint that they compare; both empty where they cannot. */
  readonly remoteAddress: string;
  readonly remoteFingerprint: string;
  readonly groups: number;
  readonly disks: number;
  readonly volumes: number;
  readonly clients: number;
}

export interface TcpSettingView {
  readonly address: string;
  readonly port: number;
  /** Empty without TLS. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Who may connect; empty for everybody. */
  readonly allow: readonly string[];
}

export interface HostUser { readonly volume: string; readonly group: string; readonly address: string; readonly since: string }
export interface HostSettingView { readonly key: string; readonly value: string; readonly standard: string; readonly about: string }
export interface FoundVolume { readonly volumeId: string; readonly volume: string; readonly group: string }
export interface LogEntry {
  readonly at: string;
  readonly severity: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One side of a fork. Times are ISO 8601 UTC, empty where the disks do not tell. */
export interface GroupSide {
  readonly sequence: number;
  /** Empty when it was deported. */
  readonly hostName: string;
  readonly hostId: string;
  readonly lastAt: string;
  readonly disks: readonly { readonly diskId: string; readonly name: string; readonly device: string; readonly serial: number }[];
  /** Its members that are not there, or went with another side. */
  readonly absentDisks: readonly string[];
  /** Newest first. */
  readonly entries: readonly { readonly sequence: number; readonly at: string; readonly what: string }[];
  /** The import that keeps this side. */
  readonly commandLine: string;
}

export interface BundlePart {
  readonly name: string;
  readonly about: string;
  readonly bytes: number;
}

/** The group itself, its disks, volumes, plexes, subdisks and logs. What a configuration does not tell is empty. */
export interface PastGroup {
  readonly objects: readonly ObjectView[];
}

/** Who may log in from elsewhere. */
export interface UserAccount {
  readonly name: string;
  readonly role: Role;
}

export interface KnownHostView {
  readonly address: string;
  /** SHA-256 of its certificate, as `AB:CD:...`. */
  readonly fingerprint: string;
  readonly hostName: string;
  readonly user: string;
  readonly lastAt: string;
}

export interface FileEntry {
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'device';
  /** 0 for a folder. */
  readonly sizeBytes: number;
}

export interface CallOutputs {
  'host.status': HostStatus;
  'host.shutdown': { readonly stopping: true };
  'host.users': { readonly clients: readonly HostUser[]; readonly runningTasks: readonly string[] };
  'objects.list': { readonly hostRun: string; readonly sequence: number; readonly objects: readonly ObjectView[] };
  'events.subscribe': { readonly hostRun: string; readonly resumed: boolean };
  'command.plan': Plan;
  'command.run': { readonly plan: Plan; readonly taskIds: readonly string[]; readonly names: readonly string[] };
  'volume.maximum': { readonly bytes: number };
  'volume.disconnect': { readonly disconnected: boolean };
  'volume.find': FoundVolume;
  /** The task is null in a dry run. */
  'volume.format': { readonly task: TaskView | null; readonly commandLine: string };
  'formats.list': { readonly formats: readonly { readonly fileSystem: FileSystemKind; readonly refusal: Refusal | null }[] };
  'group.configuration': { readonly configuration: unknown };
  'group.sides': { readonly group: string; readonly groupId: string; readonly sides: readonly GroupSide[] };
  'group.history': HistoryAnswer;
  'group.past': PastGroup;
  'group.backup': { readonly text: string };
  'tcp.set': { readonly address: string; readonly port: number };
  'tcp.get': { readonly setting: TcpSettingView | null };
  'settings.get': { readonly settings: readonly HostSettingView[] };
  'settings.set': { readonly settings: readonly HostSettingView[] };
  'task.pause': { readonly task: TaskView };
  'task.resume': { readonly task: TaskView };
  'task.abort': { readonly task: TaskView };
  'task.set': { readonly task: TaskView };
  'statistics.read': { readonly groups: readonly GroupStatistics[] };
  'statistics.watch': { readonly watching: number };
  'statistics.reset': { readonly group: string };
  'alert.acknowledge': { readonly acknowledged: number };
  'files.list': {
    readonly folder: string;
    readonly parent: string;
    readonly entries: readonly FileEntry[];
    /** The folder holds more than an answer may. */
    readonly truncated: boolean;
    readonly devices: readonly FileEntry[];
  };
  'log.read': { readonly entries: readonly LogEntry[] };
  'hosts.list': { readonly hosts: readonly OtherHostView[]; readonly known: readonly KnownHostView[] };
  'hosts.connect': { readonly host: OtherHostView };
  'hosts.disconnect': { readonly disconnected: true };
  /** `packed` is a file in base64; empty unless asked for. */
  'support.bundle': { readonly parts: readonly BundlePart[]; readonly packed: string };
  'user.list': { readonly users: readonly UserAccount[] };
  'user.add': { readonly user: UserAccount };
  'user.remove': { readonly user: UserAccount };
  'user.password': { readonly user: UserAccount };
}

export type ClientFrame =
  | { readonly hello: number }
  | { readonly id: number; readonly call: string; readonly input: unknown };

export interface HostHello {
  readonly protocol: number;
  readonly version: string;
  readonly hostId: string;
  readonly hostRun: string;
  readonly role: Role;
  readonly user: string;
}

export type HostFrame =
  | { readonly hello: HostHello }
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly refusal: Refusal }
  | { readonly snapshot: { readonly sequence: number; readonly objects: readonly ObjectView[] } }
  | { readonly change: Change }
  | { readonly statistics: GroupStatistics };
