/**
 * Failures of plexes that wait for their STALE marks. All that wait at one time go into one commit, and a failed disk
 * takes the marks of its other volumes with it. Bounded by the volumes: each has one request under way at a time.
 */
import type { IoError } from '../device/ports.ts';
import type { DiskId, PlexId, VolumeId } from '../model/identity.ts';
import { success } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { PlexFailure } from '../volume/volume-definition.ts';
import type { CommitFailure, Committer } from './committer.ts';
import { markStale, withFailing, type StaleMarks, type StaleRequest } from './configuration-marks.ts';

interface WaitingRequest extends StaleRequest {
  readonly failures: readonly PlexFailure[];
  readonly done: (error: IoError | null) => void;
}

export interface StaleMarkWorld {
  readonly committer: Committer;
  failedDiskIds(): ReadonlySet<DiskId>;
  startedVolumeIds(): ReadonlySet<VolumeId>;
  newMapId(): string;
  /** The marks are durable and published; those who wait have not been answered yet. */
  marked(marks: StaleMarks, failures: readonly PlexFailure[]): void;
  notMarked(failure: CommitFailure): void;
}

const lastCopy: IoError = { code: 'EIO', message: 'no other plex of the volume is up to date' };

export function commitError(failure: CommitFailure): IoError {
  switch (failure.kind) {
    case 'frozen': return { code: 'EIO', message: `the disk group is frozen: ${failure.reason}` };
    case 'no-holder': return { code: 'EIO', message: 'no disk of the group takes a commit' };
    case 'witness': return { code: 'EIO', message: `the host cannot note the commit: ${failure.message}` };
    default: return { code: 'EIO', message: 'the state of the plexes could not be committed' };
  }
}

/** A full host file system is not the disk's fault; a disk that was late has not failed, nor has one that was detached or is gone. */
function disksAtFault(failures: readonly PlexFailure[]): ReadonlySet<DiskId> {
  const isAtFault = ({ error, diskIsSound, isLate, isMissing }: PlexFailure): boolean =>
    error.code !== 'ENOSPC' && !diskIsSound && isLate !== true && isMissing !== true;
  return new Set(failures.filter(isAtFault).map((failure) => failure.diskId));
}

export class StaleMarkQueue {
  readonly #world: StaleMarkWorld;
  #waiting: WaitingRequest[] = [];
  #running = false;

  constructor(world: StaleMarkWorld) {
    this.#world = world;
  }

  request(volumeId: VolumeId, failures: readonly PlexFailure[], done: (error: IoError | null) => void): void {
    this.#waiting.push({ volumeId, plexIds: failures.map((failure): PlexId => failure.plexId), failures, done });
    if (!this.#running) void this.#run();
  }

  /** Nobody waits for these: the disks are failed for everyone already. */
  markFailedDisks(): void {
    this.request('' as VolumeId, [], () => undefined);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#commit(batch);
    }
    this.#running = false;
  }

  async #commit(batch: readonly WaitingRequest[]): Promise<void> {
    const { committer } = this.#world;
    const failures = batch.flatMap((request) => request.failures);
    let marks: StaleMarks | null = null;
    const committed = await committer.commit((published) => {
      marks = markStale(published, batch, this.#world.failedDiskIds(), this.#world.startedVolumeIds(), () => this.#world.newMapId());
      const atFault = new Set([...disksAtFault(failures), ...this.#world.failedDiskIds()]);
      return success(withFailing(marks.configuration, sabotaged('failed-flush-not-noted') ? new Set() : atFault, true));
    }, { by: 'engine', note: { cause: 'A disk failed, or a plex missed a write.' } });
    const made = marks as StaleMarks | null;
    if (!committed.ok || made === null) {
      if (!committed.ok) this.#world.notMarked(committed.error);
      for (const request of batch) request.done(committed.ok ? null : commitError(committed.error));
      return;
    }
    this.#world.marked(made, failures);
    for (const request of batch) request.done(made.denied.has(request) ? lastCopy : null);
  }
}
