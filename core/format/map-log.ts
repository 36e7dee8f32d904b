/**
 * A log subdisk as a whole (docs/decisions/0007): what is written to it before a commit brings it into use. A new log says that
 * every region is marked, and that no plex has a map in it; the volume's path writes the truth over it.
 */
import { logBytes, mapSlotsPerLog } from '../model/limits.ts';
import {
  bitBytesPerSector, encodeMapSector, idBytes, mapSectorOffsetBytes, mapSectorsPerSlot, noMapId,
} from './map-sector.ts';

/** One map that is to stand in the log. */
export interface MapContent {
  readonly mapId: Uint8Array;
  /** Of each sector at most 448 bytes. */
  bitsOfSector(sector: number): Uint8Array;
}

const noBits = new Uint8Array(0);
const allBits = new Uint8Array(bitBytesPerSector).fill(0xff);
const blank: MapContent = { mapId: noMapId, bitsOfSector: () => noBits };

/** `slots` by their numbers; those that are not named are blank. */
export function encodeLog(logId: string, regionBytes: number, slots: ReadonlyMap<number, MapContent>): Uint8Array {
  const log = new Uint8Array(logBytes);
  const id = idBytes(logId);
  for (let slot = 0; slot < mapSlotsPerLog; slot += 1) {
    const map = slots.get(slot) ?? blank;
    for (let sector = 0; sector < mapSectorsPerSlot; sector += 1) {
      const place = { logId: id, slot, sector, mapId: map.mapId, regionBytes };
      encodeMapSector(log, mapSectorOffsetBytes(slot, sector), place, map.bitsOfSector(sector));
    }
  }
  return log;
}

export function encodeNewLog(logId: string, regionBytes: number): Uint8Array {
  return encodeLog(logId, regionBytes, new Map([[0, { mapId: noMapId, bitsOfSector: () => allBits }]]));
}
