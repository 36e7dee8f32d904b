/** What each call of the contract does. Checks of names, inputs and roles lie before, in the dispatch. */
import type { TaskView } from '../model/views.ts';
import type { Command } from '../model/command.ts';
import { clientNames } from '../model/client-names.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Alerts } from './alerts.ts';
import type { BoundedLog } from './bounded-log.ts';
import type { Caller, CallHandlers } from './call-dispatch.ts';
import type { Outcome } from './command-outcome.ts';
import { importedGroup, routeCommand, routeMaximum } from './command-routing.ts';
import type { CommandRun, RoutingWorld } from './command-routing.ts';
import type { CallOutputs, HostStatus } from './contract.ts';
import { listFiles } from './file-listing.ts';
import { formatCalls } from './format-calls.ts';
import type { FormatWorld } from './format-calls.ts';
import { backupOf } from './group-backup.ts';
import { sidesOf } from './group-sides.ts';
import { groupHistory, pastGroup } from './group-history.ts';
import type { PastGroupWorld } from './group-history.ts';
import type { OtherHosts } from './relay/other-hosts.ts';
import { findVolume } from './name-resolution.ts';
import type { HostSettings } from './settings.ts';
import { changeSettings, shownSettings } from './setting-calls.ts';
import { statisticsCalls } from './statistics.ts';
import { taskCalls } from './task-calls.ts';
import { setTcp } from './tcp-settings.ts';
import { supportBundle } from './support/gather-bundle.ts';
import { userCalls } from './users/user-calls.ts';
import type { UserFile } from './users/user-file.ts';

