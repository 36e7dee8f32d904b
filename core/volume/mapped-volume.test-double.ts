/**
 * For tests: a mirrored volume with logs over memory disks, and an owner that commits like a group: what is published outlives
 * the path. `crash` is a power cut: of the data what was flushed is left, of the logs what was written.
 */
import { encodeLog } from '../format/map-log.ts';
import { decodeMapSector, idBytes, mapSectorOffsetBytes, noMapId } from '../format/map-sector.ts';
import type { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { PlexRecord, PlexState, VolumeState } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import type { CopyOutcome, PlexFailure, VolumeDefinition } from './volume-definition.ts';
import { diskId, diskStartBytes, logId, plexId, VolumeFixture } from './volume-fixture.ts';
import { VolumeStack } from './volume-stack.ts';

export const regionBytes = 4096;
export const mappedVolumeBytes = 16 * regionBytes;

/** All that outlives a crash. */
export interface Remains {
  readonly published: VolumeDefinition;
  readonly contents: ReadonlyMap<DiskId, Uint8Array>;
}

export class MappedVolume extends VolumeFixture {
  published: VolumeDefinition;
  stack: VolumeStack;
  /** Called before each write to a log, with the number of the write. */
  beforeLogWrite: (count: number) => void = () => undefined;
  /** What each disk holds for good, before the logs. */
  private readonly media = new Map<DiskId, Uint8Array>();
  private logWrites = 0;
  private absences = 0;

  constructor({ plexes = 2, logs = 2, remains, started = true }: {
    plexes?: number; logs?: number; remains?: Remains; started?: boolean;
  } = {}) {
    super({ sizeBytes: mappedVolumeBytes, plexes, logs, mapRegionBytes: regionBytes });
    this.published = remains?.published ?? this.definition();
    for (const [id, disk] of this.disks) {
      const content = remains?.contents.get(id);
      if (content === undefined) this.formatLog(disk, id);
      else disk.content.set(content);
      this.media.set(id, disk.look(0, this.logStartBytes));
      this.watch(id, disk);
    }
    this.absences = remains === undefined ? 0 : 1000 + [...remains.contents.values()].length;
    this.stack = new VolumeStack(this.published, this);
    if (started) this.stack.start();
    this.clock.runUntil(() => !started || this.stack.layer.abilities.sizeBytes > 0);
  }

  private formatLog(disk: MemoryDisk, id: DiskId): void {
    const log = this.published.logs.find((record) => record.diskId === id);
    if (log !== undefined) disk.content.set(encodeLog(log.id, regionBytes, new Map()), log.diskOffsetBytes);
  }

  /** Adds to what the test does with the disk's faults. */
  private watch(id: DiskId, disk: MemoryDisk): void {
    const test = disk.fault;
    disk.fault = (operation, offsetBytes, lengthBytes) => {
      const error = test(operation, offsetBytes, lengthBytes);
      if (operation === 'writeDurable') {
        this.beforeLogWrite(this.logWrites);
        this.logWrites += 1;
      }
      if (operation === 'flush' && error === null) this.media.set(id, disk.look(0, this.logStartBytes));
      return error;
    };
  }

  /** A fault of one disk, in addition to the watching. */
  breaks(plex: number, ...operations: readonly string[]): () => void {
    const disk = this.disk(plex);
    const before = disk.fault;
    disk.fault = (operation, offsetBytes, lengthBytes) =>
      (operations.includes(operation) ? { code: 'EIO', message: `no ${operation}` } : before(operation, offsetBytes, lengthBytes));
    return () => { disk.fault = before; };
  }

  override plexesFailed(failures: readonly PlexFailure[], done: Parameters<VolumeFixture['plexesFailed']>[1]): void {
    super.plexesFailed(failures, (error) => {
      if (error === null) for (const failure of failures) this.markStale(failure.plexId);
      done(error);
    });
  }

  override logsFailed(logIds: readonly LogId[], error: PlexFailure['error'], done: Parameters<VolumeFixture['logsFailed']>[2]): void {
    super.logsFailed(logIds, error, (refused) => {
      if (refused === null) this.setLogs(logIds, 'STALE');
      done(refused);
    });
  }

  override logsRevived(logIds: readonly LogId[], stillGood: (logId: LogId) => boolean): void {
    this.clock.soon(() => {
      this.activeLogs.push(...logIds.filter(stillGood));
      this.setLogs(logIds.filter(stillGood), 'ACTIVE');
    });
  }

  private setLogs(logIds: readonly LogId[], state: 'ACTIVE' | 'STALE'): void {
    const logs = this.published.logs.map((log) => (logIds.includes(log.id) ? { ...log, state } : log));
    const mapped = logs.some((log) => log.state === 'ACTIVE');
    this.publish({ ...this.published, logs, plexes: this.published.plexes.map((plex) => (mapped ? plex : { ...plex, missed: null })) });
  }

  markStale(id: PlexId): void {
    const mapped = this.published.logs.some((log) => log.state === 'ACTIVE');
    this.absences += 1;
    const missed = mapped ? { slot: 1 + Number(id.slice(-1)), id: `absence ${this.absences}` } : null;
    this.setPlex(id, (plex) => (plex.state === 'ACTIVE' ? { ...plex, state: 'STALE', missed } : plex));
  }

  setPlex(id: PlexId, change: (plex: PlexRecord) => PlexRecord): void {
    this.publish({ ...this.published, plexes: this.published.plexes.map((plex) => (plex.id === id ? change(plex) : plex)) });
  }

  private publish(definition: VolumeDefinition): void {
    this.published = definition;
    this.stack.learn(definition);
  }

  reconfigure(): void {
    const error = this.finish((done) => { this.stack.reconfigure(this.published, done); return false; });
    invariant(error === null, 'the volume takes its new shape');
  }

  /** Copies what the plex lacks and makes it ACTIVE; the bytes that were copied. */
  attach(plex: number): number {
    const outcome = this.beginAttach(plex);
    this.clock.runUntil(() => outcome.ended !== null);
    invariant(outcome.ended?.kind === 'done', `the plex is caught up: ${JSON.stringify(outcome.ended)}`);
    this.setPlex(plexId(plex), (record) => ({ ...record, state: 'ACTIVE', missed: null }));
    this.reconfigure();
    return outcome.job.doneBytes;
  }

  beginAttach(plex: number): { ended: CopyOutcome | null; readonly job: { readonly doneBytes: number } } {
    this.reconfigure();
    const state: { ended: CopyOutcome | null; job: { readonly doneBytes: number } } = { ended: null, job: { doneBytes: 0 } };
    state.job = this.stack.attach(plexId(plex), (outcome) => { state.ended = outcome; });
    return state;
  }

  /** The bytes that were made equal. */
  recover(what: 'volume' | 'marked' = 'volume'): number {
    let outcome: CopyOutcome | null = null;
    const job = this.stack.recover((ended) => { outcome = ended; }, what);
    this.clock.runUntil(() => outcome !== null);
    return job.doneBytes;
  }

  /** One disk loses its power, and what was not flushed to it. */
  losesCache(plex: number): void {
    this.disk(plex).content.set(this.media.get(diskId(plex)) as Uint8Array);
  }

  /** What a power cut would leave. */
  remains(): Remains {
    const contents = new Map([...this.disks].map(([id, disk]): [DiskId, Uint8Array] => {
      const content = disk.content.slice();
      content.set(this.media.get(id) as Uint8Array);
      return [id, content];
    }));
    return { published: this.published, contents };
  }

  /** The same after a start: plexes that were ACTIVE are made equal. */
  static afterCrash({ published, contents }: Remains): MappedVolume {
    const active = published.plexes.filter((plex) => plex.state === 'ACTIVE').length;
    const state: VolumeState = active > 1 ? 'SYNC' : 'ACTIVE';
    const definition = { ...published, volume: { ...published.volume, state } };
    return new MappedVolume({ plexes: published.plexes.length, logs: published.logs.length, remains: { published: definition, contents } });
  }

  /** In the order of the volume. */
  plexBytes(plex: number): Buffer {
    const half = mappedVolumeBytes / 2;
    const disk = this.disk(plex);
    return Buffer.concat([disk.look(diskStartBytes + half, half), disk.look(diskStartBytes, half)]);
  }

  /** Regions that are marked in the intent map of a log, as it is on its disk; null when it is damaged. */
  markedOn(log: number): readonly number[] | null {
    return this.mapOn(log, 0, noMapId);
  }

  /** The same for a plex's map; empty when it has never been written. */
  missedOn(log: number, plex: number): readonly number[] | null {
    const missed = this.published.plexes[plex]?.missed ?? null;
    return missed === null ? null : this.mapOn(log, missed.slot, idBytes(missed.id));
  }

  private mapOn(log: number, slot: number, mapId: Uint8Array): readonly number[] | null {
    const place = { logId: idBytes(logId(log)), slot, sector: 0, mapId, regionBytes };
    const reading = decodeMapSector(this.disk(log).content, this.logStartBytes + mapSectorOffsetBytes(slot, 0), place);
    if (reading.kind === 'damaged') return null;
    if (reading.kind === 'never written') return [];
    return Array.from({ length: mappedVolumeBytes / regionBytes }, (_, region) => region)
      .filter((region) => (((reading.bits[region >>> 3] as number) >>> (region & 7)) & 1) === 1);
  }

  writeRegion(region: number, value: number): ReturnType<VolumeFixture['write']> {
    return this.write(this.stack.layer, region * regionBytes + 100, 200, value);
  }

  states(): readonly PlexState[] {
    return this.published.plexes.map((plex) => plex.state);
  }

  /** Time passes; nothing else. */
  pass(milliseconds: number): void {
    let over = false;
    this.clock.after(milliseconds, () => { over = true; });
    this.clock.runUntil(() => over);
  }
}
