/**
 * Keeps the object store in step with what runs. Each group has a scope of its own; disks, found groups and tasks have
 * theirs. What a status did not change is not derived again.
 */
import type { RuntimeStatus } from '../group/runtime-protocol.ts';
import { fileSystemName } from '../format/recognise.ts';
import type { HostStamp } from '../model/configuration.ts';
import type { ObjectView, TaskView } from '../model/views.ts';
import { hasEnded, hasEndedForHost } from './alert-endings.ts';
import type { SeenByHost } from './alert-endings.ts';
import type { Alerts } from './alerts.ts';
import type { AttachedDisks } from './attached-disks.ts';
import { attachmentName, hostDiskName } from './attached-disks.ts';
import type { BoundedLog } from './bounded-log.ts';
import type { DiskListFile } from './disk-list-file.ts';
import { holderWords } from './drive-letters.ts';
import { EndedTasks } from './ended-tasks.ts';
import type { DriveLetters, LetterConflict, LetterWish } from './drive-letters.ts';
import { findGroups } from './group-registry.ts';
import type { FoundGroup } from './group-registry.ts';
import type { ObjectStore } from './object-store.ts';
import { diskViews, foundGroupView, runningGroupView } from './object-views.ts';
import { closedVolumeViews } from './past-views.ts';
import { ProgressPacing } from './progress-pacing.ts';
import type { RunningGroups } from './running-groups.ts';
import type { TaskNumbers } from './task-numbers.ts';
import type { VolumeContents } from './volume-contents.ts';
import { volumeViews } from './volume-views.ts';
import type { WitnessVote } from './witness-store.ts';

export interface HostViewsParts {
  readonly store: ObjectStore;
  readonly disks: AttachedDisks;
  readonly list: DiskListFile;
  readonly groups: RunningGroups;
  readonly letters: DriveLetters;
  readonly alerts: Alerts;
  readonly taskLog: BoundedLog;
  readonly taskNumbers: TaskNumbers;
  readonly contents: VolumeContents;
  readonly host: HostStamp;
  readonly vote: (groupId: string) => WitnessVote;
}

export class HostViews {
  readonly #parts: HostViewsParts;
  readonly #pacing = new Map<string, ProgressPacing>();
  readonly #ended: EndedTasks;
  #found: readonly FoundGroup[] = [];
  #conflicts = new Map<string, LetterWish>();

  constructor(parts: HostViewsParts) {
    this.#parts = parts;
    this.#ended = new EndedTasks(parts.taskLog);
    this.#showEnded();
  }

  found(): readonly FoundGroup[] {
    return this.#found;
  }