export interface CallWorld extends RoutingWorld, FormatWorld, PastGroupWorld {
  readonly settingsFile: HostSettings;
  readonly alerts: Alerts;
  readonly logs: Readonly<Record<'task' | 'alert' | 'audit', BoundedLog>>;
  readonly otherHosts: OtherHosts;
  readonly users: UserFile;
  status(): HostStatus;
  /** Takes effect after the answer to the caller has gone out. */
  stop(): void;
  /** Commands that bring disks or groups, or let them go, wait for each other. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function hostCalls(world: CallWorld): CallHandlers {
  const { store } = world;
  return {
    'host.status': (_input, caller) => success(statusFor(world, caller)),
    'host.users': () => success(users(world)),
    'host.shutdown': ({ force }) => shutDown(world, force),
    'objects.list': () => success({ hostRun: store.hostRun, sequence: store.sequence, objects: store.objects() }),
    'events.subscribe': (position, caller) => success({ hostRun: store.hostRun, resumed: caller.subscribe(position).resumed }),
    'command.plan': async ({ command }, caller) => {
      const outcome = await perform(world, { command, dryRun: true, actor: caller.user });
      return outcome.ok ? success(outcome.value.plan) : outcome;
    },
    'command.run': ({ command, expectedSequence }, caller) =>
      runCommand(world, { command, dryRun: false, expectedSequence, actor: caller.user }),
    'volume.maximum': async ({ command }) => {
      const bytes = await routeMaximum(world, command);
      return bytes.ok ? success({ bytes: bytes.value }) : bytes;
    },
    'volume.disconnect': ({ volumeId, connection }) => disconnect(world, volumeId, connection),
    'volume.find': ({ name, group }) => findVolume(store, name, group),
    'group.configuration': ({ group }) => configurationOf(world, group),
    'group.sides': ({ group }) => sidesOf(world, group),
    'group.history': ({ group, from, to }) =>
      groupHistory(world, group, from === undefined || to === undefined ? { kind: 'entries' } : { kind: 'difference', from, to }),
    'group.past': ({ group, sequence }) => pastGroup(world, group, sequence),
    'group.backup': ({ group }) => backupOf(world, group),
    'tcp.set': async (input) => {
      const group = importedGroup(world, input.group);
      return group.ok ? setTcp(world.settingsFile, group.value, input) : group;
    },
    'tcp.get': (input) => {
      const group = importedGroup(world, input.group);
      return group.ok ? success({ setting: world.settingsFile.tcp(group.value.id) }) : group;
    },
    'settings.get': (_input, { role }) => success(shownSettings(world.settingsFile, role === 'administrator')),
    'settings.set': ({ values }) => changeSettings(world.settingsFile, world.groups, values),
    ...taskCalls(world),
    ...formatCalls(world),
    ...userCalls(world.users),
    'support.bundle': ({ hideNames, pack }) => supportBundle(world, hideNames, pack),
    ...statisticsCalls(world),
    'hosts.list': () => world.otherHosts.list(),
    'hosts.connect': (input) => world.otherHosts.connect(input),
    'hosts.disconnect': ({ key }) => world.otherHosts.disconnect(key),
    'alert.acknowledge': ({ ids }, caller) => success({ acknowledged: world.alerts.acknowledge(ids, caller.user) }),
    'files.list': ({ folder }) => listFiles(folder),
    'log.read': ({ log, last }) => success({ entries: world.logs[log].last(last) }),
  };
}

/** The address opens the console for whoever has it: only an administrator is told. */
function statusFor(world: CallWorld, caller: Caller): HostStatus {
  const status = world.status();
  return caller.role === 'administrator' ? status : { ...status, consoleAddress: '', metricsToken: '' };
}

export function users({ store }: Pick<RoutingWorld, 'store'>): CallOutputs['host.users'] {
  const clients = store.ofKind('volume').flatMap(({ name, groupName, clients: connected }) =>
    connected.map(({ address, since }) => ({ volume: name, group: groupName, address, since })));
  const runningTasks = store.ofKind('task').filter((task) => task.endedAt === '').map((task) => `${task.name} of ${task.subject.name}`);
  return { clients, runningTasks };
}

function shutDown(world: CallWorld, force: boolean): Result<CallOutputs['host.shutdown'], Refusal> {
  const { clients, runningTasks } = users(world);
  if (!force && (clients.length > 0 || runningTasks.length > 0)) {
    const connected = world.store.ofKind('volume').flatMap(({ groupName, name, clients: users }) =>
      clientNames(users).map((client) => `${groupName}/${name} by ${client}`));
    const reason = [
      clients.length > 0 ? `volumes are in use: ${connected.join(', ')}` : '',
      runningTasks.length > 0 ? `tasks are running: ${runningTasks.join(', ')}` : '',
    ].filter((part) => part !== '').join('; ');
    return failure(refusal('host.busy', { kind: 'host', name: '' }, { reason, clients: connected, tasks: runningTasks },
      'Disconnect the clients and let the tasks end, or stop anyway: plexus shutdown -f.'));
  }
  setImmediate(() => world.stop());
  return success({ stopping: true });
}

async function runCommand(world: CallWorld, run: CommandRun): Promise<Result<CallOutputs['command.run'], Refusal>> {
  const before = new Set(world.store.ofKind('task').map((task) => task.id));
  const outcome = await perform(world, run);
  if (!outcome.ok) return outcome;
  const subject = subjectOf(run.command);
  const volumeOf = ({ subject: of }: TaskView): string =>
    of.kind !== 'plex' ? of.name : world.store.find('volume', world.store.find('plex', of.id ?? '')?.volumeId ?? '')?.name ?? '';
  const begun = world.store.ofKind('task').filter((task) => !before.has(task.id) && (subject === '' || volumeOf(task) === subject));
  return success({ ...outcome.value, taskIds: begun.map((task) => String(task.number)) });
}

/** A command about a volume began the tasks about that volume, whoever else is at work. */
function subjectOf(command: Command): string {
  return 'volume' in command ? command.volume : '';
}

function perform(world: CallWorld, run: CommandRun): Promise<Result<Outcome, Refusal>> {
  const alone = !run.dryRun && !run.command.command.startsWith('volume.');
  return alone ? world.inTurn(() => routeCommand(world, run)) : routeCommand(world, run);
}

async function disconnect(
  world: CallWorld, volumeId: string, connection: number,
): Promise<Result<CallOutputs['volume.disconnect'], Refusal>> {
  const volume = world.store.find('volume', volumeId);
  const group = volume === null ? null : world.groups.find(volume.groupId);
  if (group === null) {
    return failure(refusal('volume.unknown', { kind: 'volume', name: volumeId }, {}, 'Name a volume of an imported group by its id.'));
  }
  const answer = await group.link.request({ kind: 'disconnect', volumeId, connection });
  return answer.ok ? success(answer.value as CallOutputs['volume.disconnect']) : answer;
}

function configurationOf(world: CallWorld, name: string): Result<CallOutputs['group.configuration'], Refusal> {
  const running = world.groups.find(name);
  if (running !== null) return success({ configuration: running.status.configuration });
  const found = world.found().find((group) => group.id === name || group.name.toLowerCase() === name.toLowerCase());
  if (found?.configuration) return success({ configuration: found.configuration });
  const group = importedGroup(world, name);
  return group.ok ? success({ configuration: group.value.status.configuration }) : group;
}
