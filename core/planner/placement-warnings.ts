/** What is legal about the place of a volume, and still worth a word. */
import { enclosureKey } from '../geometry/placement-tags.ts';
import type { GroupConfiguration, VolumeRecord } from '../model/configuration.ts';
import { formatSize } from '../model/size-text.ts';
import type { PlanningContext } from './planning-context.ts';

/** Plexes that share an enclosure although the group's disks stand in several. */
export function sharedEnclosureWarnings(after: GroupConfiguration, volume: VolumeRecord, context: PlanningContext): readonly string[] {
  const present = after.disks.filter((disk) => context.presentDiskIds.has(disk.id));
  if (new Set(present.map(enclosureKey)).size < 2) return [];
  const diskById = new Map(after.disks.map((disk) => [disk.id, disk]));
  const plexNames = new Map(after.plexes.filter((plex) => plex.volumeId === volume.id).map((plex) => [plex.id, plex.name]));
  const plexesByEnclosure = new Map<string, Set<string>>();
  for (const subdisk of after.subdisks) {
    const plex = plexNames.get(subdisk.plexId);
    const disk = diskById.get(subdisk.diskId);
    if (plex === undefined || disk === undefined || disk.enclosure === '') continue;
    const enclosure = disk.site === '' ? disk.enclosure : `${disk.enclosure} of site ${disk.site}`;
    plexesByEnclosure.set(enclosure, (plexesByEnclosure.get(enclosure) ?? new Set()).add(plex));
  }
  return [...plexesByEnclosure].filter(([, plexes]) => plexes.size > 1)
    .map(([enclosure, plexes]) => `Plexes ${[...plexes].sort().join(', ')} all use enclosure ${enclosure}: its loss takes them together.`);
}

/** `init=none`. Plexes that begin with different bytes are made equal after the commit, as after a crash. */
export function uninitialisedWarnings(zeroed: boolean, volume: VolumeRecord, plexes: number): readonly string[] {
  if (zeroed) return [];
  const copied = plexes > 1 ? '; its plexes are made equal by copying' : '';
  return [`init=none: the new space of volume ${volume.name} keeps what the disks held${copied}.`];
}

/** What that copying moves. */
export function uninitialisedCopyBytes(zeroed: boolean, volume: VolumeRecord, plexes: number): number {
  return zeroed ? 0 : volume.lengthBytes * (plexes - 1);
}

/** Whoever asks for a size that is no whole number of steps gets the next larger one, and is told. */
export function roundedWarnings(name: string, askedBytes: number, lengthBytes: number, stepBytes: number): readonly string[] {
  if (lengthBytes === askedBytes) return [];
  const gets = `${formatSize(lengthBytes)} for the ${formatSize(askedBytes)} asked for`;
  return [`Volume ${name} gets ${gets}: its size is a multiple of ${formatSize(stepBytes)}.`];
}
