/**
 * Clears marks in the background (docs/decisions/0007). A region's mark clears when the region was quiet for 5 s, no change to
 * it is in flight, its plexes are not known to differ, no plex waits for its STALE mark, a flush of all plexes that began after
 * all of that has succeeded, every missed map is on the logs with the region's bit, and nothing was written to it meanwhile.
 *
 * There is a timer only while something is marked that could clear.
 */
import type { Clock, Done, Timer } from '../device/ports.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { RangeOrder } from './range-order.ts';
import type { UnequalRegions } from './unequal-regions.ts';
import type { VolumeMaps } from './volume-maps.ts';

export const epochMilliseconds = 1_000;
/** Whole epochs without a write: at least 5 s. */
export const quietEpochs = 6;
/** A flush costs clients something: one clears all regions that became quiet in so many epochs, a map's 65,536 at most. */
const epochsPerPass = 5;

export interface CleanedVolume {
  readonly clock: Clock;
  readonly order: RangeOrder;
  readonly unequal: UnequalRegions;
  /** A plex that failed waits for its STALE mark. */
  marksPending(): boolean;
  /** All plexes; by the completion rule. */
  flush(done: Done): boolean;
}

export class MapCleaner {
  private readonly maps: VolumeMaps;
  private readonly volume: CleanedVolume;
  private timer: Timer | null = null;
  private passing = false;
  private stopped = false;

  constructor(maps: VolumeMaps, volume: CleanedVolume) {
    this.maps = maps;
    this.volume = volume;
    maps.wake = () => { this.wake(); };
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.timer = null;
  }

  private wake(): void {
    if (this.timer !== null || this.stopped || !this.maps.writer.hasLogs) return;
    this.timer = this.volume.clock.after(epochMilliseconds, () => {
      this.timer = null;
      this.maps.epoch += 1;
      if (this.maps.epoch % epochsPerPass === 0 && !this.passing) this.pass();
      if (this.maps.intent.regions.count > 0) this.wake();
    });
  }

  private pass(): void {
    if (this.blocked()) return;
    const lastEpoch = this.maps.epoch - quietEpochs;
    const candidates = this.candidates(lastEpoch);
    if (candidates.length === 0) return;
    this.passing = true;
    const flushed: Done = (error) => {
      if (error !== null || this.blocked()) this.passing = false;
      else this.writeMissed(candidates, lastEpoch);
    };
    if (sabotaged('clear-without-flush') || this.volume.flush(flushed)) flushed(null);
  }

  /** Every map that there was when the regions fell quiet has their bits; they must be on the logs too. */
  private writeMissed(candidates: readonly number[], lastEpoch: number): void {
    const { missed, writer } = this.maps;
    const written: Done = (error) => {
      this.passing = false;
      // A map that was begun meanwhile is not on the logs.
      if (error === null && this.maps.missed === missed && !this.blocked()) this.clear(candidates, lastEpoch);
    };
    if (missed.length === 0 || sabotaged('clear-before-missed-map') || writer.write('all', written)) written(null);
  }

  /** Those that nobody wrote to since they were chosen. */
  private clear(candidates: readonly number[], lastEpoch: number): void {
    const { maps } = this;
    for (const region of candidates) {
      if (!this.isQuiet(region, lastEpoch)) continue;
      maps.intent.remove(region);
      maps.stamps[region] = 0;
    }
    maps.writer.write('marks', () => undefined);
  }

  private blocked(): boolean {
    const { missed, writer } = this.maps;
    return this.stopped || !writer.hasLogs || this.volume.marksPending() || missed.some(({ slot }) => slot < 0);
  }

  private candidates(lastEpoch: number): readonly number[] {
    const found: number[] = [];
    const { regions } = this.maps.intent;
    for (let region = regions.next(0); region >= 0; region = regions.next(region + 1)) {
      if (this.isQuiet(region, lastEpoch)) found.push(region);
    }
    return found;
  }

  private isQuiet(region: number, lastEpoch: number): boolean {
    const { maps: { stamps, regionBytes }, volume: { order, unequal } } = this;
    if ((stamps[region] as number) > lastEpoch) return false;
    const startBytes = region * regionBytes;
    if (order.count > 0 && order.conflicts(startBytes, startBytes + regionBytes) > 0) return false;
    return unequal.count === 0 || unequal.firstIn(startBytes, regionBytes) < 0;
  }
}
