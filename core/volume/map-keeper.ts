/**
 * The maps in a volume's path: when they are read, how they follow definitions, who clears them. A volume without logs has
 * none, and pays nothing. The stack says what happens, with the gate drained where it says so.
 */
import type { BlockDevice, IoError } from '../device/ports.ts';
import type { PlexId } from '../model/identity.ts';
import { CatchUp } from './catch-up.ts';
import { IntentLayer } from './intent-layer.ts';
import { MapCleaner } from './map-cleaner.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { Mirror } from './mirror.ts';
import type { RangeOrder } from './range-order.ts';
import type { RecoveryLayer } from './recovery.ts';
import type { CopyExtent, VolumeDefinition, VolumeOwner } from './volume-definition.ts';
import { VolumeMaps, type PlexPart } from './volume-maps.ts';

export interface KeeperParts {
  readonly owner: VolumeOwner;
  readonly mirror: Mirror;
  readonly order: RangeOrder;
  readonly recovery: RecoveryLayer;
}

export class MapKeeper {
  readonly layer: IntentLayer;
  private readonly parts: KeeperParts;
  private cleaner: MapCleaner | null = null;
  private closed = false;

  constructor(parts: KeeperParts) {
    this.parts = parts;
    this.layer = new IntentLayer(parts.recovery);
  }

  /** Before the gate opens. `done` may be called from within. */
  open(definition: VolumeDefinition, done: () => void): void {
    if (definition.logs.length === 0) {
      done();
      return;
    }
    this.use(this.newMaps(definition)).open(definition, done);
  }

  /** What is published: where the maps of plexes lie, and whose are needed no more. */
  learn({ plexes }: VolumeDefinition, partOf: (plexId: PlexId) => PlexPart): void {
    this.layer.maps?.learn(plexes, partOf);
  }

  plexLeft(plexId: PlexId): void {
    this.layer.maps?.plexLeft(plexId);
  }

  /** Bytes of the plexes are about to change beside the clients' writes. */
  rewriting(offsetBytes: number, lengthBytes: number): void {
    this.layer.maps?.markMissedRange(offsetBytes, lengthBytes);
  }

  /** What a plex lacks by its map; null when no map says so. */
  missedExtent(plexId: PlexId, ofBytes: number): CopyExtent | null {
    const { maps } = this.layer;
    const missed = maps?.missedBy(plexId) ?? null;
    if (maps === null || missed === null) return null;
    const { count } = missed.regions;
    return { regions: count, bytes: Math.min(count * maps.regionBytes, ofBytes), ofBytes };
  }

  /** Every region may differ from plex to plex, and the logs say so as soon as they can. */
  markAll(): void {
    const { maps } = this.layer;
    if (maps === null) return;
    maps.markMissed(0, maps.regions - 1);
    maps.mark(0, maps.regions - 1, () => undefined);
  }

  /** The volume has another length, with regions of the same size; new space is equal on all plexes. */
  resize({ volume, logs }: VolumeDefinition): void {
    const { maps } = this.layer;
    if (maps !== null && logs.length > 0 && maps.regionBytes === volume.mapRegionBytes) maps.resize(volume.lengthBytes);
  }

  /** With the gate drained: other logs, or other regions. The true maps are on all logs before `done`. */
  follow(definition: VolumeDefinition, done: () => void): void {
    const before = this.layer.maps;
    if (!this.differs(definition)) {
      done();
      return;
    }
    if (before === null) this.change(null, definition, done);
    else before.writer.settle(() => { this.change(before, definition, done); });
  }

  /** Logs that are STALE and whose disks are there are written whole, and then ACTIVE by the owner's commit. */
  revive({ logs }: VolumeDefinition): void {
    const { maps } = this.layer;
    const { owner } = this.parts;
    // A disk that still owes answers would hold up the marks that wait behind it.
    const isReady = (device: BlockDevice | null): boolean => device !== null && (device.lateCalls ?? 0) === 0;
    const stale = logs.filter((log) => log.state === 'STALE' && isReady(owner.device(log.diskId)));
    if (maps === null || stale.length === 0 || this.closed) return;
    let left = stale.length;
    const ended = (): void => {
      left -= 1;
      const good = stale.filter((log) => maps.writer.isGood(log.id)).map((log) => log.id);
      if (left > 0 || good.length === 0 || this.closed) return;
      maps.wake();
      owner.logsRevived(good, (logId) => maps.writer.isGood(logId));
    };
    for (const log of stale) {
      if (maps.writer.knows(log.id)) owner.clock.soon(ended);
      else maps.writer.join(log, ended);
    }
  }

