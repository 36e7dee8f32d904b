import { expect, it } from 'vitest';
import { regionsPerSector } from '../format/map-sector.ts';
import { MapSlot } from './map-slot.ts';

it('a map knows which of its sectors the logs lack, and owes nothing for what changes nothing', () => {
  const slot = new MapSlot(1, new Uint8Array(16), 2 * regionsPerSector + 1);
  slot.clear();
  slot.remove(5);
  expect(slot.changed).toBe(0);
  slot.add(regionsPerSector);
  expect(slot.changed).toBe(0b010);
  slot.changed = 0;
  slot.add(regionsPerSector);
  expect(slot.changed).toBe(0);
  slot.remove(regionsPerSector);
  expect(slot.changed).toBe(0b010);
  slot.changed = 0;
  slot.add(3);
  slot.changed = 0;
  slot.clear();
  expect([slot.changed, slot.regions.count]).toEqual([0b111, 0]);
});
