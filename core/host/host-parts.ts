/** Puts the control plane together: which part is given which others, and what each tells whom. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RuntimeSettings } from '../group/runtime-protocol.ts';
import type { HostStamp } from '../model/configuration.ts';
import { refusalWords } from '../model/refusal-words.ts';
import { AlertDelivery, notDeliveredCode } from './alert-delivery.ts';
import { Alerts } from './alerts.ts';
import { AttachedDisks, hostDiskName } from './attached-disks.ts';
import { BoundedLog } from './bounded-log.ts';
import { createCallDispatch } from './call-dispatch.ts';
import { ConfigurationArchive } from './configuration-archive.ts';
import type { SessionHost } from './contract-session.ts';
import type { HostStatus } from './contract.ts';
import { SystemAccess } from './disk-access.ts';
import type { DiskListFile } from './disk-list-file.ts';
import { DiskWatch } from './disk-watch.ts';
import { DriveLetters } from './drive-letters.ts';
import type { StartRuntime } from './group-worker-link.ts';
import { hostCalls } from './host-calls.ts';
import type { CallWorld } from './host-calls.ts';
import { HostTasks } from './host-tasks.ts';
import { HostViews } from './host-views.ts';
import { renewImages } from './image-renewal.ts';
import { ObjectStore } from './object-store.ts';
import { OtherHosts } from './relay/other-hosts.ts';
import type { StartBeside } from './relay/sample-host.ts';
import { RunningGroups } from './running-groups.ts';
import type { RunningGroupsEvents } from './running-groups.ts';
import { deadlinesOf } from './setting-calls.ts';
import type { HostSettings } from './settings.ts';
import type { StateFolder } from './state-folder.ts';
import { tcpListening } from './tcp-settings.ts';
import { readStatistics } from './statistics.ts';
import { TaskNumbers } from './task-numbers.ts';
import { UserFile } from './users/user-file.ts';
import { hostVersion } from './version.ts';
import { VolumeContents } from './volume-contents.ts';
import { WitnessStore, type WitnessVote } from './witness-store.ts';

export interface HostFiles {
  readonly folder: StateFolder;
  readonly list: DiskListFile;
  readonly settings: HostSettings;
}

export interface HostHooks {
  readonly startRuntime: StartRuntime;
  readonly hostName: string;
  readonly startBeside: StartBeside;
  status(): HostStatus;
  stop(): void;
  /** A group's runtime has gone by itself. */
  died(groupId: string, groupName: string, again: boolean): void;
  inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
}

export interface HostParts {
  readonly world: CallWorld;
  readonly views: HostViews;
  readonly watch: DiskWatch;
  readonly session: SessionHost;
  readonly stamp: HostStamp;
  readonly hostLog: BoundedLog;
  readonly delivery: AlertDelivery;
}

export function hostParts({ folder, list, settings }: HostFiles, hooks: HostHooks): HostParts {
  const { path, hostId } = folder;
  const stamp: HostStamp = { id: hostId, name: hooks.hostName };
  const log = (name: string): BoundedLog => new BoundedLog(join(path, 'logs', `${name}.log`));
  const logs = { task: log('task'), alert: log('alert'), audit: log('audit') };
  const hostLog = log('host');
  const store = new ObjectStore(randomUUID());
  const delivery = alertDelivery(settings, stamp, () => alerts);
  const alerts: Alerts = new Alerts({ stateFolder: path, log: (entry) => logs.alert.append(entry),
    changed: (rows) => store.replace('alerts', rows), deliver: (row, event) => delivery.take(row, event),
    hostDiskName: (diskId) => knownDiskName(list, diskId) });
  const witness = new WitnessStore(path);
  const vote = (groupId: string): WitnessVote => witness.vote(groupId);
  const late: { views?: HostViews; watch?: DiskWatch } = {};
  const groups: RunningGroups = new RunningGroups(hooks.startRuntime, {
    ...groupEvents(alerts, hostLog, witness, new ConfigurationArchive(path)),
    changed: (groupId, before, after) => {
      contents.groupChanged(groupId, before, after);
      late.views?.groupChanged(groupId, before, after);
      late.watch?.groupChanged(before, after);
    },
    died: (groupId, groupName, again) => hooks.died(groupId, groupName, again),
  });
  const contents: VolumeContents = new VolumeContents({ groups, changed: (groupId) => late.views?.showGroup(groupId) });
  const access = new SystemAccess(hostId);
  const disks = new AttachedDisks(list, access, randomUUID, (diskId, location) => groups.uses(diskId, location));
  const letters = keptLetters(settings, alerts, stamp);
  const views = new HostViews({
    store, disks, list, groups, letters, alerts, taskLog: logs.task, taskNumbers: keptTaskNumbers(path, alerts, stamp),
    contents, host: stamp, vote,
  });
  late.views = views;
  const world: CallWorld = {
    disks, groups, store, letters, alerts, logs, vote, settingsFile: settings, host: stamp,
    contents, stateFolder: path, hostTasks: new HostTasks({ show: (tasks, changed, what) => views.showHostTasks(tasks, changed, what) }),
    refreshViews: () => views.refresh(),
    access,
    otherHosts: new OtherHosts(path, (hosts) => store.replace('other hosts', hosts), hooks.startBeside),
    users: new UserFile(path),
    renewIds: (locations) => renewImages(disks, access, locations),
    found: () => views.found(), hostDiskName: (diskId) => knownDiskName(list, diskId),
    forgetWitness: (groupId) => witness.forget(groupId),
    settings: (groupId) => runtimeSettings(groupId, stamp, path, settings, alerts),
    status: () => hooks.status(),
    stop: () => hooks.stop(),
    inTurn: (work) => hooks.inTurn(work),
  };
  const watch = new DiskWatch(world);
  late.watch = watch;
  const dispatch = createCallDispatch(hostCalls(world), (entry) => logs.audit.append({ at: new Date().toISOString(), ...entry }));
  store.replace('host', [{ kind: 'host', id: hostId, name: stamp.name, version: hostVersion, processId: process.pid,
    stateFolder: path }]);
  const session: SessionHost = {
    dispatch, store, readStatistics: (wish) => readStatistics(world, wish), hostId, version: hostVersion,
  };
  return { world, views, watch, session, stamp, hostLog, delivery };
}

