/** Names that a person typed to records, or the refusal that says what is not known. */
import type { DiskRecord, GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { findVolume } from '../model/volume-reference.ts';
import type { CandidateDisk, PlanningContext } from './planning-context.ts';

export function groupSubject(configuration: GroupConfiguration): Subject {
  return { kind: 'group', name: configuration.name, id: configuration.id };
}

export function volumeSubject(volume: VolumeRecord): Subject {
  return { kind: 'volume', name: volume.name, id: volume.id };
}

export function diskSubject(name: string, diskId: string): Subject {
  return diskId === '' ? { kind: 'disk', name } : { kind: 'disk', name, id: diskId };
}

export function volumeNamed(configuration: GroupConfiguration, name: string): Result<VolumeRecord, Refusal> {
  const volume = findVolume(configuration, name);
  if (volume !== undefined) return success(volume);
  const known = configuration.volumes.map((other) => other.name);
  const advice = known.length === 0 ? `Disk group ${configuration.name} has no volumes yet` : `Name one of ${firstOf(known)}`;
  return failure(refusal('volume.unknown', { kind: 'volume', name }, { group: configuration.name }, `${advice}.`));
}

export function plexNamed(configuration: GroupConfiguration, volume: VolumeRecord, name: string): Result<PlexRecord, Refusal> {
  const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id);
  const found = plexes.find((plex) => sameName(plex.name, name) || plex.id === name);
  if (found !== undefined) return success(found);
  const known = plexes.map((plex) => plex.name);
  return failure(refusal('plex.unknown', { kind: 'plex', name }, { volume: volume.name, known }, `Name one of ${firstOf(known)}.`));
}

/** By the host's name, the group's name or the disk's id; missing members, which have no host name, by the latter two. */
export function memberNamed(configuration: GroupConfiguration, name: string, context: PlanningContext): Result<DiskRecord, Refusal> {
  const candidate = candidateNamed(name, context);
  const byHostName = candidate === undefined ? undefined : configuration.disks.find((disk) => disk.id === candidate.diskId);
  const found = byHostName ?? configuration.disks.find((disk) => sameName(disk.name, name) || disk.id === name);
  if (found !== undefined) return success(found);
  if (candidate === undefined) return failure(unknownDisk(name, context));
  return failure(
    refusal(
      'disk.not-in-group',
      diskSubject(name, candidate.diskId),
      { group: configuration.name },
      {
        kind: 'command',
        command: { command: 'group.adddisk', group: configuration.name, disks: [name], force: false },
      },
    ),
  );
}

/** The host's names come first: a disk named `Disk1` in its group may not hide a disk of that name on the host. */
export function candidateNamed(name: string, context: PlanningContext): CandidateDisk | undefined {
  if (name === '') return undefined;
  return (
    context.disks.find((disk) => sameName(disk.hostName, name)) ??
    context.disks.find((disk) => sameName(disk.internalName, name) || disk.diskId === name)
  );
}

export function unknownDisk(name: string, context: PlanningContext): Refusal {
  const known = context.disks.map((disk) => disk.hostName).filter((hostName) => hostName !== '');
  const advice =
    known.length === 0 ? 'Attach the disk first: vxdisk attach PATH' : `Name one of ${firstOf(known)}, or attach the disk first`;
  return refusal('disk.unknown', { kind: 'disk', name }, {}, `${advice}.`);
}

/** What the disk is called in sentences: as the host names it, if it does. */
export function diskWords(disk: DiskRecord, context: PlanningContext): string {
  const hostName = context.disks.find((candidate) => candidate.diskId === disk.id)?.hostName ?? '';
  return hostName === '' ? disk.name : hostName;
}

export function diskWordsById(configuration: GroupConfiguration, diskId: string, context: PlanningContext): string {
  const record = configuration.disks.find((disk) => disk.id === diskId);
  return record === undefined ? diskId : diskWords(record, context);
}

const namesShownMaximum = 8;

function firstOf(names: readonly string[]): string {
  return names.length <= namesShownMaximum ? names.join(', ') : `${names.slice(0, namesShownMaximum).join(', ')}, ...`;
}
