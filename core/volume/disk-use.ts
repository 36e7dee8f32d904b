import type { BlockDevice, IoError } from '../device/ports.ts';
import type { DiskId } from '../model/identity.ts';

/** An error with the disk that it came from, as a plex passes it up to the mirror. */
export interface DiskError extends IoError {
  readonly diskId: DiskId;
  /** The disk was not there at all: nothing was tried, nothing is damaged. */
  readonly missing: boolean;
  /** It was attached anew, and what its earlier opening took may be lost: the disk itself is sound. */
  readonly lost?: boolean;
  /** It was given up, since others can do without it: the disk has not failed, and may do it yet. */
  readonly late?: boolean;
}

/** `written` of a disk that this stack itself has never written. */
const inherited = 1;

/**
 * What one volume has written to one disk since it last flushed it. Outlives the plexes, which change with every
 * reconfiguration. Counted when a write completes, before it is acknowledged: a flush that begins later covers it.
 *
 * Only the opening of the disk that took a write can flush it: what a disk holds that went and came back, nobody knows.
 */
export class DiskUse {
  readonly diskId: DiskId;
  /** Begins ahead of `flushed`: an earlier process may have left bytes in the page cache that nobody ever flushed. */
  written = inherited;
  flushed = 0;
  /** The opening that took what is not flushed yet; null when there is no such write, or only inherited ones. */
  private device: BlockDevice | null = null;
  /** More than one opening took what is not flushed yet. */
  private split = false;

  /** Bytes of an earlier process may be unflushed on it: it was there at the start, or it is the only copy. */
  private readonly mayInherit: boolean;

  constructor(diskId: DiskId, present: boolean) {
    this.diskId = diskId;
    this.mayInherit = present;
  }

  /** True when the disk can go missing without anything being lost that a flush would have to keep. */
  get owesNothing(): boolean {
    return this.written === inherited && (this.flushed === this.written || !this.mayInherit);
  }

  wrote(device: BlockDevice): void {
    this.written += 1;
    if (this.device === device) return;
    if (this.device !== null) this.split = true;
    this.device = device;
  }

  /** A write that failed is promised to nobody, but may have left something behind. */
  failedToWrite(): void {
    this.written += 1;
  }

  /** False when a flush of `device` would leave out writes that an earlier opening of the disk took. */
  isCoveredBy(device: BlockDevice): boolean {
    return !this.split && (this.device === null || this.device === device);
  }

  /** A flush that began when `written` was `covered` has succeeded. */
  flushedUpTo(covered: number): void {
    if (covered > this.flushed) this.flushed = covered;
    if (this.flushed === this.written) this.device = null;
  }

  /** The loss has been told: from here on what counts is what `device` holds; null when all of it will be written anew. */
  startOver(device: BlockDevice | null): void {
    this.device = device;
    this.split = false;
  }
}
