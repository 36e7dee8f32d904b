/**
 * One started volume: its I/O path, and the jobs that bring its plexes back in step, one at a time. It commits nothing
 * itself; what it learns goes to the group.
 */
import type { BlockDevice, Clock, Done, IoError, Log } from '../device/ports.ts';
import type { GroupConfiguration, PlexRecord } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId, VolumeId } from '../model/identity.ts';
import type { CounterBook } from '../volume/counter-book.ts';
import type { Layer } from '../volume/layer.ts';
import type { VerifyWork } from '../volume/verify-work.ts';
import type { CopyJob, CopyOutcome, PlexFailure, VolumeDefinition, VolumeOwner } from '../volume/volume-definition.ts';
import { VolumeStack } from '../volume/volume-stack.ts';
import { invariant } from '../model/invariant.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { FoundDifferences } from '../model/views.ts';
import { attachCause, recoveryCause } from './copy-causes.ts';
import { diskIdsOf, LateParts, type LatePartId } from './late-parts.ts';
import { plexSubject, volumeSubject } from './runtime-alerts.ts';
import type { Task, TaskList } from './task-list.ts';
import { shapeOf } from './volume-definitions.ts';

/** A reconfiguration gives up when the volume does not drain in 5 s; after so many tries the group is told. */
export const reconfigureTriesMaximum = 12;
const reconfigurePauseMilliseconds = 5_000;

/** What a volume asks of its group. */
export interface VolumeGroup {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: CounterBook;
  readonly tasks: TaskList;
  readonly mirrorDeadlineMilliseconds: number;
  configuration(): GroupConfiguration;
  device(diskId: DiskId): BlockDevice | null;
  plexesFailed(volumeId: VolumeId, failures: readonly PlexFailure[], done: (error: IoError | null) => void): void;
  logsFailed(volumeId: VolumeId, logIds: readonly LogId[], error: IoError, done: (error: IoError | null) => void): void;
  logsRevived(volumeId: VolumeId, logIds: readonly LogId[], stillGood: (logId: LogId) => boolean): void;
  readFailed(volumeId: VolumeId, failure: PlexFailure): void;
  /** The plexes are equal: leave SYNC. Resolves when that is published, or is impossible. */
  recovered(volumeId: VolumeId): Promise<void>;
  /** Make the plex ACTIVE, provided that `stillGood` says so at the commit's turn. True when it is. */
  attached(plexId: PlexId, stillGood: () => boolean): Promise<boolean>;
  copyFailed(plexId: PlexId, error: IoError): void;
  /** Takes a plex away whose first copy has ended without success. Resolves to the empty text; or to why it is still there. */
  mirrorGivenUp(plexId: PlexId): Promise<string>;
  mirrorNotAdded(volumeId: VolumeId, error: IoError): void;
  /** Told by the volume's record from now on, as far as a commit is possible. `words` are empty where the plexes are equal. */
  verified(volumeId: VolumeId, work: VerifyWork): Promise<{ readonly words: string; readonly differences: FoundDifferences }>;
  /** The disks of what was late have returned all calls: those that are left out of the holders may hold again. */
  answersAgain(partId: LatePartId): void;
  /** A job is over: bring the path in line with what is published now; the next job begins after that. */
  jobEnded(volumeId: VolumeId): void;
  reconfigureFailed(volumeId: VolumeId, error: IoError): void;
}

interface RunningJob {
  readonly job: CopyJob;
  /** Null for the recovery of the whole volume. */
  readonly plexId: PlexId | null;
  readonly task: Task;
}

export class VolumeRuntime implements VolumeOwner {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: CounterBook;
  readonly volumeId: VolumeId;
  readonly #group: VolumeGroup;
  readonly #stack: VolumeStack;
  /** The shape that the path was last given. */
  #shape: string;
  /** A shape that the path has taken by itself, since plexes of it failed: as good as given, but for an attach. */
  #tookShape = '';
  #job: RunningJob | null = null;
  #stopped = false;
  #opened = false;
  #reconfigured: Promise<void> = Promise.resolve();
  /** Copies to these failed, or they went STALE in this life: not tried again before a disk comes back. */
  readonly #gaveUp = new Set<PlexId>();
  readonly #late: LateParts;
  #recoveryFailed = false;
  /** Copied whole and not failed since: may become ACTIVE. */
  readonly #inStep = new Set<PlexId>();

