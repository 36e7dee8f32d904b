/**
 * One started volume: its I/O path, and the jobs that bring its plexes back in step, one at a time. It commits nothing
 * itself; what it learns goes to the group.
 */
import type { BlockDevice, Clock, IoError, Log } from '../device/ports.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId, VolumeId } from '../model/identity.ts';
import type { Layer } from '../volume/layer.ts';
import type { CopyJob, CopyOutcome, PlexFailure, VolumeDefinition, VolumeOwner } from '../volume/volume-definition.ts';
import { VolumeStack } from '../volume/volume-stack.ts';
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
  readonly tasks: TaskList;
  configuration(): GroupConfiguration;
  device(diskId: DiskId): BlockDevice | null;
  plexesFailed(volumeId: VolumeId, failures: readonly PlexFailure[], done: (error: IoError | null) => void): void;
  logsFailed(volumeId: VolumeId, logIds: readonly LogId[], error: IoError, done: (error: IoError | null) => void): void;
  readFailed(volumeId: VolumeId, failure: PlexFailure): void;
  /** The plexes are equal: leave SYNC. Resolves when that is published, or is impossible. */
  recovered(volumeId: VolumeId): Promise<void>;
  /** Make the plex ACTIVE, provided that `stillGood` says so at the commit's turn. True when it is. */
  attached(plexId: PlexId, stillGood: () => boolean): Promise<boolean>;
  copyFailed(volumeId: VolumeId, plexId: PlexId, error: IoError): void;
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
  readonly volumeId: VolumeId;
  readonly #group: VolumeGroup;
  readonly #stack: VolumeStack;
  /** The shape that the path was last given. */
  #shape: string;
  /** A shape that the path has taken by itself, since plexes of it failed: as good as given, but for an attach. */
  #tookShape = '';
  #job: RunningJob | null = null;
  #stopped = false;
  #reconfigured: Promise<void> = Promise.resolve();
  /** Copies to these failed, or they went STALE in this life: not tried again before a disk comes back. */
  readonly #gaveUp = new Set<PlexId>();
  #recoveryFailed = false;
  /** Copied whole and not failed since: may become ACTIVE. */
  readonly #inStep = new Set<PlexId>();

  constructor(definition: VolumeDefinition, group: VolumeGroup) {
    this.#group = group;
    this.clock = group.clock;
    this.log = group.log;
    this.volumeId = definition.volume.id;
    this.#shape = shapeOf(definition);
    this.#stack = new VolumeStack(definition, this);
  }

  get layer(): Layer {
    return this.#stack.layer;
  }

  /** True while plexes are being made equal or one is copied. */
  get copying(): boolean {
    return this.#job !== null;
  }

  device(diskId: DiskId): BlockDevice | null {
    return this.#group.device(diskId);
  }

  plexesFailed(failures: readonly PlexFailure[], done: (error: IoError | null) => void): void {
    for (const { plexId, diskIsSound } of failures) {
      if (!diskIsSound) this.#gaveUp.add(plexId);
      this.#inStep.delete(plexId);
    }
    this.#group.plexesFailed(this.volumeId, failures, done);
  }

  logsFailed(logIds: readonly LogId[], error: IoError, done: (error: IoError | null) => void): void {
    this.#group.logsFailed(this.volumeId, logIds, error, done);
  }

  readFailed(failure: PlexFailure): void {
    this.#group.readFailed(this.volumeId, failure);
  }

  /** The path knows of these failures already: it is not to be reconfigured for them. */
  knows(definition: VolumeDefinition): void {
    this.#tookShape = shapeOf(definition);
  }

  start(definition: VolumeDefinition): void {
    this.#stack.start();
    this.#nextJob(definition);
  }

  /** Brings the path in line with the configuration, when it differs, and begins the jobs that became possible. */
  update(definition: VolumeDefinition): Promise<void> {
    const known = shapeOf(definition) === this.#tookShape;
    if (!known) this.#bringInLine(definition);
    this.#reconfigured = this.#reconfigured.then(() => { this.#nextJob(definition); });
    return this.#reconfigured;
  }

  /** A disk is back: what failed for want of it may be tried again. */
  retryCopies(definition: VolumeDefinition): void {
    this.#gaveUp.clear();
    this.#recoveryFailed = false;
    this.#nextJob(definition);
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
    if (this.#job !== null || this.#stopped) return;
    if (definition.volume.state === 'SYNC') {
      if (!this.#recoveryFailed) this.#recover();
      return;
    }
    const plex = definition.plexes.find((candidate) => candidate.state === 'STALE' && !this.#gaveUp.has(candidate.id)
      && definition.subdisks.every((subdisk) => subdisk.plexId !== candidate.id || this.device(subdisk.diskId) !== null));
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

  #recover(): void {
    const job = this.#stack.recover((outcome) => { void this.#recoveryEnded(outcome); });
    const task = this.#group.tasks.begin({
      name: 'Resynchronise', subject: volumeSubject(this.#group.configuration(), this.volumeId), copies: 'full',
      cause: 'The volume was in use at an unclean stop, and nothing on disk says which parts were being written.',
      progress: () => job,
    });
    this.#job = { job, plexId: null, task };
  }

  #attach(plexId: PlexId): void {
    const job = this.#stack.attach(plexId, (outcome) => { void this.#attachEnded(plexId, outcome); });
    const task = this.#group.tasks.begin({
      name: 'Attach plex', subject: plexSubject(this.#group.configuration(), plexId), copies: 'full',
      cause: 'The plex missed writes, and no map says which.', progress: () => job,
    });
    this.#job = { job, plexId, task };
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
    if (outcome.kind === 'failed') {
      this.#recoveryFailed = true;
      this.#group.copyFailed(this.volumeId, outcome.plexId, outcome.error);
    }
    this.#group.jobEnded(this.volumeId);
  }

  async #attachEnded(plexId: PlexId, outcome: CopyOutcome): Promise<void> {
    if (outcome.kind === 'done') {
      this.#inStep.add(plexId);
      const good = await this.#group.attached(plexId, () => this.#inStep.has(plexId));
      this.#endTask(good ? outcome : { kind: 'failed', plexId, error: { code: 'EIO', message: 'the plex failed as its copy ended' } });
    } else {
      this.#endTask(outcome);
    }
    if (outcome.kind === 'failed') {
      this.#gaveUp.add(plexId);
      this.#group.copyFailed(this.volumeId, plexId, outcome.error);
    }
    this.#group.jobEnded(this.volumeId);
  }
}
