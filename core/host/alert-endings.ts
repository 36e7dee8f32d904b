/**
 * Whether the state that an alert describes has ended: by what its group's runtime says of itself, or by which disks and groups
 * the host sees. The runtime changes a state
 * before it raises the alert, and its messages come in order: a status that comes after an alert knows the state that the alert
 * is about.
 */
import type { RuntimeStatus } from '../group/runtime-protocol.ts';
import type { AlertCode } from '../model/alert-kinds.ts';
import type { PlexState } from '../model/configuration.ts';
import type { AlertView } from '../model/views.ts';

type Ending = (alert: AlertView, status: RuntimeStatus) => boolean;

const upToDate: ReadonlySet<PlexState> = new Set<PlexState>(['ACTIVE', 'CLEAN']);

const plexUpToDate: Ending = ({ subject }, { configuration }) => {
  const plex = configuration.plexes.find(({ id }) => id === subject.id);
  return plex === undefined || upToDate.has(plex.state);
};

const endings: Partial<Record<AlertCode, Ending>> = {
  'disk.failed': ({ subject }, { failedDiskIds }) => !failedDiskIds.includes(subject.id ?? ''),
  'disk.missing': ({ subject }, { missingByDiskId }) => missingByDiskId[subject.id ?? ''] === undefined,
  'holder.left-out': ({ subject }, { leftOutDiskIds }) => !leftOutDiskIds.includes(subject.id ?? ''),
  'plex.stale': plexUpToDate,
  'plex.copy-failed': plexUpToDate,
  'volume.plexes-differ': ({ subject }, { configuration }) =>
    (configuration.volumes.find(({ id }) => id === subject.id)?.differingBytes ?? 0) === 0,
  'volume.failed': (alert, status) =>
    !isStarted(alert, status) || status.healthByVolumeId[alert.subject.id ?? '']?.word !== 'Failed',
  'volume.left-stopped': (alert, status) => isStarted(alert, status) || isGone(alert, status),
  'volume.recovering': ({ subject }, { configuration }) =>
    configuration.volumes.find(({ id }) => id === subject.id)?.state !== 'SYNC',
  'group.frozen': (_alert, { frozenBecause }) => frozenBecause === '',
  'group.no-holder': ({ evidence }, { configuration }) => configuration.sequence > Number(evidence['sequence'] ?? 0),
  'group.runtime-dead': () => true,
  'group.not-imported': () => true,
};

/** What the host sees at this moment, whatever it last read of a disk. */
export interface SeenByHost {
  readonly attachedDiskIds: ReadonlySet<string>;
  /** Host names of disks that are looked for. */
  readonly absentDisks: ReadonlySet<string>;
  /** Members that serve in a group that runs here. */
  readonly servingDiskIds: ReadonlySet<string>;
  /** Running or not. */
  readonly groupIds: ReadonlySet<string>;
}

/** False where what the host sees cannot tell. */
export function hasEndedForHost({ code, subject }: AlertView, seen: SeenByHost): boolean {
  const id = subject.id ?? '';
  switch (code) {
    case 'disk.gone': return !seen.absentDisks.has(subject.name);
    case 'disk.not-taken': return seen.servingDiskIds.has(id) || !seen.attachedDiskIds.has(id);
    case 'disk.path-gone': return !seen.attachedDiskIds.has(id);
    case 'group.not-imported': return !seen.groupIds.has(id);
    default: return false;
  }
}

/** False where a status cannot tell. */
export function hasEnded(alert: AlertView, status: RuntimeStatus): boolean {
  return endings[alert.code]?.(alert, status) ?? false;
}

function isStarted({ subject }: AlertView, { volumes }: RuntimeStatus): boolean {
  return volumes.some(({ volumeId, started }) => volumeId === subject.id && started);
}

function isGone({ subject }: AlertView, { configuration }: RuntimeStatus): boolean {
  return !configuration.volumes.some(({ id }) => id === subject.id);
}
