/**
 * Brings a volume's maps to its logs. Invariants:
 * - One write at a time goes to each log, and all logs are written together: what waits meanwhile shares the next write.
 * - Whoever waits is answered after a write that began when it was waiting already, so everything that it had changed in
 *   memory is on every log that is believed.
 * - A log that could not be written is STALE by the owner's commit before anybody who waited is answered; while that commit is
 *   impossible, everybody gets its error, and the next write asks again.
 */
import type { Done, IoError } from '../device/ports.ts';
import { encodeLog } from '../format/map-log.ts';
import { encodeMapSector, idBytes, mapSectorOffsetBytes, mapSectorsPerSlot } from '../format/map-sector.ts';
import type { LogRecord } from '../model/configuration.ts';
import type { DiskId, LogId } from '../model/identity.ts';
import { sectorBytes } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';
import { LogCalls } from './log-calls.ts';
import type { MapSlot } from './map-slot.ts';
import type { VolumeOwner } from './volume-definition.ts';

/**
 * - `live`: bears all that was ever answered.
 * - `failed`: missed something, and its STALE mark is not durable yet.
 */
interface LogTarget {
  readonly record: LogRecord;
  readonly id: Uint8Array;
  condition: 'live' | 'failed';
}

/** Sectors of one slot that lie beside each other. */
interface Run {
  readonly map: MapSlot;
  readonly slot: number;
  readonly mapId: Uint8Array;
  readonly first: number;
  readonly count: number;
}

/** One write to one log. */
interface LogBatch {
  readonly target: LogTarget;
  readonly runs: readonly Run[];
  /** Another log has it already, or the volume can be served without any. */
  readonly mayExpire: () => boolean;
  readonly ended: () => void;
}

export interface WrittenMaps {
  readonly regionBytes: number;
  readonly intent: MapSlot;
  /** Those that have a place in the logs. */
  placed(): readonly MapSlot[];
  /** No log is left that is believed. */
  allLogsLost(): void;
  /** Whether the volume can be served though none of these disks answers. */
  canServeWithout(diskIds: readonly DiskId[]): boolean;
}

const missing: IoError = { code: 'EIO', message: 'the disk of a log is missing' };
const distrusted: IoError = { code: 'EIO', message: 'the log is not believed any more' };

export class LogWriter {
  private readonly owner: VolumeOwner;
  private readonly maps: WrittenMaps;
  private readonly calls: LogCalls;
  private targets: readonly LogTarget[] = [];
  private busy = false;
  private waiting: Done[] = [];
  private allWanted = false;
  private joining: (() => void)[] = [];
  private lastError: IoError = missing;

  constructor(owner: VolumeOwner, maps: WrittenMaps) {
    this.owner = owner;
    this.maps = maps;
    this.calls = new LogCalls(owner);
  }

  /** Logs that are believed, or that fail to be disbelieved. Without any there is nothing to write. */
  get hasLogs(): boolean {
    return this.targets.length > 0;
  }

  knows(logId: LogId): boolean {
    return this.targets.some(({ record }) => record.id === logId);
  }

  /** Every mark that is answered is on it. */
  isGood(logId: LogId): boolean {
    return this.targets.some(({ record, condition }) => record.id === logId && condition === 'live');
  }

  logIds(): readonly LogId[] {
    return this.targets.map(({ record }) => record.id);
  }

  /** What is published calls the log STALE: it is believed no more, by the next write. */
  distrust(logId: LogId): void {
    for (const target of this.targets) if (target.record.id === logId) this.fail(target, distrusted);
  }

  /** A log whose content is what the memory says, or soon will. */
  take(record: LogRecord): void {
    this.targets = [...this.targets, { record, id: idBytes(record.id), condition: 'live' }];
  }

  /** A log that is ACTIVE and cannot be believed: the next write has it marked. */
  takeFailed(record: LogRecord, error: IoError): void {
    this.targets = [...this.targets, { record, id: idBytes(record.id), condition: 'failed' }];
    this.lastError = error;
  }

  /** The log is no longer the volume's. */
  drop(logId: LogId): void {
    this.targets = this.targets.filter(({ record }) => record.id !== logId);
  }

  /** True while some log lacks something that it should have, or its failure is not written down. */
  get owes(): boolean {
    return this.maps.intent.changed !== 0 || this.targets.some(({ condition }) => condition === 'failed');
  }

  /**
   * `marks` writes what changed in the intent map, `all` in every map. By the completion rule: true when it is durable already.
   */
  write(scope: 'marks' | 'all', done: Done): boolean {
    if (scope === 'all') this.allWanted = true;
    if (this.busy) {
      this.waiting.push(done);
      return false;
    }
    this.busy = true;
    const complete = this.round((error) => { this.ended([done], error); });
    if (complete) this.busy = false;
    return complete;
  }

