/** For tests: a volume over memory disks, in a world whose order of events is drawn from a given source of numbers. */
import { FakeClock } from '../device/fake-clock.ts';
import { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { Done, IoError } from '../device/ports.ts';
import type { DiskRecord, LogRecord, PlexRecord, PlexState, SubdiskRecord, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId, SubdiskId, VolumeId } from '../model/identity.ts';
import { logBytes } from '../model/limits.ts';
import { CounterBook } from './counter-book.ts';
import type { Layer } from './layer.ts';
import type { PlexFailure, VolumeDefinition, VolumeOwner } from './volume-definition.ts';

export interface FixtureShape {
  readonly sizeBytes: number;
  readonly plexes?: number | undefined;
  readonly columns?: number | undefined;
  readonly stripeUnitBytes?: number | undefined;
  /** On the first disk of as many plexes. */
  readonly logs?: number | undefined;
  readonly mapRegionBytes?: number | undefined;
  readonly choose?: ((count: number) => number) | undefined;
}

export class VolumeFixture implements VolumeOwner {
  readonly clock: FakeClock;
  readonly log = { write: (): void => undefined };
  readonly counters = new CounterBook();
  mirrorDeadlineMilliseconds = 5000;
  readonly disks = new Map<DiskId, MemoryDisk>();
  readonly marked: PlexFailure[] = [];
  readonly readFailures: PlexFailure[] = [];
  readonly staleLogs: LogId[] = [];
  readonly activeLogs: LogId[] = [];
  differing = 0;
  readonly missing = new Set<DiskId>();
  /** What the commit of a STALE mark answers. */
  commitError: IoError | null = null;
  /** Held commits; released by hand where a test fills this in. */
  heldCommits: (() => void)[] | null = null;
  private readonly shape: FixtureShape;

  constructor(shape: FixtureShape) {
    this.shape = shape;
    this.clock = new FakeClock(shape.choose);
    for (let plex = 0; plex < (shape.plexes ?? 1); plex += 1) {
      for (let column = 0; column < (shape.columns ?? 1); column += 1) {
        this.disks.set(diskId(plex, column), new MemoryDisk({ sizeBytes: this.diskBytes, soon: this.clock.soon }));
      }
    }
  }

  /** Room for a volume of twice the size, and behind it for a log. */
  private get diskBytes(): number {
    return this.logStartBytes + ((this.shape.logs ?? 0) > 0 ? logBytes : 0);
  }

  get logStartBytes(): number {
    return this.shape.sizeBytes * 2 + diskStartBytes;
  }

  private logRecords(): readonly LogRecord[] {
    return Array.from({ length: this.shape.logs ?? 0 }, (_, plex): LogRecord => ({
      id: logId(plex), name: `vol-L0${plex}`, volumeId: 'volume' as VolumeId, diskId: diskId(plex), diskOffsetBytes: this.logStartBytes,
      lengthBytes: logBytes, state: 'ACTIVE',
    }));
  }

  device(id: DiskId): MemoryDisk | null {
    return this.missing.has(id) ? null : this.disks.get(id) ?? null;
  }

  disk(plex: number, column = 0): MemoryDisk {
    return this.disks.get(diskId(plex, column)) as MemoryDisk;
  }

  plexesFailed(failures: readonly PlexFailure[], done: (error: IoError | null) => void): void {
    const commit = (): void => {
      if (this.commitError === null) this.marked.push(...failures);
      done(this.commitError);
    };
    if (this.heldCommits === null) this.clock.soon(commit);
    else this.heldCommits.push(commit);
  }

  logsFailed(logIds: readonly LogId[], _error: IoError, done: (error: IoError | null) => void): void {
    this.clock.soon(() => {
      if (this.commitError === null) this.staleLogs.push(...logIds);
      done(this.commitError);
    });
  }

  logsRevived(logIds: readonly LogId[], stillGood: (logId: LogId) => boolean): void {
    this.clock.soon(() => { this.activeLogs.push(...logIds.filter(stillGood)); });
  }

  plexesDiffer(): void {
    this.differing += 1;
  }

  readFailed(failure: PlexFailure): void {
    this.readFailures.push(failure);
  }

  definition(change: { sizeBytes?: number; states?: readonly PlexState[]; volume?: Partial<VolumeRecord> } = {}): VolumeDefinition {
    const { shape } = this;
    const sizeBytes = change.sizeBytes ?? shape.sizeBytes;
    const columns = shape.columns ?? 1;
    const plexes: PlexRecord[] = [];
    const subdisks: SubdiskRecord[] = [];
    const states = change.states ?? new Array<PlexState>(shape.plexes ?? 1).fill('ACTIVE');
    states.forEach((state, plex) => {
      plexes.push({
        id: plexId(plex), name: `vol-0${plex}`, volumeId: 'volume' as VolumeId, state, columns,
        layout: columns > 1 ? 'striped' : 'concatenated', stripeUnitBytes: columns > 1 ? shape.stripeUnitBytes ?? 4096 : 0,
        missed: null,
      });
      for (let column = 0; column < columns; column += 1) {
        const half = sizeBytes / columns / 2;
        for (const part of [0, 1]) {
          subdisks.push({
            id: `subdisk-${plex}-${column}-${part}` as SubdiskId, name: `Disk${plex}-${column}-0${part}`, diskId: diskId(plex, column),
            plexId: plexId(plex), column, columnOffsetBytes: part * half, lengthBytes: half,
            // The second half lies before the first, so that offsets within the disk and the plex differ.
            diskOffsetBytes: diskStartBytes + (1 - part) * half,
          });
        }
      }
    });
    const volume: VolumeRecord = {
      id: 'volume' as VolumeId, name: 'vol', lengthBytes: sizeBytes, state: 'ACTIVE', readPolicy: { kind: 'round' }, driveLetter: '',
      startAtImport: true, readOnly: false, mapRegionBytes: shape.mapRegionBytes ?? 0, differingBytes: 0, ...change.volume,
    };
    const disks = [...this.disks.keys()].map((id) => diskRecord(id, this.diskBytes));
    return { volume, plexes, subdisks, disks, logs: this.logRecords() };
  }

  /** Runs the call to its end, whichever way it completes. */
  finish(call: (done: Done) => boolean): IoError | null {
    let answer: IoError | null | undefined;
    if (call((error) => { answer = error; })) return null;
    this.clock.runUntil(() => answer !== undefined);
    return answer as IoError | null;
  }

  write(layer: Layer, offsetBytes: number, lengthBytes: number, value: number): IoError | null {
    const buffer = new Uint8Array(lengthBytes).fill(value);
    return this.finish((done) => layer.write(buffer, 0, offsetBytes, lengthBytes, done));
  }

  /** The bytes, or the error. */
  read(layer: Layer, offsetBytes: number, lengthBytes: number): Uint8Array | IoError {
    const buffer = new Uint8Array(lengthBytes);
    return this.finish((done) => layer.read(buffer, 0, offsetBytes, lengthBytes, done)) ?? buffer;
  }
}

/** Data does not begin at the start of a disk. */
export const diskStartBytes = 8192;

export function diskId(plex: number, column = 0): DiskId {
  return `disk-${plex}-${column}` as DiskId;
}

export function logId(plex: number): LogId {
  return `log-${plex}` as LogId;
}

export function plexId(plex: number): PlexId {
  return `plex-${plex}` as PlexId;
}

function diskRecord(id: DiskId, sizeBytes: number): DiskRecord {
  return {
    id, name: id, lastAccess: '', sizeBytes, dataStartBytes: diskStartBytes, dataLengthBytes: sizeBytes - diskStartBytes,
    enclosure: '', site: '', serial: 1, failing: false,
  };
}

/** A failure for `disk.fault`: only of these operations. */
export function failing(...operations: readonly string[]): (operation: string) => IoError | null {
  return (operation) => (operations.includes(operation) ? { code: 'EIO', message: `no ${operation}` } : null);
}
