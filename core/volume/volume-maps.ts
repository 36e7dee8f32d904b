/**
 * The maps of one started volume (docs/decisions/0007): which regions were written since all plexes were last flushed, and what
 * each plex that is not ACTIVE lacks. Invariants:
 * - `stamps[region]` is not 0 only while the region's intent bit is on every log that is believed, or no log is left.
 * - For each plex that lacks something by a map: what it lacks is in its map on the logs, or in the intent map on the logs.
 * - A map that is begun while the volume runs begins with the intent map: that holds every write since the last flush of all
 *   plexes, so whatever a plex that leaves may have had in a volatile cache.
 */
import type { Done } from '../device/ports.ts';
import { idBytes, noMapId } from '../format/map-sector.ts';
import type { PlexRecord } from '../model/configuration.ts';
import type { DiskId, PlexId } from '../model/identity.ts';
import { sabotaged } from '../model/sabotage.ts';
import { readLogs, type AwaitedMap } from './log-reading.ts';
import { LogWriter, type WrittenMaps } from './log-writer.ts';
import { MapSlot, MissedMapSlot } from './map-slot.ts';
import type { VolumeDefinition, VolumeOwner } from './volume-definition.ts';

/** What a plex was to the mirror when a definition takes it out: read, out already, or never in. */
export type PlexPart = 'read' | 'out' | 'none';

export class VolumeMaps implements WrittenMaps {
  readonly regionBytes: number;
  readonly writer: LogWriter;
  readonly intent: MapSlot;
  /** Epoch of the last write of each region; 0 while its mark is not durable. */
  stamps: Uint32Array;
  /** Counted up by the cleaner. */
  epoch = 1;
  missed: readonly MissedMapSlot[] = [];
  /** Called when there is something to clear. */
  wake: () => void = () => undefined;
  /** Whether the volume can be served though none of these disks answers. */
  readonly canServeWithout: (diskIds: readonly DiskId[]) => boolean;
  readonly owner: VolumeOwner;

  constructor(regionBytes: number, sizeBytes: number, owner: VolumeOwner, canServeWithout: (diskIds: readonly DiskId[]) => boolean) {
    this.regionBytes = regionBytes;
    this.owner = owner;
    this.canServeWithout = canServeWithout;
    const regions = Math.ceil(sizeBytes / regionBytes);
    this.intent = new MapSlot(0, noMapId, regions);
    this.stamps = new Uint32Array(regions);
    this.writer = new LogWriter(owner, this);
  }

  get regions(): number {
    return this.intent.regions.regions;
  }

  placed(): readonly MapSlot[] {
    return this.missed.filter(({ slot }) => slot > 0);
  }

  /** Marks regions `first` to `last`. By the completion rule: true when the marks are durable already. */
  mark(first: number, last: number, done: Done): boolean {
    for (let region = first; region <= last; region += 1) this.intent.add(region);
    this.wake();
    const ended = (error: Parameters<Done>[0]): void => {
      if (error === null) this.stamp(first, last);
      done(error);
    };
    if (!this.writer.write('marks', ended)) return false;
    this.stamp(first, last);
    return true;
  }

  /** A change to these regions: whoever does not take part lacks it. */
  markMissed(first: number, last: number): void {
    for (const map of this.missed) for (let region = first; region <= last; region += 1) map.mark(region);
  }

  /** For what touches bytes beside the clients' writes. */
  markMissedRange(offsetBytes: number, lengthBytes: number): void {
    if (this.missed.length === 0 || lengthBytes === 0) return;
    this.markMissed(Math.floor(offsetBytes / this.regionBytes), Math.floor((offsetBytes + lengthBytes - 1) / this.regionBytes));
  }

  missedBy(plexId: PlexId): MissedMapSlot | null {
    return this.missed.find((map) => map.plexId === plexId) ?? null;
  }

  /** A plex missed a change or a flush, and takes no part from now on. Its map gets its place with the STALE mark. */
  plexLeft(plexId: PlexId): void {
    const known = this.missedBy(plexId);
    if (known === null) this.begin(plexId);
    else known.addAll(this.intent.regions);
  }

