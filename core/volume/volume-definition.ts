/**
 * What a volume's I/O path is built from, and what it asks of whoever owns it. The group's runtime implements
 * `VolumeOwner`; the path never commits anything itself.
 */
import type { DiskRecord, LogRecord, PlexRecord, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId } from '../model/identity.ts';
import type { BlockDevice, Clock, IoError, Log } from '../device/ports.ts';
import type { CounterBook } from './counter-book.ts';
import type { CopyLedger } from './copy-governor.ts';

export interface VolumeDefinition {
  readonly volume: VolumeRecord;
  readonly plexes: readonly PlexRecord[];
  readonly subdisks: readonly SubdiskRecord[];
  readonly disks: readonly DiskRecord[];
  /** Empty when the volume has no map: then a crash is recovered whole and a plex that missed something is copied whole. */
  readonly logs: readonly LogRecord[];
}

export interface PlexFailure {
  readonly plexId: PlexId;
  readonly diskId: DiskId;
  readonly error: IoError;
  /** The disk is here and nothing is wrong with it: what it missed can be copied to it at once. */
  readonly diskIsSound: boolean;
  /** The disk did not answer within the mirror deadline. It has not failed: it may answer yet, and change what it was given. */
  readonly isLate?: boolean;
  /** The disk was not there: nothing was tried on it, and nothing is known against it. */
  readonly isMissing?: boolean;
}

export interface VolumeOwner {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: CounterBook;
  /** How long a redundant volume waits for one plex that another can do without. Asked at each use. */
  readonly mirrorDeadlineMilliseconds: number;
  /** Null while the disk is missing or has failed: every access to it is then an error. */
  device(diskId: DiskId): BlockDevice | null;
  /**
   * Some plexes missed a write or a flush that at least one ACTIVE plex took. The owner commits their STALE marks (or
   * removes a plex that was being attached), reconfigures nothing itself, and calls `done(null)` when the marks are
   * durable and published; only then is the write acknowledged. `done(error)`: no commit was possible; the client gets it.
   */
  plexesFailed(failures: readonly PlexFailure[], done: (error: IoError | null) => void): void;
  /**
   * Logs missed a mark, or could not be read. The owner commits that they are STALE and calls `done(null)` when that is durable
   * and published; only then does the write that waited for the mark go on. `done(error)`: no commit was possible.
   */
  logsFailed(logIds: readonly LogId[], error: IoError, done: (error: IoError | null) => void): void;
  /**
   * STALE logs were written anew. The owner commits that they are ACTIVE, provided that `stillGood` says so of each at the
   * commit's turn. Nobody waits for it.
   */
  logsRevived(logIds: readonly LogId[], stillGood: (logId: LogId) => boolean): void;
  /** Changes or a flush failed on all plexes, which may differ now: `recover` is to make them equal. */
  plexesDiffer(): void;
  /** A read failed on one plex and was served by another; counted, shown, no state changes. */
  readFailed(failure: PlexFailure): void;
}

/** How much of a volume is to be copied. */
export interface CopyExtent {
  readonly regions: number;
  readonly bytes: number;
  readonly ofBytes: number;
}

/** A copy that runs beside client I/O. Ends once, by `ended`; after `cancel` that is soon. */
export interface CopyJob {
  readonly totalBytes: number;
  readonly doneBytes: number;
  /** The share of the time, 0 to 1, that its chunks took lately. */
  readonly copyShare: number;
  readonly clientsBusy: boolean;
  /** A pause after each chunk that somebody asked for. */
  slowMilliseconds: number;
  /** The copies of one group hold back together; a new one stands alone. */
  shareWith(ledger: CopyLedger): void;
  pause(): void;
  resume(): void;
  cancel(): void;
}

export type CopyOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly plexId: PlexId; readonly error: IoError };
