/**
 * The map of a plex while it is being caught up (docs/decisions/0007). Clients write the plex meanwhile and go on marking its
 * map. A bit clears after a flush of the plex that began after the region's copy and after every change to the region; a region
 * that was changed during the flush keeps its bit. So a catch-up that ends at any instant leaves a map that is too large, never
 * too small.
 */
import type { Clock, IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { Mirror } from './mirror.ts';
import type { MissedMapSlot } from './map-slot.ts';
import type { RangeOrder } from './range-order.ts';
import { RegionSet } from './region-set.ts';
import type { UnequalRegions } from './unequal-regions.ts';
import type { VolumeMaps } from './volume-maps.ts';

/** A checkpoint is made after so much was copied, or so long after the one before it. */
export const checkpointBytes = 256 * mebibyte;
export const checkpointMilliseconds = 10_000;

export interface CatchUpParts {
  readonly maps: VolumeMaps;
  readonly missed: MissedMapSlot;
  readonly member: MirrorMember;
  readonly mirror: Mirror;
  readonly order: RangeOrder;
  readonly unequal: UnequalRegions;
  readonly clock: Clock;
}

export class CatchUp {
  /** Regions that the plex lacks as far as is known. */
  readonly toCopy: RegionSet;
  readonly regionBytes: number;
  private readonly parts: CatchUpParts;
  private copiedBytes = 0;
  private lastMilliseconds: number;
  private running = false;

  constructor(parts: CatchUpParts) {
    this.parts = parts;
    this.regionBytes = parts.maps.regionBytes;
    this.toCopy = new RegionSet(parts.maps.regions);
    this.toCopy.addAll(parts.missed.regions);
    this.lastMilliseconds = parts.clock.nowMilliseconds();
  }

  /** From `positionBytes` on: bytes to copy at once, at most `mostBytes`, within the volume; 0 where none is needed. */
  neededFrom(positionBytes: number, mostBytes: number): number {
    let endBytes = positionBytes;
    while (endBytes < positionBytes + mostBytes && this.toCopy.has(Math.floor(endBytes / this.regionBytes))) {
      endBytes = (Math.floor(endBytes / this.regionBytes) + 1) * this.regionBytes;
    }
    return Math.min(endBytes - positionBytes, mostBytes);
  }

  /** How far it is to the next byte that is needed; Infinity when there is none. */
  unneededFrom(positionBytes: number): number {
    const region = this.toCopy.next(Math.floor(positionBytes / this.regionBytes));
    return region < 0 ? Infinity : Math.max(0, region * this.regionBytes - positionBytes);
  }

  /** The range, which begins where a region does or where the copy before it ended, holds what the ACTIVE plexes hold. */
  copied(positionBytes: number, lengthBytes: number, isEnd: boolean): void {
    const endBytes = positionBytes + lengthBytes;
    this.copiedBytes += lengthBytes;
    for (let region = Math.floor(positionBytes / this.regionBytes); region * this.regionBytes < endBytes; region += 1) {
      if ((region + 1) * this.regionBytes > endBytes && !isEnd) break;
      this.toCopy.remove(region);
      if (sabotaged('attach-clears-on-copy')) this.parts.missed.remove(region);
    }
    if (sabotaged('attach-clears-on-copy')) this.parts.maps.writer.write('all', () => undefined);
    const elapsed = this.parts.clock.nowMilliseconds() - this.lastMilliseconds;
    if (this.copiedBytes >= checkpointBytes || elapsed >= checkpointMilliseconds) this.checkpoint();
  }

  /** Runs beside the copy; one at a time. */
  private checkpoint(): void {
    const { missed, member, mirror } = this.parts;
    if (this.running || !this.isWanted()) return;
    this.running = true;
    this.copiedBytes = 0;
    this.lastMilliseconds = this.parts.clock.nowMilliseconds();
    const candidates = this.settledRegions();
    const recent = new RegionSet(missed.regions.regions);
    missed.recent = recent;
    const flushed = (error: IoError | null): void => {
      this.running = false;
      if (missed.recent === recent) missed.recent = null;
      if (error === null) {
        this.clear(candidates, recent);
        return;
      }
      // It may never be told again: a copy that went on would end as if nothing had been lost.
      mirror.fail(member, error);
      mirror.marks.settle(() => undefined);
    };
    if (member.layer.flush(flushed)) flushed(null);
  }

  /** What the plex and all others hold alike, and nobody is changing. */
  private settledRegions(): readonly number[] {
    const { missed, order, unequal } = this.parts;
    const found: number[] = [];
    for (let region = missed.regions.next(0); region >= 0; region = missed.regions.next(region + 1)) {
      const startBytes = region * this.regionBytes;
      if (this.toCopy.has(region) || order.conflicts(startBytes, startBytes + this.regionBytes) > 0) continue;
      if (unequal.count === 0 || unequal.firstIn(startBytes, this.regionBytes) < 0) found.push(region);
    }
    return found;
  }

  private clear(candidates: readonly number[], recent: RegionSet): void {
    const { missed, maps } = this.parts;
    if (!this.isWanted()) return;
    for (const region of candidates) if (!recent.has(region)) missed.remove(region);
    maps.writer.write('all', () => undefined);
  }

  /** False once the plex is ACTIVE or has failed, or the volume has other maps. */
  private isWanted(): boolean {
    const { missed, maps, member } = this.parts;
    return member.condition === 'live' && maps.missed.includes(missed) && missed.slot > 0 && missed.regions.regions === this.toCopy.regions;
  }
}