  /**
   * Writes a log whole, so that it is as good as the others, and takes it; `done` with the error when it could not be written.
   * The owner commits afterwards that it is ACTIVE.
   */
  join(record: LogRecord, done: Done): void {
    this.joining.push(() => {
      const ended = (error: IoError | null): void => {
        if (error === null && !this.knows(record.id)) this.take(record);
        this.ended([done], error);
      };
      const device = this.owner.device(record.diskId);
      const slots = new Map([this.maps.intent, ...this.maps.placed()].map((map) => [map.slot, map]));
      const bytes = encodeLog(record.id, this.maps.regionBytes, slots);
      const soon = (error: IoError | null): void => { this.owner.clock.soon(() => { ended(error); }); };
      if (device === null) soon(missing);
      else if (this.calls.write(device, bytes, record.diskOffsetBytes, () => true, ended)) soon(null);
    });
    this.next();
  }

  /** When nothing that began before is under way any more. */
  settle(done: () => void): void {
    this.joining.push(() => { this.owner.clock.soon(() => { this.ended([done], null); }); });
    this.next();
  }

  private ended(waiters: readonly Done[], error: IoError | null): void {
    this.busy = false;
    this.next();
    for (const waiter of waiters) waiter(error);
  }

  private next(): void {
    if (this.busy) return;
    const join = this.joining.shift();
    if (join !== undefined) {
      this.busy = true;
      join();
      return;
    }
    if (this.waiting.length === 0) return;
    const waiters = this.waiting;
    this.waiting = [];
    this.busy = true;
    const complete = this.round((error) => { this.ended(waiters, error); });
    if (complete) this.owner.clock.soon(() => { this.ended(waiters, null); });
  }

  private round(ended: Done): boolean {
    const runs = this.takeRuns();
    let pending = 1;
    const awaited = new Set<LogTarget>();
    const mayExpire = (): boolean => this.targets.some((target) => target.condition === 'live' && !awaited.has(target))
      || this.maps.canServeWithout([...awaited].map(({ record }) => record.diskId));
    const part = (target: LogTarget): void => {
      awaited.delete(target);
      pending -= 1;
      if (pending === 0) this.answer(ended);
    };
    for (const target of this.targets) {
      if (target.condition === 'failed' || this.writeRuns({ target, runs, mayExpire, ended: () => { part(target); } }, 0)) continue;
      awaited.add(target);
      pending += 1;
    }
    pending -= 1;
    return pending === 0 && this.settledAtOnce(ended);
  }

  private takeRuns(): readonly Run[] {
    const maps = this.allWanted ? [...this.maps.placed(), this.maps.intent] : [this.maps.intent];
    this.allWanted = false;
    return maps.flatMap((map) => {
      const { changed, slot, mapId } = map;
      map.changed = 0;
      const runs: Run[] = [];
      for (let first = 0; first < mapSectorsPerSlot; first += 1) {
        if (((changed >>> first) & 1) === 0) continue;
        let count = 1;
        while (((changed >>> (first + count)) & 1) === 1) count += 1;
        runs.push({ map, slot, mapId, first, count });
        first += count;
      }
      return runs;
    });
  }

  /** By the completion rule; a failure is kept in the target. */
  private writeRuns(batch: LogBatch, from: number): boolean {
    const { target, runs } = batch;
    for (let index = from; index < runs.length; index += 1) {
      const run = runs[index] as Run;
      const device = this.owner.device(target.record.diskId);
      if (device === null) {
        this.fail(target, missing);
        return true;
      }
      const bytes = this.encode(target, run);
      const offsetBytes = target.record.diskOffsetBytes + mapSectorOffsetBytes(run.slot, run.first);
      const written = (error: IoError | null): void => {
        if (error !== null) this.fail(target, error);
        if (error !== null || this.writeRuns(batch, index + 1)) batch.ended();
      };
      if (!this.calls.write(device, bytes, offsetBytes, batch.mayExpire, written)) return false;
    }
    return true;
  }

  /** As the map is now: later marks than those that are waited for may go along. */
  private encode(target: LogTarget, { map, slot, mapId, first, count }: Run): Uint8Array {
    const bytes = new Uint8Array(count * sectorBytes);
    for (let index = 0; index < count; index += 1) {
      const place = { logId: target.id, slot, sector: first + index, mapId, regionBytes: this.maps.regionBytes };
      encodeMapSector(bytes, index * sectorBytes, place, map.bitsOfSector(first + index));
    }
    return bytes;
  }

  private fail(target: LogTarget, error: IoError): void {
    target.condition = 'failed';
    this.lastError = error;
  }

  private settledAtOnce(ended: Done): boolean {
    if (this.targets.every(({ condition }) => condition === 'live')) return true;
    this.answer(ended);
    return false;
  }

  /** Every log has answered; those that failed are not believed before anybody goes on. */
  private answer(ended: Done): void {
    const failed = this.targets.filter(({ condition }) => condition === 'failed');
    if (failed.length === 0) {
      ended(null);
      return;
    }
    const known = (error: IoError | null): void => {
      if (error !== null) {
        ended(error);
        return;
      }
      this.targets = this.targets.filter((target) => !failed.includes(target));
      if (this.targets.length === 0) this.maps.allLogsLost();
      ended(null);
    };
    if (sabotaged('log-failure-not-committed')) this.owner.clock.soon(() => { known(null); });
    else this.owner.logsFailed(failed.map(({ record }) => record.id), this.lastError, known);
  }
}
