/** The alerts of a disk group: what happened to which object, and what a person can do. One function an alert. */
import type { IoError } from '../device/ports.ts';
import type { AlertCode } from '../model/alert-kinds.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, PlexId, Subject, VolumeId } from '../model/identity.ts';
import type { Evidence } from '../model/refusal.ts';
import type { PlexDifferences } from '../volume/plex-differences.ts';
import type { RuntimeAlert } from './runtime-protocol.ts';

/** Ranges that an alert about differing plexes lists. */
const rangesInEvidenceMaximum = 64;

type AlertSeverity = RuntimeAlert['severity'];

function alert(severity: AlertSeverity, code: AlertCode, subject: Subject, message: string, evidence: Evidence): RuntimeAlert {
  return { severity, code, subject, message, evidence, cleared: false };
}

export function cleared(code: AlertCode, subject: Subject): RuntimeAlert {
  return { severity: 'information', code, subject, message: '', evidence: {}, cleared: true };
}

export function groupSubject(configuration: GroupConfiguration): Subject {
  return { kind: 'group', name: configuration.name, id: configuration.id };
}

export function diskSubject(configuration: GroupConfiguration, diskId: DiskId): Subject {
  return { kind: 'disk', name: configuration.disks.find((disk) => disk.id === diskId)?.name ?? diskId, id: diskId };
}

export function volumeSubject(configuration: GroupConfiguration, volumeId: VolumeId): Subject {
  return { kind: 'volume', name: configuration.volumes.find((volume) => volume.id === volumeId)?.name ?? volumeId, id: volumeId };
}

export function plexSubject(configuration: GroupConfiguration, plexId: PlexId): Subject {
  return { kind: 'plex', name: configuration.plexes.find((plex) => plex.id === plexId)?.name ?? plexId, id: plexId };
}

export function plexStale(configuration: GroupConfiguration, plexId: PlexId, reason: string): RuntimeAlert {
  const subject = plexSubject(configuration, plexId);
  return alert('error', 'plex.stale', subject,
    `Plex ${subject.name} missed a write (${reason}) and is stale. Check its disk and attach it again; `
      + 'the plex is then brought up to date.',
    { reason, ...diskOfPlex(configuration, plexId) });
}

export function plexesDiffer(subject: Subject, findings: string, { ranges, differingBytes }: PlexDifferences): RuntimeAlert {
  const places = ranges.slice(0, rangesInEvidenceMaximum).map(({ offsetBytes, lengthBytes }) => `${lengthBytes} at ${offsetBytes}`);
  return alert('critical', 'volume.plexes-differ', subject, `The plexes of volume ${subject.name} differ. ${findings}.`,
    { differingBytes, ranges: ranges.length, places });
}

export function diskInAnotherFile(configuration: GroupConfiguration, diskId: DiskId): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  const location = configuration.disks.find((disk) => disk.id === diskId)?.lastAccess ?? '';
  return alert('warning', 'disk.another-file', subject,
    `Disk ${subject.name} lies in another file than before (${location}), which may be an older copy. Plexes there of volumes that were in `
      + 'use are copied whole from the others, where there are others.', { location });
}

export function diskFailed(configuration: GroupConfiguration, diskId: DiskId, error: IoError): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  return alert('critical', 'disk.failed', subject,
    `Disk ${subject.name} failed a flush (${error.message}) and is out of use. Detach it, check it, and attach it again.`,
    { error: error.code, message: error.message });
}

export function diskMissing(configuration: GroupConfiguration, diskId: DiskId, reason: string): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  const where = configuration.disks.find((disk) => disk.id === diskId)?.lastAccess ?? '';
  return alert('error', 'disk.missing', subject,
    `Disk ${subject.name} is missing: ${reason}. Bring it back to ${where} and it is taken in again by itself; if it is lost, put another `
    + `in its place: vxdg -g${configuration.name} repldisk ${subject.name}=NEW`, { reason, location: where });
}

/** Found by a disk in use; at an import it is missing, for the same reason. */
export function diskCutShort(configuration: GroupConfiguration, diskId: DiskId, error: IoError): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  return alert('critical', 'disk.failed', subject,
    `Disk ${subject.name} was cut short and is out of use: what lay behind its end is lost. Put another in its place: vxdg `
      + `-g${configuration.name} repldisk ${subject.name}=NEW`, { error: error.code, message: error.message });
}

