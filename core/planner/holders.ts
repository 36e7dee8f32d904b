/**
 * Which disks hold the configuration (design section 4): every disk of a group of up to eight, else eight spread over the
 * enclosures. Only disks that can take the commit are named; who holds it now goes on holding it where that spreads as well.
 */
import type { DiskRecord } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { holdersMaximum } from '../model/limits.ts';

/** In the order of `disks`; empty when no disk is usable. */
export function chooseHolders(
  disks: readonly DiskRecord[],
  usable: (disk: DiskRecord) => boolean,
  present: readonly DiskId[],
): readonly DiskId[] {
  const candidates = disks.filter(usable);
  if (candidates.length <= holdersMaximum) return candidates.map((disk) => disk.id);
  const holding = new Set<string>(present);
  const byEnclosure = new Map<string, DiskRecord[]>();
  for (const disk of [...candidates.filter((one) => holding.has(one.id)), ...candidates.filter((one) => !holding.has(one.id))]) {
    const key = `${disk.site}\n${disk.enclosure}`;
    byEnclosure.set(key, [...(byEnclosure.get(key) ?? []), disk]);
  }
  const chosen = new Set<string>();
  for (let round = 0; chosen.size < holdersMaximum; round++) {
    for (const members of byEnclosure.values()) {
      const disk = members[round];
      if (disk !== undefined && chosen.size < holdersMaximum) chosen.add(disk.id);
    }
  }
  return candidates.filter((disk) => chosen.has(disk.id)).map((disk) => disk.id);
}
