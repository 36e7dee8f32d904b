/**
 * A plan is made on one configuration and committed on a later one: between the two the engine may have marked plexes
 * STALE, left a holder out, taken a disk back. What the plan did not touch is taken as it is now; commands run one at a
 * time, so nothing else can have changed.
 */
import type { DiskRecord, GroupConfiguration, LogRecord, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { sabotaged } from '../model/sabotage.ts';

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

function mergePlex(before: PlexRecord, after: PlexRecord, now: PlexRecord): PlexRecord {
  const merged = mergeState(before, after, now);
  return after.missed === before.missed ? { ...merged, missed: now.missed } : merged;
}

/** Maps that were begun meanwhile lie in logs that the plan takes away, or whose regions it changes: nobody knows what they held. */
function withoutLostMaps(configuration: GroupConfiguration, published: GroupConfiguration): GroupConfiguration {
  const regionBytes = new Map(published.volumes.map((volume) => [volume.id, volume.mapRegionBytes]));
  const lost = new Set(configuration.volumes
    .filter((volume) => volume.mapRegionBytes !== (regionBytes.get(volume.id) ?? volume.mapRegionBytes))
    .map((volume) => volume.id));
  if (lost.size === 0) return configuration;
  const known = new Set(published.plexes.map((plex) => plex.id));
  return {
    ...configuration,
    plexes: configuration.plexes.map((plex) => (lost.has(plex.volumeId) && known.has(plex.id) ? { ...plex, missed: null } : plex)),
  };
}

function mergeState<Item extends VolumeRecord | PlexRecord | LogRecord>(before: Item, after: Item, now: Item): Item {
  return after.state === before.state ? { ...after, state: now.state } : after;
}

function mergeVolume(before: VolumeRecord, after: VolumeRecord, now: VolumeRecord): VolumeRecord {
  const merged = mergeState(before, after, now);
  return after.readPolicy === before.readPolicy ? { ...merged, readPolicy: now.readPolicy } : merged;
}

/** A map that was begun meanwhile says what the plex lacks on its old disk; on its new one it lacks everything. */
function plexesOnOtherDisks(before: GroupConfiguration, after: GroupConfiguration): ReadonlySet<string> {
  const was = new Map(before.subdisks.map((subdisk) => [subdisk.id, subdisk.diskId]));
  const moved = after.subdisks.filter(({ id, diskId }) => was.has(id) && was.get(id) !== diskId && !sabotaged('replacement-keeps-map'));
  return new Set(moved.map((subdisk) => subdisk.plexId));
}

/** `after` as the plan made it on `before`, brought onto `published`. */
export function rebase(before: GroupConfiguration, after: GroupConfiguration, published: GroupConfiguration): GroupConfiguration {
  if (before === published) return after;
  const plexes = rebaseRecords(before.plexes, after.plexes, published.plexes, mergePlex);
  const kept = new Set(plexes.map((plex) => plex.id));
  const moved = plexesOnOtherDisks(before, after);
  return withoutLostMaps({
    ...after,
    holders: after.holders.join() === before.holders.join() ? published.holders : after.holders,
    disks: rebaseRecords(before.disks, after.disks, published.disks, mergeDisk),
    volumes: rebaseRecords(before.volumes, after.volumes, published.volumes, mergeVolume),
    plexes: plexes.map((plex) => (moved.has(plex.id) ? { ...plex, missed: null } : plex)),
    subdisks: after.subdisks.filter((subdisk) => kept.has(subdisk.plexId)),
    logs: rebaseRecords(before.logs, after.logs, published.logs, mergeState),
  }, published);
}
