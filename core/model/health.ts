/** How well a volume is, derived and never stored: engine.md 1.4 and 1.5. The first rule that fits gives the word. */
import type { GroupConfiguration, PlexRecord, VolumeRecord } from './configuration.ts';
import type { ConfigurationIndex } from './configuration-index.ts';
import { formatSize } from './size-text.ts';
import type { HealthWord, VolumeLayout } from './views.ts';

/** What the runtime knows and the configuration does not say. */
export interface HealthFacts {
  readonly presentDiskIds: ReadonlySet<string>;
  /** Present, but out of use after an error. */
  readonly failedDiskIds: ReadonlySet<string>;
  readonly startedVolumeIds: ReadonlySet<string>;
  /** Volumes whose plexes are being made equal, or to one of whose plexes is being copied. */
  readonly syncingVolumeIds: ReadonlySet<string>;
}

export interface Health {
  readonly word: HealthWord;
  /** One sentence without its full stop; empty for Healthy. */
  readonly reason: string;
  /** Disks that may fail, whichever they are, with the data still there. */
  readonly survivesDisks: number;
}

/** NODEVICE: a disk of it is missing. IOFAIL: one has failed. RECOVER: all are back, and it must be copied. */
export type PlexConditionFlag = 'NODEVICE' | 'IOFAIL' | 'RECOVER';

export function plexConditionFlags(plex: PlexRecord, index: ConfigurationIndex, facts: HealthFacts): readonly PlexConditionFlag[] {
  const diskIds = plexDiskIds(plex, index);
  const flags: PlexConditionFlag[] = [];
  if (diskIds.some((id) => !facts.presentDiskIds.has(id))) flags.push('NODEVICE');
  if (diskIds.some((id) => facts.failedDiskIds.has(id))) flags.push('IOFAIL');
  if (plex.state === 'STALE' && flags.length === 0) flags.push('RECOVER');
  return flags;
}

/** It can serve reads, now or once the volume is started. */
export function plexIsUsable(plex: PlexRecord, index: ConfigurationIndex, facts: HealthFacts): boolean {
  const readable = plex.state === 'ACTIVE' || plex.state === 'CLEAN';
  return readable && plexDiskIds(plex, index).every((id) => facts.presentDiskIds.has(id) && !facts.failedDiskIds.has(id));
}

function plexDiskIds(plex: PlexRecord, index: ConfigurationIndex): readonly string[] {
  return [...new Set((index.subdisksByPlex.get(plex.id) ?? []).map((subdisk) => subdisk.diskId))];
}

export function volumeHealth(volume: VolumeRecord, index: ConfigurationIndex, facts: HealthFacts): Health {
  const plexes = index.plexesByVolume.get(volume.id) ?? [];
  const usable = plexes.filter((plex) => plexIsUsable(plex, index, facts));
  // No disk serves two plexes of a volume, so it takes one disk for each usable plex to lose the data.
  const survivesDisks = Math.max(0, usable.length - 1);
  const started = facts.startedVolumeIds.has(volume.id);
  const differ = volume.differingBytes > 0 ? [`Its plexes were found to differ in ${formatSize(volume.differingBytes)}`] : [];
  const troubles = [...differ, ...plexes.flatMap((plex) => plexTrouble(plex, index, facts))];
  if (usable.length === 0) {
    const allGone = plexes.every((plex) => plexDiskIds(plex, index).every((id) => !facts.presentDiskIds.has(id)));
    return { word: !started && allGone ? 'Missing' : 'Failed', reason: troubles.join('; '), survivesDisks };
  }
  if (started && (volume.state === 'SYNC' || facts.syncingVolumeIds.has(volume.id))) {
    return { word: 'Resynching', reason: ['Its plexes are being made equal', ...troubles].join('; '), survivesDisks };
  }
  const risky = usable.filter((plex) => plexDiskIds(plex, index).some((id) => index.diskById.get(id)?.failing === true));
  const risks = risky.map((plex) => `${plex.name} lies on a disk that had errors`);
  if (troubles.length > 0) {
    const atRisk = risky.length === usable.length;
    return { word: atRisk ? 'Degraded (At Risk)' : 'Degraded', reason: [...troubles, ...risks].join('; '), survivesDisks };
  }
  if (!started) return { word: 'Stopped', reason: 'It is not started', survivesDisks };
  return { word: risky.length > 0 ? 'Healthy (At Risk)' : 'Healthy', reason: risks.join('; '), survivesDisks };
}

/** Why the plex is not as it should be; empty when it is. A plex that is being added is no loss. */
function plexTrouble(plex: PlexRecord, index: ConfigurationIndex, facts: HealthFacts): readonly string[] {
  if (plex.state === 'TEMPRMSD') return [];
  const diskIds = plexDiskIds(plex, index);
  const named = (ids: readonly string[]): string => ids.map((id) => index.diskById.get(id)?.name ?? id).join(', ');
  const missing = diskIds.filter((id) => !facts.presentDiskIds.has(id));
  const failed = diskIds.filter((id) => facts.failedDiskIds.has(id));
  if (missing.length > 0) return [`${plex.name} lacks ${named(missing)}, which is missing`];
  if (failed.length > 0) return [`${plex.name} lacks ${named(failed)}, which has failed`];
  if (plex.state === 'STALE') return [`${plex.name} is stale: it missed a write`];
  return plex.state === 'OFFLINE' ? [`${plex.name} was taken offline`] : [];
}

/** The worst of the volumes' words; `Missing` when only disks are absent that no volume needs now. */
export function groupHealth(configuration: GroupConfiguration, index: ConfigurationIndex, facts: HealthFacts): HealthWord {
  const words = new Set(configuration.volumes.map((volume) => volumeHealth(volume, index, facts).word));
  const bad = (['Failed', 'Missing', 'Degraded (At Risk)', 'Degraded', 'Resynching'] as const).find((word) => words.has(word));
  if (bad !== undefined) return bad === 'Missing' ? 'Failed' : bad;
  if (configuration.disks.some((disk) => !facts.presentDiskIds.has(disk.id))) return 'Missing';
  const risky = configuration.disks.some((disk) => disk.failing || facts.failedDiskIds.has(disk.id));
  return risky || words.has('Healthy (At Risk)') ? 'Healthy (At Risk)' : 'Healthy';
}

export function volumeLayout(volume: VolumeRecord, index: ConfigurationIndex): VolumeLayout {
  const plexes = (index.plexesByVolume.get(volume.id) ?? []).filter((plex) => plex.state !== 'TEMPRMSD');
  const striped = plexes.some((plex) => plex.layout === 'striped');
  if (plexes.length > 1) return striped ? 'mirrored striped' : 'mirrored';
  if (striped) return 'striped';
  const disks = new Set(plexes.flatMap((plex) => plexDiskIds(plex, index)));
  return disks.size > 1 ? 'spanned' : 'concatenated';
}
