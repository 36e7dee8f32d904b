import { bitBytesPerSector, mapSectorsPerSlot, noMapId, sectorOfRegion, sectorsFor } from '../format/map-sector.ts';
import type { MapContent } from '../format/map-log.ts';
import type { PlexId } from '../model/identity.ts';
import { RegionSet } from './region-set.ts';

/** A map as it stands in memory, and which of its sectors the logs do not have yet. */
export class MapSlot implements MapContent {
  /** -1 while it has no place in the logs. */
  slot: number;
  mapId: Uint8Array;
  readonly regions: RegionSet;
  /** Bit n: sector n differs from what was last handed to the logs. */
  changed = 0;

  constructor(slot: number, mapId: Uint8Array, regions: number) {
    this.slot = slot;
    this.mapId = mapId;
    this.regions = new RegionSet(regions);
  }

  add(region: number): void {
    if (this.regions.add(region)) this.changed |= 1 << sectorOfRegion(region);
  }

  remove(region: number): void {
    if (this.regions.remove(region)) this.changed |= 1 << sectorOfRegion(region);
  }

  fill(): void {
    this.regions.fill();
    this.changeAll();
  }

  clear(): void {
    if (this.regions.count > 0) this.changeAll();
    this.regions.clear();
  }

  /** Everything that is in `other` too. */
  addAll(other: RegionSet): void {
    for (let region = other.next(0); region >= 0; region = other.next(region + 1)) this.add(region);
  }

  changeAll(): void {
    this.changed = (1 << sectorsFor(this.regions.regions)) - 1;
  }

  /** Sectors without a bit need not be written: to be of another map says the same. */
  changeNonEmpty(): void {
    for (let sector = 0; sector < mapSectorsPerSlot; sector += 1) {
      if (this.bitsOfSector(sector).some((byte) => byte !== 0)) this.changed |= 1 << sector;
    }
  }

  bitsOfSector(sector: number): Uint8Array {
    return this.regions.bytes(sector * bitBytesPerSector, bitBytesPerSector);
  }
}

/** What a plex that is not ACTIVE lacks. It grows with every change to the volume, and shrinks only by `CatchUp`. */
export class MissedMapSlot extends MapSlot {
  readonly plexId: PlexId;
  /** Regions marked since this was set; null while nobody asks. */
  recent: RegionSet | null = null;

  constructor(plexId: PlexId, regions: number) {
    super(-1, noMapId, regions);
    this.plexId = plexId;
  }

  mark(region: number): void {
    this.add(region);
    this.recent?.add(region);
  }

  /** The commit has given it this place; what lay there before is of another map. */
  place(slot: number, mapId: Uint8Array): void {
    this.slot = slot;
    this.mapId = mapId;
    this.changed = 0;
    this.changeNonEmpty();
  }
}
