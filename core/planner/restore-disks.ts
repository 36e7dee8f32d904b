/**
 * Which disks a lost group's configuration is written to, and what is written. Pure.
 *
 * A disk is known by its id, wherever a trace of it is left (either header, the table of contents, a slot). One without any
 * trace is taken only for a disk of its size where no other could be meant or a person names it, and only with `-f`.
 * What is written is newer than what any disk or this host has seen, bears no stamp, and counts every volume as in use at a
 * crash: what was equal before the loss is not believed.
 */
import type { DiskRestore } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, DiskId } from '../model/identity.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { formatSize } from '../model/size-text.ts';
import { chooseHolders } from './holders.ts';

/** An attached disk, and what is left on it. */
export interface RestoreCandidate {
  readonly hostName: string;
  readonly location: string;
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  /** What else was recognised on it, with its article; empty when nothing was. */
  readonly holds: string;
  /** A later release wrote to it. */
  readonly futureVersion: boolean;
  /** The id of the disk that it was; empty when no trace is left. */
  readonly diskId: string;
  readonly groupId: string;
  readonly groupName: string;
  /** Of the newest sound configuration on it; null when there is none. */
  readonly newest: { readonly sequence: number; readonly commitId: string } | null;
}

export interface RestoreQuestion {
  readonly command: DiskRestore;
  readonly configuration: GroupConfiguration;
  readonly candidates: readonly RestoreCandidate[];
  /** The same for each restore of this configuration, so that one that was cut off can be repeated. */
  readonly commitId: CommitId;
  /** The highest sequence that this host has published, or may have tried to; 0 when none. */
  readonly foreseenSequence: number;
}

export interface RestoreAssignment {
  readonly record: DiskRecord;
  readonly candidate: RestoreCandidate;
  /** Nothing on the disk says that it is this one. */
  readonly byHand: boolean;
}

export interface RestorePlan {
  readonly after: GroupConfiguration;
  readonly assignments: readonly RestoreAssignment[];
  readonly summary: readonly string[];
  readonly warnings: readonly string[];
}

export function planRestore(question: RestoreQuestion): Result<RestorePlan, Refusal> {
  const { configuration, candidates, command, commitId } = question;
  const newer = newerRefusal(question);
  if (newer !== null) return failure(newer);
  const matched = matchDisks(question);
  if (!matched.ok) return matched;
  const assignments = matched.value;
  for (const assignment of assignments) {
    const fault = diskFault(assignment, configuration, command);
    if (fault !== null) return failure(fault);
  }
  const lost = configuration.disks.filter((record) => assignments.every((assignment) => assignment.record.id !== record.id));
  if ((lost.length > 0 && !command.force) || assignments.length === 0) return failure(unmatchedRefusal(question, lost, assignments));
  const guessed = assignments.filter(({ byHand }) => byHand);
  if (guessed.length > 0 && !command.force) return failure(tracelessRefusal(question, guessed, assignments));
  const seen = candidates.flatMap(({ groupId, newest }) => (groupId === configuration.id && newest?.commitId !== commitId
    ? newest?.sequence ?? [] : []));
  const sequence = Math.max(configuration.sequence, question.foreseenSequence, ...seen) + 1;
  return success({ after: restored(question, assignments, sequence), assignments, ...wordsOf(question, assignments, lost) });
}

function newerRefusal({ configuration, candidates, commitId }: RestoreQuestion): Refusal | null {
  if (sabotaged('restore-over-newer')) return null;
  const newer = candidates.filter(({ groupId, newest }) => groupId === configuration.id && newest !== null
    && newest.sequence > configuration.sequence && newest.commitId !== commitId);
  const [first] = newer;
  if (first === undefined) return null;
  const { id, name, sequence } = configuration;
  return refusal('restore.newer', { kind: 'group', name, id },
    { disks: newer.map(({ hostName }) => hostName), found: first.newest?.sequence ?? 0, sequence },
    { kind: 'command', command: { command: 'group.import', group: id, clearStamp: false, force: false } });
}