  /**
   * Of the range, what may differ from plex to plex when a change or a flush failed on all of them: every region that was
   * written since they were flushed. Whoever is away lacks what they are made equal to.
   */
  unequalRanges(offsetBytes: number, lengthBytes: number): readonly { readonly startBytes: number; readonly lengthBytes: number }[] {
    const { maps } = this.layer;
    if (maps === null) return [{ startBytes: offsetBytes, lengthBytes }];
    const found = [];
    const first = Math.floor(offsetBytes / maps.regionBytes);
    const end = Math.ceil((offsetBytes + lengthBytes) / maps.regionBytes);
    const { regions } = maps.intent;
    for (let region = regions.next(first, end); region >= 0; region = regions.next(region + 1, end)) {
      maps.markMissed(region, region);
      const startBytes = Math.max(offsetBytes, region * maps.regionBytes);
      const endBytes = Math.min(offsetBytes + lengthBytes, (region + 1) * maps.regionBytes);
      found.push({ startBytes, lengthBytes: endBytes - startBytes });
    }
    return found;
  }

  /** Null when all of the plex is to be copied. */
  catchUp(member: MirrorMember): CatchUp | null {
    const { maps } = this.layer;
    const { mirror, order, owner: { clock }, recovery: { regions: unequal } } = this.parts;
    const missed = maps?.missedBy(member.plexId) ?? null;
    return maps === null || missed === null ? null : new CatchUp({ maps, missed, member, mirror, order, unequal, clock });
  }

  /** For good. After a clean flush of all plexes every mark clears, but those of regions that still differ. */
  close(isClean: boolean, done: () => void): void {
    const { maps } = this.layer;
    this.closed = true;
    this.cleaner?.stop();
    if (maps === null) {
      done();
      return;
    }
    maps.writer.settle(() => {
      if (!isClean || !maps.writer.hasLogs) done();
      else this.clearAll(maps, done);
    });
  }

  private clearAll(maps: VolumeMaps, done: () => void): void {
    const { regions: unequal } = this.parts.recovery;
    const written = (error: IoError | null): void => {
      if (error !== null || maps.missed.some(({ slot }) => slot < 0)) {
        done();
        return;
      }
      for (let region = maps.intent.regions.next(0); region >= 0; region = maps.intent.regions.next(region + 1)) {
        if (unequal.count === 0 || unequal.firstIn(region * maps.regionBytes, maps.regionBytes) < 0) maps.intent.remove(region);
      }
      if (maps.writer.write('marks', () => { done(); })) done();
    };
    if (maps.writer.write('all', written)) written(null);
  }

  private differs({ volume, logs }: VolumeDefinition): boolean {
    const { maps } = this.layer;
    if (maps === null || maps.regionBytes !== volume.mapRegionBytes) return maps !== null || logs.length > 0;
    const named = new Set(logs.map((log) => log.id));
    return logs.some((log) => maps.writer.knows(log.id) !== (log.state === 'ACTIVE'))
      || maps.writer.logIds().some((logId) => !named.has(logId));
  }

  private change(before: VolumeMaps | null, definition: VolumeDefinition, done: () => void): void {
    const { volume, plexes, logs } = definition;
    if (logs.length === 0) {
      this.cleaner?.stop();
      this.layer.maps = null;
      done();
      return;
    }
    let maps = before;
    if (maps === null || maps.regionBytes !== volume.mapRegionBytes) {
      maps = this.use(this.newMaps(definition));
      if (before === null) maps.allLogsLost();
      else maps.takeOver(before);
      maps.learn(plexes, () => 'none');
    }
    const { writer } = maps;
    const named = new Set(logs.map((log) => log.id));
    for (const logId of writer.logIds()) if (!named.has(logId)) writer.drop(logId);
    for (const log of logs) if (log.state === 'STALE') writer.distrust(log.id);
    this.joinNew(maps, definition, done);
  }

  private joinNew(maps: VolumeMaps, { logs }: VolumeDefinition, done: () => void): void {
    const { writer } = maps;
    const wanted = logs.filter((log) => log.state === 'ACTIVE' && !writer.knows(log.id));
    let left = wanted.length;
    const settled = (): void => {
      if (!writer.hasLogs) maps.allLogsLost();
      if (maps.intent.regions.count > 0) maps.wake();
      done();
    };
    const ended = (): void => {
      left -= 1;
      // What failed is marked before anybody writes; if that is impossible now, the next write asks again.
      if (left <= 0 && (!writer.owes || writer.write('marks', settled))) settled();
    };
    for (const log of wanted) {
      writer.join(log, (error) => {
        if (error !== null) writer.takeFailed(log, error);
        ended();
      });
    }
    if (wanted.length === 0) ended();
  }

  private newMaps({ volume }: VolumeDefinition): VolumeMaps {
    const { owner, mirror } = this.parts;
    return new VolumeMaps(volume.mapRegionBytes, volume.lengthBytes, owner, (diskIds) => mirror.canServeWithout(diskIds));
  }

  private use(maps: VolumeMaps): VolumeMaps {
    const { owner: { clock }, mirror, order, recovery } = this.parts;
    this.cleaner?.stop();
    this.layer.maps = maps;
    this.cleaner = new MapCleaner(maps, {
      clock, order, unequal: recovery.regions, marksPending: () => mirror.marks.pending, flush: (done) => recovery.flush(done),
    });
    return maps;
  }
}