/** Empty for a disk that was never numbered here. */
function knownDiskName({ entries }: DiskListFile, diskId: string): string {
  const known = entries.find((entry) => entry.diskId === diskId);
  return known === undefined ? '' : hostDiskName(known.number);
}

/** An alert that says that alerts reach nobody is for the console and the log. */
function alertDelivery(settings: HostSettings, { id, name }: HostStamp, alerts: () => Alerts): AlertDelivery {
  const subject = { kind: 'host', name, id } as const;
  return new AlertDelivery({
    host: { id, name }, settings: () => settings.values(),
    failed: (way, reason, lost) => alerts().raise({
      severity: 'warning', code: notDeliveredCode, subject, evidence: { way, reason, lost },
      message: `Alerts do not reach the ${way} that was set: ${reason}. Correct it with plexus set.`,
    }),
    works: () => alerts().clear(notDeliveredCode, subject),
  });
}

/** Letters that cannot be kept are right until the host ends. */
function keptLetters(settings: HostSettings, alerts: Alerts, { id, name }: HostStamp): DriveLetters {
  const subject = { kind: 'host', name, id } as const;
  return new DriveLetters(settings.driveLetters(), (holders) => {
    const kept = settings.setDriveLetters(holders);
    if (kept.ok) return alerts.clear('letter.not-kept', subject);
    alerts.raise({ severity: 'warning', code: 'letter.not-kept', subject, evidence: kept.error.evidence,
      message: 'Who has which drive letter could not be written down; after a restart of the host it may be another volume.' });
  });
}

/** Numbers that cannot be kept are right until the host ends. */
function keptTaskNumbers(path: string, alerts: Alerts, { id, name }: HostStamp): TaskNumbers {
  const subject = { kind: 'host', name, id } as const;
  return new TaskNumbers(path, (reason) => {
    if (reason === '') return alerts.clear('task.numbers-not-kept', subject);
    alerts.raise({ severity: 'warning', code: 'task.numbers-not-kept', subject, evidence: { reason },
      message: 'The numbers of tasks could not be written down; after a restart of the host tasks may have other numbers.' });
  });
}

type GroupNews = Pick<RunningGroupsEvents, 'alert' | 'log' | 'witness' | 'foresee'>;

function groupEvents(alerts: Alerts, hostLog: BoundedLog, witness: WitnessStore, archive: ConfigurationArchive): GroupNews {
  return {
    alert: ({ cleared, ...alert }, group) => (cleared ? alerts.clear(alert.code, alert.subject) : alerts.raise({ ...alert, group })),
    log: (severity, message, facts) => hostLog.append({ at: new Date().toISOString(), severity, message, facts }),
    foresee: (groupId, sequence) => witness.foresee(groupId, sequence),
    witness: (configuration) => {
      const { id, sequence, commitId, name } = configuration;
      const fault = witness.note(id, { sequence, commitId });
      if (fault !== '') return fault;
      const reason = archive.keep(configuration);
      const subject = { kind: 'group', name, id } as const;
      if (reason === '') alerts.clear('group.not-archived', subject);
      else alerts.raise({ severity: 'warning', code: 'group.not-archived', subject,
        message: `The configuration of disk group ${name} could not be kept as text.`, evidence: { reason } });
      return '';
    },
  };
}

/** A certificate that cannot be read keeps a group off the network, never off its disks. */
function runtimeSettings(groupId: string, host: HostStamp, stateFolder: string, settings: HostSettings, alerts: Alerts): RuntimeSettings {
  const tcp = tcpListening(settings.tcp(groupId));
  if (!tcp.ok) {
    alerts.raise({
      severity: 'error', code: 'group.tcp', subject: { kind: 'group', name: groupId, id: groupId },
      message: `A disk group is not served over TCP. ${refusalWords(tcp.error).message}`, evidence: tcp.error.evidence,
    });
  }
  return { host, socketFolder: join(stateFolder, 'nbd'), tcp: tcp.ok ? tcp.value : null, deadlines: deadlinesOf(settings) };
}