function matchDisks(question: RestoreQuestion): Result<readonly RestoreAssignment[], Refusal> {
  const { command, configuration } = question;
  const named = namedDisks(question);
  if (!named.ok) return named;
  const { pool, byName } = named.value;
  const assignments: RestoreAssignment[] = [];
  const taken = new Set<string>();
  const assign = (record: DiskRecord, candidate: RestoreCandidate): void => {
    taken.add(candidate.hostName);
    assignments.push({ record, candidate, byHand: candidate.diskId !== record.id });
  };
  for (const record of configuration.disks) {
    const candidate = byName.get(record.id) ?? pool.find(({ diskId }) => diskId === record.id);
    if (candidate !== undefined) assign(record, candidate);
  }
  const open = configuration.disks.filter((record) => assignments.every((assignment) => assignment.record !== record));
  const free = pool.filter(({ hostName, diskId }) => diskId === '' && !taken.has(hostName));
  for (const record of open) {
    const fitting = free.filter(({ sizeBytes, hostName }) => sizeBytes === record.sizeBytes && !taken.has(hostName));
    const rivals = open.filter((other) => other.sizeBytes === record.sizeBytes);
    const where = fitting.find(({ location }) => location === record.lastAccess);
    const only = fitting.length === 1 && rivals.length === 1 ? fitting[0] : undefined;
    const candidate = where ?? only;
    if (candidate !== undefined) assign(record, candidate);
  }
  return assignments.length > 0 || command.disks.length === 0 ? success(assignments)
    : failure(unmatchedRefusal(question, configuration.disks, []));
}

interface NamedDisks {
  readonly pool: readonly RestoreCandidate[];
  readonly byName: ReadonlyMap<DiskId, RestoreCandidate>;
}

/** `Disk1=Harddisk3` says which is which; other names say which disks may be taken. */
function namedDisks({ command, configuration, candidates }: RestoreQuestion): Result<NamedDisks, Refusal> {
  const byName = new Map<DiskId, RestoreCandidate>();
  const pool: RestoreCandidate[] = [];
  for (const word of command.disks) {
    const [left = '', right] = word.split(/=(.*)/s);
    const candidate = candidates.find(({ hostName, location }) => sameName(hostName, right ?? left) || location === (right ?? left));
    if (candidate === undefined) {
      return failure(refusal('disk.unknown', { kind: 'disk', name: right ?? left },
        { known: candidates.map(({ hostName }) => hostName).slice(0, 8) },
        'Attach the disk first: vxdisk attach PATH'));
    }
    if (right === undefined) pool.push(candidate);
    const record = right === undefined ? undefined : configuration.disks.find((disk) => sameName(disk.name, left));
    if (record !== undefined) byName.set(record.id, candidate);
    else if (right !== undefined) {
      return failure(refusal('disk.unknown', { kind: 'disk', name: left },
        { known: configuration.disks.map(({ name }) => name).slice(0, 8) },
        'Name a disk of the backup before the sign, and an attached one behind it.'));
    }
  }
  return success({ pool: pool.length === 0 && byName.size === 0 ? candidates : pool, byName });
}

function diskFault({ record, candidate }: RestoreAssignment, configuration: GroupConfiguration, command: DiskRestore): Refusal | null {
  const { hostName, diskId, groupId, groupName, sizeBytes, readOnly, holds, futureVersion } = candidate;
  const subject = diskId === '' ? { kind: 'disk', name: hostName } as const : { kind: 'disk', name: hostName, id: diskId } as const;
  if (groupId !== '' && groupId !== configuration.id) {
    return refusal('disk.in-group', subject, { group: groupName }, 'Name another disk, or take this one out of its group first.');
  }
  if (diskId !== '' && diskId !== record.id) {
    return refusal('restore.unmatched', { kind: 'group', name: configuration.name, id: configuration.id },
      { disks: [record.name], reason: `${hostName} bears the id of another disk` }, 'Name the disk that it was.');
  }
  if (sizeBytes < record.sizeBytes) {
    return refusal('disk.too-small', subject, { sizeBytes, smallestBytes: record.sizeBytes }, 'Name the disk that it was.');
  }
  if (futureVersion) return refusal('disk.future-version', subject, {}, 'Restore it with that version of Plexus, or name another disk.');
  if (readOnly) return refusal('disk.read-only', subject, {}, 'Detach it and attach it without -r.');
  if (holds !== '' && !command.force) {
    return refusal('disk.holds-data', subject, { holds }, { kind: 'command', command: { ...command, force: true } });
  }
  return null;
}