  constructor(definition: VolumeDefinition, group: VolumeGroup) {
    this.#group = group;
    this.clock = group.clock;
    this.log = group.log;
    this.counters = group.counters;
    this.volumeId = definition.volume.id;
    this.#shape = shapeOf(definition);
    this.#late = new LateParts(group.clock, (partId) => this.#stopped || !this.#hasLateCalls(partId), (partId) => {
      if (this.#stopped) return;
      this.#gaveUp.delete(partId as PlexId);
      group.answersAgain(partId);
      group.jobEnded(this.volumeId);
    });
    this.#stack = new VolumeStack(definition, this);
  }

  get mirrorDeadlineMilliseconds(): number {
    return this.#group.mirrorDeadlineMilliseconds;
  }

  get layer(): Layer {
    return this.#stack.layer;
  }

  /** See `Gate.peek`. */
  peek(buffer: Uint8Array, offsetBytes: number, done: Done): boolean {
    return this.#stack.peek(buffer, offsetBytes, done);
  }

  /** True while plexes are being made equal or one is copied. */
  get copying(): boolean {
    return this.#job !== null;
  }

  device(diskId: DiskId): BlockDevice | null {
    return this.#group.device(diskId);
  }

  plexesFailed(failures: readonly PlexFailure[], done: (error: IoError | null) => void): void {
    for (const { plexId, diskIsSound, isLate } of failures) {
      if (!diskIsSound) this.#gaveUp.add(plexId);
      if (isLate === true) this.#late.left(plexId);
      this.#inStep.delete(plexId);
    }
    this.#group.plexesFailed(this.volumeId, failures, done);
  }

  logsFailed(logIds: readonly LogId[], error: IoError, done: (error: IoError | null) => void): void {
    if (error.code === 'ETIMEDOUT') for (const logId of logIds) this.#late.left(logId);
    this.#group.logsFailed(this.volumeId, logIds, error, done);
  }

  logsRevived(logIds: readonly LogId[], stillGood: (logId: LogId) => boolean): void {
    this.#group.logsRevived(this.volumeId, logIds, stillGood);
  }

  plexesDiffer(): void {
    if (this.#opened && this.#job === null && !this.#stopped) this.#group.jobEnded(this.volumeId);
  }

  readFailed(failure: PlexFailure): void {
    this.#job?.task.remark('reads failed on one plex and were served by another');
    this.#group.readFailed(this.volumeId, failure);
  }

  /** The path knows of these failures already: it is not to be reconfigured for them. */
  knows(definition: VolumeDefinition): void {
    this.#tookShape = shapeOf(definition);
    this.#stack.learn(definition);
  }

  /** The gate opens when the logs have been read; until then nothing else happens to the path. */
  start(definition: VolumeDefinition): void {
    this.#reconfigured = new Promise((resolve) => {
      this.#stack.start(() => {
        this.#opened = true;
        this.#stack.disksAreBack(definition);
        this.#nextJob(definition);
        resolve();
      });
    });
  }

  /** Brings the path in line with the configuration, when it differs, and begins the jobs that became possible. */
  update(definition: VolumeDefinition): Promise<void> {
    const target = this.#job?.plexId ?? null;
    if (target !== null && !definition.plexes.some((plex) => plex.id === target)) this.#job?.job.cancel();
    const known = shapeOf(definition) === this.#tookShape;
    if (!known) this.#bringInLine(definition);
    this.#reconfigured = this.#reconfigured.then(() => {
      if (!this.#stopped) this.#stack.disksAreBack(definition);
      this.#nextJob(definition);
    });
    return this.#reconfigured;
  }

  /** A disk is back: what failed for want of it may be tried again. */
  retryCopies(definition: VolumeDefinition): void {
    this.#gaveUp.clear();
    this.#recoveryFailed = false;
    this.#stack.disksAreBack(definition);
    this.#nextJob(definition);
  }

  /** Nothing is in flight, and all that was written is flushed, from the answer on until `release`. On an error it goes on as before. */
  hold(): Promise<IoError | null> {
    return new Promise((resolve) => { this.#stack.hold(resolve); });
  }

  release(): void {
    this.#stack.release();
  }

  /** Its path has no plex and no log that the definition does not have. */
  usesOnly(definition: VolumeDefinition): boolean {
    const known = new Set<string>([...definition.plexes, ...definition.logs].map(({ id }) => id));
    return this.#stack.partIds.every((id) => known.has(id));
  }

  /** Gate closed for good, drained, flushed. Null when all plexes are on the medium. */
  async stop(): Promise<IoError | null> {
    this.#stopped = true;
    this.#job?.job.cancel();
    await this.#reconfigured;
    return new Promise((resolve) => { this.#stack.stop(resolve); });
  }

  #bringInLine(definition: VolumeDefinition): void {
    this.#reconfigured = this.#reconfigured.then(() => this.#reconfigure(definition));
  }

  async #reconfigure(definition: VolumeDefinition): Promise<void> {
    const shape = shapeOf(definition);
    for (let tries = 1; shape !== this.#shape && !this.#stopped; tries += 1) {
      const error = await new Promise<IoError | null>((resolve) => { this.#stack.reconfigure(definition, resolve); });
      if (error === null) {
        this.#shape = shape;
        this.#tookShape = '';
        return;
      }
      if (tries === reconfigureTriesMaximum) {
        this.#group.reconfigureFailed(this.volumeId, error);
        return;
      }
      await new Promise<void>((resolve) => { this.clock.after(reconfigurePauseMilliseconds, resolve); });
    }
  }

  #nextJob(definition: VolumeDefinition): void {
    if (this.#job !== null || this.#stopped || !this.#opened) return;
    const afterCrash = definition.volume.state === 'SYNC';
    if (afterCrash || this.#stack.isUnequal) {
      if (!this.#recoveryFailed) this.#recover(afterCrash);
      if (afterCrash || this.#job !== null) return;
    }
    const isWaiting = ({ state }: PlexRecord): boolean => state === 'STALE' || state === 'TEMPRMSD';
    const plex = definition.plexes.find((candidate) => isWaiting(candidate) && !this.#gaveUp.has(candidate.id)
      && definition.subdisks.every((subdisk) => subdisk.plexId !== candidate.id || this.device(subdisk.diskId) !== null)
      && this.#mayCopyTo(candidate.id));
    if (plex === undefined) return;
    if (this.#shape === shapeOf(definition)) {
      this.#attach(plex.id);
      return;
    }
    this.#gaveUp.add(plex.id);
    this.#bringInLine(definition);
    this.#reconfigured = this.#reconfigured.then(() => {
      if (this.#shape !== shapeOf(definition)) return;
      this.#gaveUp.delete(plex.id);
      this.#nextJob(definition);
    });
  }

  /** A write that was given up must not land after the copy: its bytes would be old ones. */
  #mayCopyTo(plexId: PlexId): boolean {
    if (!this.#hasLateCalls(plexId)) return true;
    this.#late.lookAgain(plexId);
    return false;
  }

  #hasLateCalls(partId: LatePartId): boolean {
    if (sabotaged('copy-before-late-calls-end')) return false;
    return diskIdsOf(this.#group.configuration(), partId).some((diskId) => (this.device(diskId)?.lateCalls ?? 0) > 0);
  }

  #recover(afterCrash: boolean): void {
    const job = this.#stack.recover((outcome) => { void this.#recoveryEnded(outcome); }, afterCrash ? 'volume' : 'marked');
    const extent = this.#stack.unequalExtent;
    const task = this.#group.tasks.begin({
      name: 'Resynchronise', subject: volumeSubject(this.#group.configuration(), this.volumeId),
      copies: extent.bytes < extent.ofBytes ? 'changed regions' : 'full', cause: recoveryCause(extent, afterCrash),
      progress: () => job, job,
    });
    this.#job = { job, plexId: null, task };
  }

  #attach(plexId: PlexId): void {
    const configuration = this.#group.configuration();
    const isNew = configuration.plexes.some((plex) => plex.id === plexId && plex.state === 'TEMPRMSD');
    const job = this.#stack.attach(plexId, (outcome) => { void this.#attachEnded(plexId, isNew, outcome); });
    const extent = this.#stack.missedExtent(plexId);
    const task = this.#group.tasks.begin({
      name: 'Attach plex', subject: plexSubject(configuration, plexId), copies: isNew || extent === null ? 'full' : 'changed regions',
      cause: attachCause(extent, isNew), progress: () => job, job,
    });
    this.#job = { job, plexId, task };
  }

  /** Compares the plexes of a volume that copies nothing; those that differ are written anew from `rightPlexId`, when it is given. */
  verify(rightPlexId: PlexId | null): void {
    invariant(this.#job === null, 'a volume is compared while nothing is copied');
    const { job, work } = this.#stack.verify(rightPlexId, (outcome) => { void this.#verifyEnded(outcome, work); });
    const task = this.#group.tasks.begin({
      name: 'Verify', subject: volumeSubject(this.#group.configuration(), this.volumeId), copies: 'none', progress: () => job, job,
      cause: rightPlexId === null ? 'The administrator wants its plexes compared.'
        : `The administrator wants its plexes equal to ${plexSubject(this.#group.configuration(), rightPlexId).name}.`,
    });
    this.#job = { job, plexId: null, task };
  }

  async #verifyEnded(outcome: CopyOutcome, work: VerifyWork): Promise<void> {
    const task = this.#job?.task;
    if (outcome.kind === 'done' && task !== undefined) {
      const { words, differences } = await this.#group.verified(this.volumeId, work);
      task.differences = differences;
      if (words !== '') task.remark(words);
    }
    this.#endTask(outcome);
    this.#group.jobEnded(this.volumeId);
  }

  #endTask(outcome: CopyOutcome): void {
    const task = this.#job?.task;
    this.#job = null;
    if (task === undefined) return;
    if (outcome.kind === 'done') this.#group.tasks.end(task, 'done', '');
    else if (outcome.kind === 'cancelled') this.#group.tasks.end(task, 'cancelled', '');
    else this.#group.tasks.end(task, 'failed', outcome.error.message);
  }

  async #recoveryEnded(outcome: CopyOutcome): Promise<void> {
    if (outcome.kind === 'done') await this.#group.recovered(this.volumeId);
    this.#endTask(outcome);
    // A copy that was aborted is not tried again at once, any more than one that failed.
    if (outcome.kind !== 'done') this.#recoveryFailed = true;
    if (outcome.kind === 'failed') {
      this.#group.copyFailed(outcome.plexId, outcome.error);
    }
    this.#group.jobEnded(this.volumeId);
  }

  async #attachEnded(plexId: PlexId, isNew: boolean, outcome: CopyOutcome): Promise<void> {
    if (outcome.kind === 'done') {
      this.#inStep.add(plexId);
      const good = await this.#group.attached(plexId, () => this.#inStep.has(plexId));
      this.#endTask(good ? outcome : { kind: 'failed', plexId, error: { code: 'EIO', message: 'the plex failed as its copy ended' } });
    } else {
      this.#gaveUp.add(plexId);
      if (isNew) await this.#newMirrorEnded(plexId, outcome);
      else if (outcome.kind === 'failed') this.#group.copyFailed(plexId, outcome.error);
      this.#endTask(outcome);
    }
    this.#group.jobEnded(this.volumeId);
  }

  /** A copy that stands still since its volume stops is not given up. */
  async #newMirrorEnded(plexId: PlexId, outcome: CopyOutcome): Promise<void> {
    const task = this.#job?.task;
    if (outcome.kind === 'cancelled' && task?.aborting !== true) return;
    const stays = await this.#group.mirrorGivenUp(plexId);
    if (stays !== '') task?.remark(`the new plex is still there (${stays}); vxassist remove mirror takes it away`);
    if (outcome.kind === 'failed') this.#group.mirrorNotAdded(this.volumeId, outcome.error);
  }
}