/** `told`: what was done, clauses without a full stop; a sentence that stands for itself ends with one. */
export function diskReturned(configuration: GroupConfiguration, diskId: DiskId, away: string, told: readonly string[]): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  const clauses = told.filter((clause) => !clause.endsWith('.'));
  const sentences = told.filter((clause) => clause.endsWith('.'));
  return alert('information', 'disk.returned', subject,
    [`${subject.name} was away for ${away}; ${clauses.join(', ') || 'its plexes were given up'}.`, ...sentences].join(' '), { away });
}

export function holderLeftOut(configuration: GroupConfiguration, diskId: DiskId, error: IoError): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  return alert('warning', 'holder.left-out', subject,
    `Disk ${subject.name} did not take a commit (${error.message}) and holds no configuration any more. Check it and attach it again.`,
    { error: error.code, message: error.message });
}

export function groupFrozen(configuration: GroupConfiguration, reason: string): RuntimeAlert {
  const subject = groupSubject(configuration);
  return alert('critical', 'group.frozen', subject,
    `Disk group ${subject.name} is frozen: ${reason}. Another host has taken it over, and its volumes answer EIO here. Let it go: vxdg `
      + `-g${subject.name} -f deport`,
    { reason });
}

export function noHolder(configuration: GroupConfiguration): RuntimeAlert {
  const subject = groupSubject(configuration);
  return alert('critical', 'group.no-holder', subject,
    `Disk group ${subject.name} has no disk left that takes a commit; writes that need one fail. Attach one of its disks again.`,
    { sequence: configuration.sequence });
}

export function volumeFailed(configuration: GroupConfiguration, volumeId: VolumeId, reason: string): RuntimeAlert {
  const subject = volumeSubject(configuration, volumeId);
  return alert('critical', 'volume.failed', subject,
    `Volume ${subject.name} has no usable plex: ${reason}. Attach the missing disks again.`, { reason });
}

export function volumeLeftStopped(configuration: GroupConfiguration, volumeId: VolumeId, error: IoError): RuntimeAlert {
  const subject = volumeSubject(configuration, volumeId);
  return alert('critical', 'volume.left-stopped', subject,
    `Volume ${subject.name} was closed for a command that was refused, and could not be opened again: ${error.message}. `
    + 'Attach a disk of the group that takes commits, then start the volume.', { error: error.code, message: error.message });
}

export function volumeRecovering(configuration: GroupConfiguration, volumeId: VolumeId): RuntimeAlert {
  const subject = volumeSubject(configuration, volumeId);
  return alert('information', 'volume.recovering', subject,
    `Volume ${subject.name} was in use at an unclean stop; its plexes are being made equal. It can be used meanwhile.`, {});
}

export function copyFailed(configuration: GroupConfiguration, plexId: PlexId, error: IoError): RuntimeAlert {
  const subject = plexSubject(configuration, plexId);
  return alert('error', 'plex.copy-failed', subject,
    `The copy to plex ${subject.name} failed (${error.message}). Check its disk and attach it again.`,
    { error: error.code, message: error.message, ...diskOfPlex(configuration, plexId) });
}

/** It is gone again, and the volume is as it was before. */
export function mirrorNotAdded(configuration: GroupConfiguration, volumeId: VolumeId, error: IoError): RuntimeAlert {
  const subject = volumeSubject(configuration, volumeId);
  return alert('error', 'volume.mirror-not-added', subject,
    `Volume ${subject.name} got no new mirror: its copy failed (${error.message}). The volume is as it was before. Check the disks, then `
      + `add the mirror again: vxassist -g${configuration.name} mirror ${subject.name}`, { error: error.code, message: error.message });
}

/** The one disk that the plex lies on; nothing where it lies on several. */
function diskOfPlex({ subdisks, disks }: GroupConfiguration, plexId: PlexId): Evidence {
  const [diskId, ...others] = new Set(subdisks.filter((subdisk) => subdisk.plexId === plexId).map((subdisk) => subdisk.diskId));
  return diskId === undefined || others.length > 0 ? {} : { diskId, disk: disks.find(({ id }) => id === diskId)?.name ?? diskId };
}

export function hostFull(configuration: GroupConfiguration, diskId: DiskId): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  return alert('critical', 'space.host-full', subject,
    `The file system under disk ${subject.name} is full; a write to it was given up. Free space there.`, {});
}

export function privateRegionDamaged(configuration: GroupConfiguration, diskId: DiskId, damage: readonly string[]): RuntimeAlert {
  const subject = diskSubject(configuration, diskId);
  return alert('warning', 'disk.region-damaged', subject,
    `The private region of disk ${subject.name} was damaged (${damage.join('; ')}) and has been written again. Check the disk.`,
    { damage });
}
