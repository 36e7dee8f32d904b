/**
 * Plexes and logs that left their volume because a disk did not answer in time, and that come back by themselves: the disk has
 * not failed. The pause before each attempt grows, so that a disk that hangs now and then does not keep the volume copying.
 */
import type { Clock } from '../device/ports.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId } from '../model/identity.ts';

export const firstPauseMilliseconds = 30_000;
export const longestPauseMilliseconds = 600_000;
/** After so long without trouble the pauses begin anew. */
export const quietMilliseconds = 3_600_000;
/** How often a disk is looked at whose late calls have not returned. */
export const lookAgainMilliseconds = 5_000;

export type LatePartId = PlexId | LogId;

export class LateParts {
  readonly #clock: Clock;
  readonly #isReady: (partId: LatePartId) => boolean;
  readonly #retry: (partId: LatePartId) => void;
  readonly #troubles = new Map<LatePartId, { readonly atMilliseconds: number; readonly pauseMilliseconds: number }>();
  readonly #waiting = new Set<LatePartId>();

  /** `isReady`: nothing that was given up may still land on the part. */
  constructor(clock: Clock, isReady: (partId: LatePartId) => boolean, retry: (partId: LatePartId) => void) {
    this.#clock = clock;
    this.#isReady = isReady;
    this.#retry = retry;
  }

  left(partId: LatePartId): void {
    const now = this.#clock.nowMilliseconds();
    const before = this.#troubles.get(partId);
    const again = before !== undefined && now - before.atMilliseconds < quietMilliseconds;
    const pauseMilliseconds = again ? Math.min(before.pauseMilliseconds * 2, longestPauseMilliseconds) : firstPauseMilliseconds;
    this.#troubles.set(partId, { atMilliseconds: now, pauseMilliseconds });
    this.#wait(partId, pauseMilliseconds);
  }

  /** The part would be copied to now, but for late calls. */
  lookAgain(partId: LatePartId): void {
    this.#wait(partId, lookAgainMilliseconds);
  }

  #wait(partId: LatePartId, milliseconds: number): void {
    if (this.#waiting.has(partId)) return;
    this.#waiting.add(partId);
    this.#clock.after(milliseconds, () => {
      this.#waiting.delete(partId);
      if (this.#isReady(partId)) this.#retry(partId);
      else this.lookAgain(partId);
    });
  }
}

export function diskIdsOf({ subdisks, logs }: GroupConfiguration, partId: LatePartId): readonly DiskId[] {
  const own = [...subdisks.filter((subdisk) => subdisk.plexId === partId), ...logs.filter((log) => log.id === partId)];
  return own.map(({ diskId }) => diskId);
}