function unmatchedRefusal(
  { configuration, command }: RestoreQuestion, lost: readonly DiskRecord[], assignments: readonly RestoreAssignment[],
): Refusal {
  const { id, name } = configuration;
  const reason = 'no attached disk bears its id, and none without any id can be told to be it';
  const wanted = lost.map((disk) => `${disk.name} (${formatSize(disk.sizeBytes)}, was ${disk.lastAccess})`);
  return refusal('restore.unmatched', { kind: 'group', name, id }, { disks: wanted, reason }, assignments.length === 0
    ? `Attach its disks, and say which is which: vxdg restore ${command.file} ${lost[0]?.name ?? 'Disk1'}=Harddisk0`
    : 'Attach the disks that are missing, say which is which (Disk1=Harddisk0), or go on without them with -f.');
}

function tracelessRefusal(
  { configuration, command }: RestoreQuestion, guessed: readonly RestoreAssignment[], assignments: readonly RestoreAssignment[],
): Refusal {
  const { id, name } = configuration;
  const disks = guessed.map(({ record, candidate }) => `${record.name} (it would be ${candidate.hostName}, ${candidate.location})`);
  return refusal('restore.unmatched', { kind: 'group', name, id }, { disks, reason: 'nothing on them says which disks they are' }, {
    kind: 'command',
    command: { ...command, force: true, disks: assignments.map(({ record, candidate }) => `${record.name}=${candidate.hostName}`) },
  });
}

function restored(
  { configuration, commitId }: RestoreQuestion, assignments: readonly RestoreAssignment[], sequence: number,
): GroupConfiguration {
  const places = new Map(assignments.map(({ record, candidate }) => [record.id, candidate.location]));
  const disks = configuration.disks.map((record) => {
    const lastAccess = places.get(record.id);
    return lastAccess === undefined ? record : { ...record, lastAccess, serial: record.serial + 1 };
  });
  const plexes = configuration.plexes.map((plex) =>
    ({ ...plex, missed: null, state: plex.state === 'CLEAN' ? 'ACTIVE' as const : plex.state }));
  const copies = (volumeId: string): number => plexes.filter((plex) => plex.volumeId === volumeId && plex.state === 'ACTIVE').length;
  return {
    ...configuration, sequence, commitId, stamp: null, disks, plexes,
    holders: chooseHolders(disks, (record) => places.has(record.id), []),
    volumes: configuration.volumes.map((volume) => ({ ...volume, state: copies(volume.id) > 1 ? 'SYNC' : 'ACTIVE' })),
    logs: configuration.logs.map((log) => ({ ...log, state: 'STALE' })),
  };
}

function wordsOf(
  { configuration }: RestoreQuestion, assignments: readonly RestoreAssignment[], lost: readonly DiskRecord[],
): Pick<RestorePlan, 'summary' | 'warnings'> {
  const { name, sequence } = configuration;
  return {
    summary: [
      `Disk group ${name} comes back as of sequence ${sequence}, deported: import it afterwards with vxdg -g${name} import`,
      ...assignments.map(({ record, candidate }) => `${candidate.hostName} (${candidate.location}) becomes ${record.name}: its first `
        + `${formatSize(record.dataStartBytes)}, the private region, are written; the data behind it stays.`),
      'Every volume counts as in use at a crash: mirrors are made equal after the import.',
    ],
    warnings: [
      'What happened after this configuration was kept is not known: a plex that missed writes since counts as good.',
      ...assignments.filter(({ byHand }) => byHand)
        .map(({ record, candidate }) => `Nothing on ${candidate.hostName} says that it is ${record.name}; if it is not, volumes will `
          + 'hold nonsense.'),
      ...lost.map((record) => `Disk ${record.name} is not there; the import needs -f, and plexes on it are stale.`),
    ],
  };
}
