/**
 * What an import does, as a plan: made from the decision and from what is read on the disks, so that the dry run and the runtime
 * that imports have one and the same. `after` is what the first commit of the new life writes, object for object.
 */
import type { GroupImport } from '../model/command.ts';
import type { GroupConfiguration, HostStamp, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { chooseHolders } from '../planner/holders.ts';
import type { Plan } from '../planner/plan.ts';
import { withLogsStale } from './configuration-marks.ts';
import { withoutBehind } from './disks-behind.ts';
import { withDistrusted, withoutOtherFiles } from './distrusted-disk.ts';
import type { ImportDecision } from './import-decision.ts';
import { startVolumes, type VolumeStart } from './volume-start.ts';

type Wish = Pick<GroupImport, 'newName' | 'noAutoImport'>;

/** What the first commit of the new life says, but for the volumes' states. */
function importedConfiguration(
  { configuration, serials, presentDiskIds }: ImportDecision, wish: Wish, host: HostStamp,
): GroupConfiguration {
  return {
    ...configuration,
    name: wish.newName ?? configuration.name,
    stamp: host,
    noAutoImport: wish.noAutoImport ?? configuration.noAutoImport,
    holders: chooseHolders(configuration.disks, (disk) => presentDiskIds.has(disk.id), configuration.holders),
    disks: configuration.disks.map((disk) => ({ ...disk, serial: serials.get(disk.id) ?? disk.serial })),
  };
}

function volumesWantedAtImport(configuration: GroupConfiguration): ReadonlySet<VolumeId> {
  return new Set(configuration.volumes.filter((volume) => volume.startAtImport).map((volume) => volume.id));
}

/**
 * What of it can be believed. An import by force may have an old configuration before it: which log bore every mark since, and
 * what an absent plex went on to write, it does not know.
 */
function believedAtImport(
  imported: GroupConfiguration, decision: ImportDecision, { force, selectedCopy }: GroupImport, present: ReadonlySet<DiskId>,
): GroupConfiguration {
  let believed = withoutBehind(imported, decision.behindDiskIds, present);
  // Whole again, they would hold zeros where their data was: no map says so.
  for (const diskId of [...decision.givenUpDiskIds, ...decision.cutShort.keys()]) believed = withDistrusted(believed, diskId, present);
  return force || selectedCopy !== undefined ? withLogsStale(believed, new Set(believed.logs.map((log) => log.id))) : believed;
}

/** A disk that takes part, as it was found in this life. */
export interface FoundMember {
  readonly location: string;
  /** Its header notes a flush that failed. */
  readonly failed: boolean;
  readonly inAnotherFile: boolean;
}

export interface ImportFacts {
  readonly host: HostStamp;
  readonly members: ReadonlyMap<DiskId, FoundMember>;
  readonly newMapId: () => string;
}

export interface PlannedImport {
  readonly plan: Plan;
  /** Which volumes are to be opened; its configuration is the plan's `after`. */
  readonly start: VolumeStart;
  /** Disks of which only what a clean stop flushed can be believed. */
  readonly doubtfulDiskIds: ReadonlySet<DiskId>;
}

/** A disk that was dead when its flush failed could not take the note; the others know that it failed. */
function doubtfulAtImport(configuration: GroupConfiguration, members: ReadonlyMap<DiskId, FoundMember>): ReadonlySet<DiskId> {
  const noted = new Set(configuration.disks.filter((disk) => disk.failing).map((disk) => disk.id));
  return new Set([...members].filter(([diskId, { failed }]) => failed || noted.has(diskId)).map(([diskId]) => diskId));
}

function withPlaces(configuration: GroupConfiguration, members: ReadonlyMap<DiskId, FoundMember>): GroupConfiguration {
  const placed = configuration.disks.map((disk) => ({ ...disk, lastAccess: members.get(disk.id)?.location ?? disk.lastAccess }));
  return { ...configuration, disks: placed };
}

export function planImport(command: GroupImport, decision: ImportDecision, { host, members, newMapId }: ImportFacts): PlannedImport {
  const imported = withPlaces(importedConfiguration(decision, command, host), members);
  const present = new Set(members.keys());
  const others = [...members].filter(([, { inAnotherFile }]) => inAnotherFile).map(([diskId]) => diskId);
  const believed = withoutOtherFiles(believedAtImport(imported, decision, command, present), others, present);
  const doubtfulDiskIds = doubtfulAtImport(imported, members);
  const start = startVolumes(believed, volumesWantedAtImport(imported), present, newMapId, doubtfulDiskIds);
  const { configuration: after, startedIds, unstartable, stalePlexes } = start;
  const started = after.volumes.filter((volume) => startedIds.has(volume.id));
  const summary = [
    `Disk group ${imported.name} is imported with ${present.size} of ${imported.disks.length} disks.`,
    ...sentence(started, 'is started', 'are started'),
    ...sentence(started.filter((volume) => volume.state === 'SYNC'),
      'is made equal on all its plexes', 'are made equal on all their plexes'),
    ...(stalePlexes.length === 0 ? []
      : [`Stale, and copied when their disks are there: ${stalePlexes.map((plex) => plex.name).join(', ')}.`]),
  ];
  const volumeNames = new Map(after.volumes.map((volume) => [volume.id, volume.name]));
  const plan: Plan = {
    command, sequence: decision.configuration.sequence, after, summary, zero: [], bytesToCopy: 0, peakSpaceBytes: 0, redundancy: [],
    warnings: [
      ...absenceWarnings(imported, decision),
      ...otherFileWarnings(imported, after, others),
      ...givenUpWarnings(imported, after, decision),
      ...[...unstartable].map(([volumeId, lacks]) => `Volume ${volumeNames.get(volumeId) ?? volumeId} cannot be started`
        + `${lacks.length > 0 ? ` without ${lacks.join(', ')}` : ': none of its plexes is up to date'}.`),
    ],
  };
  return { plan, start, doubtfulDiskIds };
}

function sentence(volumes: readonly VolumeRecord[], one: string, many: string): readonly string[] {
  const names = volumes.map((volume) => volume.name).join(', ');
  if (volumes.length === 0) return [];
  return [volumes.length === 1 ? `Volume ${names} ${one}.` : `Volumes ${names} ${many}.`];
}

function absenceWarnings(
  configuration: GroupConfiguration, { absentDiskIds, behindDiskIds, cutShort }: ImportDecision,
): readonly string[] {
  const named = (ids: readonly string[]): string =>
    configuration.disks.filter((disk) => ids.includes(disk.id)).map((disk) => disk.name).join(', ');
  return [
    ...(absentDiskIds.length === 1 ? [`${named(absentDiskIds)} is absent; what it holds is not updated.`] : []),
    ...(absentDiskIds.length > 1 ? [`${named(absentDiskIds)} are absent; what they hold is not updated.`] : []),
    ...[...cutShort].map(([diskId, reason]) => `${named([diskId])}: ${reason}. It is left out, and not written.`),
    ...(behindDiskIds.length > 0 ? [`Older than what was published with them: ${named(behindDiskIds)}.`] : []),
  ];
}

function otherFileWarnings(imported: GroupConfiguration, after: GroupConfiguration, others: readonly DiskId[]): readonly string[] {
  const stale = new Set(after.plexes.filter((plex) => plex.state === 'STALE').map((plex) => plex.id));
  return imported.disks.filter((disk) => others.includes(disk.id)).map(({ id, name }) => {
    const there = new Set(imported.subdisks.filter((subdisk) => subdisk.diskId === id).map((subdisk) => subdisk.plexId));
    const copied = imported.plexes.filter((plex) => there.has(plex.id) && stale.has(plex.id)).map((plex) => plex.name);
    const what = copied.length === 0 ? 'what it bears is taken as it is' : `${copied.join(', ')} copied whole`;
    return `${name} lies in another file than before, which may be an older copy: ${what}.`;
  });
}

/** Whose writes are lost by the choice of a side. */
function givenUpWarnings(imported: GroupConfiguration, after: GroupConfiguration, { givenUpDiskIds }: ImportDecision): readonly string[] {
  const good = new Set(after.plexes.filter((plex) => plex.state !== 'STALE' && plex.state !== 'OFFLINE').map((plex) => plex.id));
  return givenUpDiskIds.flatMap((diskId) => {
    const disk = imported.disks.find((record) => record.id === diskId)?.name ?? diskId;
    const there = new Set(imported.subdisks.filter((subdisk) => subdisk.diskId === diskId).map((subdisk) => subdisk.plexId));
    const plexes = imported.plexes.filter((plex) => there.has(plex.id));
    const kept = plexes.filter((plex) => good.has(plex.id)).map((plex) => plex.name);
    const copied = plexes.filter((plex) => !good.has(plex.id)).map((plex) => plex.name);
    return [
      `What was written to ${disk} since the sides parted is lost${copied.length === 0 ? '' : `: ${copied.join(', ')} copied whole`}.`,
      ...(kept.length === 0 ? [] : [`There is no other copy of ${kept.join(', ')}: what that side left on ${disk} is taken as it is.`]),
    ];
  });
}
