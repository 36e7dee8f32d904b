import type { IoError } from '../device/ports.ts';
import type { PlexId } from '../model/identity.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { CopyWork } from './copy-job.ts';
import type { Copied } from './range-copy.ts';
import type { RecoveryLayer } from './recovery.ts';

/** Makes every marked region equal, whoever marked it, and ends with a flush of all plexes. */
export class RecoveryWork implements CopyWork {
  readonly endsAtFailure = false;
  readonly totalBytes: number;
  private readonly recovery: RecoveryLayer;
  private readonly plexId: PlexId;

  /** `plexId` stands for the volume in a failure that is no single plex's. */
  constructor(recovery: RecoveryLayer, plexId: PlexId) {
    this.recovery = recovery;
    this.plexId = plexId;
    this.totalBytes = recovery.abilities.sizeBytes;
  }

  chunk(positionBytes: number): { readonly lengthBytes: number; readonly needed: boolean } {
    const { regions } = this.recovery;
    const region = regions.firstIn(positionBytes, this.totalBytes - positionBytes);
    if (region < 0) return { lengthBytes: this.totalBytes - positionBytes, needed: false };
    const { startBytes, lengthBytes } = regions.range(region);
    if (startBytes > positionBytes) return { lengthBytes: startBytes - positionBytes, needed: false };
    const restBytes = startBytes + lengthBytes - positionBytes;
    if (sabotaged('recovery-skips-last-region') && startBytes + lengthBytes >= this.totalBytes) {
      regions.clear(region);
      return { lengthBytes: restBytes, needed: false };
    }
    return { lengthBytes: restBytes, needed: true };
  }

  neededBytes(positionBytes: number): number {
    return this.recovery.regions.markedBytes(positionBytes);
  }

  perform(positionBytes: number, _lengthBytes: number, done: Copied): void {
    this.recovery.equalizeRegion(Math.floor(positionBytes / this.recovery.regions.regionBytes), done);
  }

  conclude(done: Copied): void {
    const ended = (error: IoError | null): void => { done(error === null ? null : { kind: 'failed', plexId: this.plexId, error }); };
    if (this.recovery.flush(ended)) ended(null);
  }
}