  /** What is published says where the maps lie, and which are needed no more. */
  learn(plexes: readonly PlexRecord[], partOf: (plexId: PlexId) => PlexPart): void {
    const kept: MissedMapSlot[] = [];
    for (const plex of plexes) {
      const known = this.missedBy(plex.id);
      const part = partOf(plex.id);
      if (plex.state === 'ACTIVE' || plex.state === 'CLEAN') {
        // The definition is older than the plex's failure.
        if (known !== null && part === 'out') kept.push(known);
        continue;
      }
      if (plex.missed === null) continue;
      const map = known ?? this.begin(plex.id);
      if (known === null && part === 'none') map.fill();
      const mapId = idBytes(plex.missed.id);
      if (map.slot !== plex.missed.slot || Buffer.compare(map.mapId, mapId) !== 0) map.place(plex.missed.slot, mapId);
      kept.push(map);
    }
    this.missed = kept;
  }

  /** Reads what the logs say. The gate may open afterwards: where a failure could not be committed, writes wait for it. */
  open({ logs, plexes }: VolumeDefinition, done: () => void): void {
    const awaited: AwaitedMap[] = [{ map: this.intent, unwritten: 'everything' }];
    for (const plex of plexes) {
      if (plex.missed === null || plex.state === 'ACTIVE' || plex.state === 'CLEAN') continue;
      const map = new MissedMapSlot(plex.id, this.regions);
      map.place(plex.missed.slot, idBytes(plex.missed.id));
      this.missed = [...this.missed, map];
      awaited.push({ map, unwritten: plex.state === 'TEMPRMSD' ? 'everything' : 'nothing' });
    }
    const records = logs.filter((log) => log.state === 'ACTIVE' || sabotaged('stale-log-believed'));
    readLogs(records, awaited, this, ({ good, failed }) => {
      for (const record of good) this.writer.take(record);
      for (const { record, error } of failed) this.writer.takeFailed(record, error);
      for (const map of this.missed) map.addAll(this.intent.regions);
      if (records.length === 0) this.allLogsLost();
      const written: Done = (error) => {
        if (error === null) this.stampMarked();
        if (this.intent.regions.count > 0) this.wake();
        done();
      };
      if (!this.writer.owes || this.writer.write('marks', written)) written(null);
    });
  }

  /** Nothing can be marked any more: everything counts as marked, and nothing clears before a log is back. */
  allLogsLost(): void {
    this.intent.regions.fill();
    this.stamps.fill(this.epoch);
  }

  resize(sizeBytes: number): void {
    const before = this.regions;
    const regions = Math.ceil(sizeBytes / this.regionBytes);
    if (regions === before) return;
    for (const map of [this.intent, ...this.missed]) map.regions.resize(regions);
    const stamps = new Uint32Array(regions);
    stamps.set(this.stamps.subarray(0, regions));
    this.stamps = stamps;
    if (!this.writer.hasLogs) this.allLogsLost();
  }

  /** For regions of another size: the maps of before, so that each region which touches a marked one is marked. */
  takeOver(before: VolumeMaps): void {
    this.missed = before.missed.map((old) => {
      const map = new MissedMapSlot(old.plexId, this.regions);
      this.translate(before, old, map);
      if (old.slot > 0) map.place(old.slot, old.mapId);
      return map;
    });
    this.translate(before, before.intent, this.intent);
    this.stampMarked();
  }

  stampMarked(): void {
    for (let region = this.intent.regions.next(0); region >= 0; region = this.intent.regions.next(region + 1)) {
      this.stamps[region] = this.epoch;
    }
  }

  private translate(before: VolumeMaps, from: MapSlot, to: MapSlot): void {
    for (let region = from.regions.next(0); region >= 0; region = from.regions.next(region + 1)) {
      const first = Math.floor(region * before.regionBytes / this.regionBytes);
      const last = Math.floor(((region + 1) * before.regionBytes - 1) / this.regionBytes);
      for (let at = first; at <= Math.min(last, this.regions - 1); at += 1) to.add(at);
    }
  }

  private begin(plexId: PlexId): MissedMapSlot {
    const map = new MissedMapSlot(plexId, this.regions);
    if (!sabotaged('missed-map-starts-at-zero')) map.addAll(this.intent.regions);
    this.missed = [...this.missed, map];
    return map;
  }

  private stamp(first: number, last: number): void {
    this.stamps.fill(this.epoch, first, last + 1);
  }
}
