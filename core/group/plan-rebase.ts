/**
 * A plan is made on one configuration and committed on a later one: between the two the engine may have marked plexes
 * STALE, left a holder out, taken a disk back. What the plan did not touch is taken as it is now; commands run one at a
 * time, so nothing else can have changed.
 */
import type { DiskRecord, GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';

function byId<Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function rebaseRecords<Item extends { readonly id: string }>(
  before: readonly Item[], after: readonly Item[], published: readonly Item[], merge: (before: Item, after: Item, now: Item) => Item,
): readonly Item[] {
  const was = byId(before);
  const now = byId(published);
  return after.flatMap((item) => {
    const old = was.get(item.id);
    if (old === undefined) return [item];
    const current = now.get(item.id);
    return current === undefined ? [] : [merge(old, item, current)];
  });
}

function mergeDisk(before: DiskRecord, after: DiskRecord, now: DiskRecord): DiskRecord {
  return {
    ...after, serial: now.serial, lastAccess: now.lastAccess, failing: after.failing === before.failing ? now.failing : after.failing,
  };
}

function mergeState<Item extends VolumeRecord | PlexRecord>(before: Item, after: Item, now: Item): Item {
  return after.state === before.state ? { ...after, state: now.state } : after;
}

function mergeVolume(before: VolumeRecord, after: VolumeRecord, now: VolumeRecord): VolumeRecord {
  const merged = mergeState(before, after, now);
  return after.readPolicy === before.readPolicy ? { ...merged, readPolicy: now.readPolicy } : merged;
}

/** `after` as the plan made it on `before`, brought onto `published`. */
export function rebase(before: GroupConfiguration, after: GroupConfiguration, published: GroupConfiguration): GroupConfiguration {
  if (before === published) return after;
  const plexes = rebaseRecords(before.plexes, after.plexes, published.plexes, mergeState);
  const kept = new Set(plexes.map((plex) => plex.id));
  return {
    ...after,
    holders: after.holders.join() === before.holders.join() ? published.holders : after.holders,
    disks: rebaseRecords(before.disks, after.disks, published.disks, mergeDisk),
    volumes: rebaseRecords(before.volumes, after.volumes, published.volumes, mergeVolume),
    plexes,
    subdisks: after.subdisks.filter((subdisk) => kept.has(subdisk.plexId)),
  };
}
