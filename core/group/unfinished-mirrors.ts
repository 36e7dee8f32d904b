/**
 * A mirror whose first copy failed or was aborted goes again, with its subdisks and with logs that were made for it: the volume is
 * what it was before. It stands still for that commit, since the space may be another's from then on.
 */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { PlexId, VolumeId } from '../model/identity.ts';
import type { Refusal } from '../model/refusal.ts';
import { success, type Result } from '../model/result.ts';
import type { Committer } from './committer.ts';
import { withoutNeedlessLogs, withoutPlexes } from './configuration-marks.ts';
import type { RunningVolumes } from './running-volumes.ts';
import { commitError } from './stale-mark-queue.ts';

export interface UnfinishedMirrorsParts {
  readonly committer: Committer;
  readonly volumes: Pick<RunningVolumes, 'startedIds' | 'hold' | 'release' | 'releaseChanged'>;
  /** After the command that runs, and before the next; refused when the group has ended, or too many wait. */
  inTurn(work: () => Promise<Result<null, Refusal>>): Promise<Result<null, Refusal>>;
}

/** A volume that does not stand still at once may be slow, not stuck. */
const triesMaximum = 3;

export class UnfinishedMirrors {
  readonly #parts: UnfinishedMirrorsParts;

  constructor(parts: UnfinishedMirrorsParts) {
    this.#parts = parts;
  }

  /** Empty; or why the plex is still there: it is copied when the volume starts next, or taken away by hand. */
  async takeAway(plexId: PlexId): Promise<string> {
    let why = 'the disk group has ended';
    const done = await this.#parts.inTurn(async () => {
      for (let tries = 1; tries <= triesMaximum && why !== ''; tries += 1) why = await this.#tryTakeAway(plexId);
      return success(null);
    });
    return done.ok ? why : done.error.code;
  }

  /** A mark has taken such a plex away, in the middle of a write: what is left are logs. Where they stay now, the next start drops them. */
  dropNeedlessLogs(): void {
    void this.#parts.inTurn(async () => {
      const { committer, volumes } = this.#parts;
      const left = withoutNeedlessLogs(committer.configuration, volumes.startedIds()).logs;
      const needless = new Set(committer.configuration.logs.filter((log) => !left.includes(log)).map((log) => log.volumeId));
      if (needless.size > 0) await this.#commitHeld(needless, (published) => withoutNeedlessLogs(published, needless));
      return success(null);
    });
  }

  async #tryTakeAway(plexId: PlexId): Promise<string> {
    const plex = this.#parts.committer.configuration.plexes.find(({ id, state }) => id === plexId && state === 'TEMPRMSD');
    if (plex === undefined) return '';
    const volumeIds = new Set([plex.volumeId]);
    return this.#commitHeld(volumeIds, (published) => {
      const stillAdded = published.plexes.some(({ id, state }) => id === plexId && state === 'TEMPRMSD');
      return stillAdded ? withoutNeedlessLogs(withoutPlexes(published, new Set([plexId])), volumeIds) : published;
    });
  }

  async #commitHeld(volumeIds: ReadonlySet<VolumeId>, change: (published: GroupConfiguration) => GroupConfiguration): Promise<string> {
    const { committer, volumes } = this.#parts;
    const running = new Set([...volumeIds].filter((volumeId) => volumes.startedIds().has(volumeId)));
    const busy = await volumes.hold(running);
    if (busy !== null) return busy.error.message;
    const committed = await committer.commit((published) => success(change(published)), {
      by: 'engine', note: { cause: 'A mirror that was being added is given up.' },
    });
    if (committed.ok) {
      await volumes.releaseChanged(running);
      return '';
    }
    volumes.release(running);
    return commitError(committed.error).message;
  }
}
