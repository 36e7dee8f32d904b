import type { IoError } from '../device/ports.ts';
import type { DiskId } from '../model/identity.ts';

/** An error with the disk that it came from, as a plex passes it up to the mirror. */
export interface DiskError extends IoError {
  readonly diskId: DiskId;
  /** The disk was not there at all: nothing was tried, nothing is damaged. */
  readonly missing: boolean;
}

/** `written` of a disk that this stack itself has never written. */
export const inherited = 1;

/**
 * What one volume has written to one disk since it last flushed it. Outlives the plexes, which change with every
 * reconfiguration. Counted when a write completes, before it is acknowledged: a flush that begins later covers it.
 */
export class DiskUse {
  readonly diskId: DiskId;
  /** Begins ahead of `flushed`: an earlier process may have left bytes in the page cache that nobody ever flushed. */
  written = inherited;
  flushed = 0;

  constructor(diskId: DiskId) {
    this.diskId = diskId;
  }
}