  /** After disks came, went, or were written to. */
  refresh(): void {
    const { store, disks, groups, host, alerts, vote } = this.#parts;
    const running = groups.all();
    this.#found = findGroups({
      originals: disks.originals().values(), host, vote, running: new Set(running.map(({ id }) => id)),
      stoppedBecause: (groupId) => groups.stoppedBecause(groupId),
    });
    store.replace('found groups', this.#found.map(foundGroupView));
    store.replace('closed volumes', this.#found.flatMap((group) => closedVolumesOf(group)));
    store.replace('disks', diskViews(disks, running, this.#found));
    const seen: SeenByHost = {
      attachedDiskIds: new Set(disks.originals().keys()), absentDisks: new Set(disks.absent().map(({ refusal }) => refusal.subject.name)),
      servingDiskIds: new Set(running.flatMap(({ status }) => status.presentDiskIds)),
      groupIds: new Set([...running, ...this.#found].map(({ id }) => id)),
    };
    alerts.clearWhere((alert) => hasEndedForHost(alert, seen));
  }

  groupChanged(groupId: string, before: RuntimeStatus | null, after: RuntimeStatus | null): void {
    if (after === null) return this.#groupGone(groupId, before);
    this.#logTasks(before?.tasks ?? [], after.tasks);
    const tasks = this.#parts.taskNumbers.numbered(after.tasks);
    this.#ended.take(tasks);
    this.#pacingOf(groupId).take(tasks);
    if (before?.tasks.some(({ id }) => tasks.every((task) => task.id !== id)) === true) this.#showEnded();
    if (before !== null && !beyondTasks(before, after)) return;
    if (before === null || disksChanged(before, after)) this.refresh();
    this.#settleLetters(this.#parts.letters.wish(groupId, wishesOf(after)));
    this.showGroup(groupId);
    this.#parts.alerts.clearWhere((alert) => alert.groupId === groupId && hasEnded(alert, after));
  }

  close(): void {
    for (const pacing of this.#pacing.values()) pacing.close();
  }

  /** Those that no group shows. A group that has just gone is not among the running ones any more. */
  #showEnded(): void {
    const { store, groups } = this.#parts;
    const shown = new Set(groups.all().flatMap(({ status }) => status.tasks.map(({ id }) => id)));
    store.replace('ended tasks', this.#ended.except(shown));
  }

  /** Tasks of the host itself, with their numbers. What has become of one of them is logged. */
  showHostTasks(tasks: readonly TaskView[], changed: TaskView, what: string): readonly TaskView[] {
    const numbered = this.#parts.taskNumbers.numbered(tasks);
    this.#logTask(changed, what);
    this.#parts.store.replace('host tasks', numbered);
    return numbered;
  }

  showGroup(groupId: string): void {
    const { store, groups, letters, list, contents } = this.#parts;
    const group = groups.find(groupId);
    if (group === null) return;
    const numbers = new Map(list.entries.filter((entry) => entry.diskId !== '').map((entry) => [entry.diskId, entry.number]));
    const names = {
      hostNameOf: (diskId: string) => (numbers.has(diskId) ? hostDiskName(numbers.get(diskId)!) : ''),
      letterOf: (volumeId: string) => letters.letterOf(volumeId),
      fileSystemOf: (volumeId: string) => fileSystemName(contents.holds(volumeId)),
    };
    store.replace(`group ${groupId}`, [runningGroupView(group), ...volumeViews(group.status, names)]);
  }

  #groupGone(groupId: string, before: RuntimeStatus | null): void {
    this.#logTasks(before?.tasks ?? [], []);
    this.#pacing.get(groupId)?.close();
    this.#pacing.delete(groupId);
    this.#parts.store.replace(`tasks ${groupId}`, []);
    this.#showEnded();
    this.#parts.store.replace(`group ${groupId}`, []);
    this.#settleLetters(this.#parts.letters.release(groupId));
    this.#parts.alerts.runtimeEnded(groupId);
    this.refresh();
  }

  #pacingOf(groupId: string): ProgressPacing {
    const known = this.#pacing.get(groupId);
    if (known !== undefined) return known;
    const made = new ProgressPacing((tasks) => this.#parts.store.replace(`tasks ${groupId}`, tasks));
    this.#pacing.set(groupId, made);
    return made;
  }

  /** A volume without the letter that it wants is an alert; a letter that came free goes to who waits for it. */
  #settleLetters(conflicts: readonly LetterConflict[]): void {
    const { alerts, groups } = this.#parts;
    const now = new Map(conflicts.map(({ wish }) => [wish.volumeId, wish]));
    for (const { wish, holder } of conflicts) {
      if (this.#conflicts.get(wish.volumeId)?.letter === wish.letter) continue;
      alerts.raise({
        severity: 'warning', code: 'letter.taken', subject: { kind: 'volume', name: wish.volume, id: wish.volumeId },
        group: { id: wish.groupId, name: wish.group },
        message: `Volume ${wish.volume} of disk group ${wish.group} has no drive letter: ${holderWords(holder)} has ${wish.letter}:.`,
        evidence: { letter: wish.letter, owner: holderWords(holder) },
      });
    }
    const settled = [...this.#conflicts.values()].filter((wish) => !now.has(wish.volumeId));
    this.#conflicts = now;
    for (const wish of settled) alerts.clear('letter.taken', { kind: 'volume', name: wish.volume, id: wish.volumeId });
    const waiting = new Set(settled.map((wish) => wish.group));
    for (const group of groups.all()) if (waiting.has(group.name)) this.showGroup(group.id);
  }

  /** To be called before new tasks have numbers: one that has its number already began in an earlier life. */
  #logTasks(before: readonly TaskView[], after: readonly TaskView[]): void {
    const known = new Map(before.map((task) => [task.id, task]));
    for (const task of after) {
      const earlier = known.get(task.id);
      if (earlier === undefined) this.#logTask(task, this.#parts.taskNumbers.knows(task.id) ? 'goes on' : 'began');
      if (task.endedAt !== '' && (earlier === undefined || earlier.endedAt === '')) this.#logTask(task, task.state);
      else if (earlier !== undefined && earlier.state !== task.state) this.#logTask(task, task.state);
    }
  }

  #logTask(task: TaskView, what: string): void {
    const [numbered = task] = this.#parts.taskNumbers.numbered([task]);
    const { name, subject } = numbered;
    this.#parts.taskLog.append({
      at: new Date().toISOString(), severity: task.state === 'failed' ? 'error' : 'information',
      message: `${name} of ${subject.name}: ${what}`,
      facts: { ...numbered },
    });
  }
}

/** Progress of tasks comes ten times a second; all else seldom. */
function beyondTasks(before: RuntimeStatus, after: RuntimeStatus): boolean {
  const { tasks: _before, configuration: one, ...rest } = before;
  const { tasks: _after, configuration: other, ...restAfter } = after;
  return one.commitId !== other.commitId || JSON.stringify(rest) !== JSON.stringify(restAfter);
}

function disksChanged(before: RuntimeStatus, after: RuntimeStatus): boolean {
  if (before.configuration.commitId !== after.configuration.commitId) return true;
  const disksOf = ({ presentDiskIds, failedDiskIds, errorsByDiskId }: RuntimeStatus): string =>
    JSON.stringify([presentDiskIds, failedDiskIds, errorsByDiskId]);
  return disksOf(before) !== disksOf(after);
}

function wishesOf({ configuration }: RuntimeStatus): LetterWish[] {
  return configuration.volumes.map((volume) =>
    ({ volumeId: volume.id, volume: volume.name, groupId: configuration.id, group: configuration.name, letter: volume.driveLetter }));
}

/** A group whose disks are attached read-only is never imported here: its volumes are shown as its configuration tells of them. */
function closedVolumesOf({ configuration, attachments }: FoundGroup): readonly ObjectView[] {
  if (configuration === null || !attachments.every(({ entry }) => entry.readOnly)) return [];
  const names = new Map(attachments.map((one) => [one.inspection.header?.diskId ?? '', attachmentName(one)]));
  return closedVolumeViews(configuration, [...names.keys()], (diskId) => names.get(diskId) ?? '');
}
