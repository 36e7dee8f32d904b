/**
 * Volumes of a group that should run and do not: for want of a disk, or because what a doubtful disk shows is to be
 * written again first. They start when more disks, or more of what these hold, can be used than before.
 */
import type { VolumeId } from '../model/identity.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { success, type Result } from '../model/result.ts';
import type { Committer } from './committer.ts';
import { isDoubtful, rewriteVolume } from './doubtful-volumes.ts';
import { bringHeaderUpToDate } from './group-import.ts';
import type { MemberDisks } from './member-disks.ts';
import type { RunningVolumes } from './running-volumes.ts';
import { volumeSubject } from './runtime-alerts.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import type { TaskList } from './task-list.ts';
import { startVolumes } from './volume-start.ts';

interface WaitingParts {
  readonly world: RuntimeWorld;
  readonly committer: Committer;
  readonly disks: MemberDisks;
  readonly tasks: TaskList;
  readonly volumes: RunningVolumes;
  /** A rewrite ends early when the group is being closed. */
  readonly closing: () => boolean;
}

export class WaitingVolumes {
  readonly #parts: WaitingParts;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  /** Null when all that the volume shows is on the medium, so that it may start. */
  async rewriteNamed(name: string): Promise<Refusal | null> {
    const { disks, tasks, closing, committer: { configuration } } = this.#parts;
    const volume = configuration.volumes.find((candidate) => sameName(candidate.name, name));
    if (volume === undefined || !isDoubtful(configuration, volume.id, disks)) return null;
    const error = await rewriteVolume(configuration, volume.id, disks, tasks, closing);
    if (error === null) return null;
    return refusal('io.failed', volumeSubject(this.#parts.committer.configuration, volume.id),
      { error: error.code, message: error.message }, 'Check its disk, then repeat the command.');
  }

  async start(): Promise<void> {
    const { world, committer, disks, volumes } = this.#parts;
    const running = volumes.startedIds();
    const wanted = committer.configuration.volumes.filter((volume) => volume.startAtImport && !running.has(volume.id));
    const waiting = new Set<VolumeId>();
    for (const volume of wanted) if ((await this.rewriteNamed(volume.name)) === null) waiting.add(volume.id);
    if (waiting.size === 0) return;
    let started: ReadonlySet<VolumeId> = new Set();
    const committed = await committer.commit((published) => {
      const start = startVolumes(published, waiting, disks.usableIds(), () => world.random.guid());
      started = start.startedIds;
      return success(start.startedIds.size === 0 ? published : start.configuration);
    }, { by: 'engine' });
    if (committed.ok) volumes.open(started);
  }

  /** Starts the volumes that had to wait for a rewrite, and forgets the failed flush of disks that no volume is in doubt about. */
  async settleDoubts(): Promise<Result<null, Refusal>> {
    if (this.#parts.disks.doubtfulIds().size === 0) return success(null);
    await this.start();
    await this.forgetDoubts();
    return success(null);
  }

  /** After a start: a volume that runs was written again first, or had no need. */
  async forgetDoubts(): Promise<void> {
    const { world, committer, disks, volumes } = this.#parts;
    const running = volumes.startedIds();
    const { configuration } = committer;
    const stopped = configuration.volumes.filter((volume) => !running.has(volume.id));
    if (stopped.some((volume) => isDoubtful(configuration, volume.id, disks))) return;
    for (const member of disks.all().filter((disk) => disk.doubtful && !disk.failed)) {
      const error = await bringHeaderUpToDate(member, { failed: false }, world, 'keep');
      if (error === null) member.doubtful = false;
    }
  }
}
