/**
 * May this host import the group, and with which configuration? Decision 0002, as a pure function of what the present
 * disks say, who asks, and what our witness has seen.
 */
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import { cutShortReason, dataEndBytes } from '../model/disk-layout.ts';
import type { DiskId, GroupId } from '../model/identity.ts';
import type { Command } from '../model/command.ts';
import { refusal, type Evidence, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { plexesBehind } from './disks-behind.ts';
import { byAge, candidatesOf, forkSides, knowsLess, newestOf, type Candidate, type ForkSide } from './import-sides.ts';

export interface DiskEvidence {
  readonly diskId: DiskId;
  readonly hostName: string;
  /** Of its device, now. */
  readonly sizeBytes: number;
  /** The serial number that its header bears. */
  readonly serial: number;
  /** Sound configurations of this group in its slots, in any order. */
  readonly configurations: readonly GroupConfiguration[];
  readonly futureVersion: boolean;
  /** A slot is written and unsound: it may have borne something newer. */
  readonly damagedSlot?: boolean;
}

export interface ImportQuestion {
  readonly groupId: GroupId;
  readonly groupName: string;
  readonly host: HostStamp;
  readonly disks: readonly DiskEvidence[];
  /** 0 when this host has never seen a configuration of the group published. */
  readonly witnessSequence: number;
  /** No attempt of this host took a higher one; 0 when it knows nothing of the group. */
  readonly foreseenSequence: number;
  readonly clearStamp: boolean;
  readonly force: boolean;
  /** A disk of the side of a fork that goes on. */
  readonly selectedCopy?: string | undefined;
}

export type ImportGround = 'all holders' | 'own stamp and witness' | 'deported and a majority' | 'force' | 'chosen side';

export interface ImportDecision {
  readonly configuration: GroupConfiguration;
  readonly ground: ImportGround;
  /** Those that can be members: what they say of the group was heard, and they are whole. */
  readonly presentDiskIds: ReadonlySet<DiskId>;
  /** Disks that are there and shorter than the configuration says; why, as the end of a sentence. Absent, and never written. */
  readonly cutShort: ReadonlyMap<DiskId, string>;
  readonly absentDiskIds: readonly DiskId[];
  /** Present holders that bear less than what was published with their names: put back from a copy, or they lost a slot. */
  readonly behindDiskIds: readonly DiskId[];
  /** Present members that went on as another side of a fork: what was written to them there is lost. */
  readonly givenUpDiskIds: readonly DiskId[];
  /** The serial number that each member is expected to bear from the first commit on. */
  readonly serials: ReadonlyMap<DiskId, number>;
  /** No commit may take this sequence or a lower one: some disk bears it, or may. */
  readonly sequenceFloor: number;
}

/** Some present disk was in an import that this configuration knows nothing of. */
function refuted(candidate: Candidate, disks: readonly DiskEvidence[]): boolean {
  return disks.some((disk) => knowsLess(candidate.configuration, disk));
}

function describeSide({ configuration, bearers }: Candidate): string {
  const names = bearers.map((disk) => configuration.disks.find((record) => record.id === disk.diskId)?.name ?? disk.hostName);
  const { sequence, stamp } = configuration;
  return `${names.join(', ')}: sequence ${sequence}, ${stamp === null ? 'deported' : `last imported by ${stamp.name}`}`;
}

function importCommand(question: ImportQuestion, with_: { clearStamp?: boolean; force?: boolean }): Command {
  return {
    command: 'group.import', group: question.groupName, clearStamp: question.clearStamp || with_.clearStamp === true,
    force: question.force || with_.force === true,
    ...(question.selectedCopy === undefined ? {} : { selectedCopy: question.selectedCopy }),
  };
}

function subjectOf(question: ImportQuestion) {
  return { kind: 'group', name: question.groupName, id: question.groupId } as const;
}

function forkRefusal(question: ImportQuestion, sides: readonly Candidate[]): Refusal {
  return refusal('group.fork', subjectOf(question), { sides: sides.map(describeSide) },
    `Look at both sides, and choose the one that goes on: vxsplitlines -g${question.groupName}`);
}

/** The side that a person chose, by a disk that bears its newest configuration. */
function chosenSide(question: ImportQuestion, selectedCopy: string): Result<ForkSide, Refusal> {
  const sides = forkSides(question.disks);
  if (sides.length === 0) {
    const evidence = { argument: 'selectcp', reason: 'chooses a side of a fork, and there is none' };
    return failure(refusal('argument.invalid', subjectOf(question), evidence,
      { kind: 'command', command: importCommand({ ...question, selectedCopy: undefined }, {}) }));
  }
  const side = sides.find(({ configuration, bearers }) => bearers.some((disk) =>
    disk.diskId === selectedCopy && newestOf(disk)?.commitId === configuration.commitId));
  if (side !== undefined) return success(side);
  return failure(refusal('disk.unknown', { kind: 'disk', name: selectedCopy },
    { known: sides.flatMap(({ bearers }) => bearers.slice(0, 1).map((disk) => disk.diskId)) }, 'Name a disk of one side by its id.'));
}

function damagedRefusal(question: ImportQuestion): Refusal {
  return refusal('group.damaged', subjectOf(question), { disks: question.disks.map((disk) => disk.hostName) },
    'Attach another disk of the group; none of these has an undamaged copy of the configuration.');
}

function futureRefusal(question: ImportQuestion): Refusal {
  return refusal('disk.future-version', subjectOf(question), {
    disks: question.disks.filter((disk) => disk.futureVersion).map((disk) => disk.hostName),
  }, 'Import the group with the newer release that wrote these disks.');
}

/** The configuration to go on with: decision 0002, Import, 1 and 2. */
function choose(question: ImportQuestion, candidates: readonly Candidate[]): Result<Candidate, Refusal> {
  const standing = candidates.filter((candidate) => !refuted(candidate, question.disks)).sort(byAge);
  const [newest] = standing;
  if (newest !== undefined) return success(newest);
  const sides = forkSides(question.disks);
  if (sides.length > 0) return failure(forkRefusal(question, sides));
  const [old] = [...candidates].sort(byAge);
  if (old === undefined) return failure(damagedRefusal(question));
  if (question.force) return success(old);
  return failure(absentRefusal(question, old.configuration));
}

/** Where no witness tells how new the rest is, a damaged slot may have borne something newer. */
function absentHolders(question: ImportQuestion, configuration: GroupConfiguration): readonly DiskId[] {
  const bearing = new Set(question.disks
    .filter((disk) => disk.configurations.length > 0 && (question.witnessSequence > 0 || disk.damagedSlot !== true))
    .map((disk) => disk.diskId));
  return configuration.holders.filter((holder) => !bearing.has(holder));
}

function nameOf(configuration: GroupConfiguration, diskId: DiskId): string {
  return configuration.disks.find((disk) => disk.id === diskId)?.name ?? diskId;
}

function absentRefusal(question: ImportQuestion, configuration: GroupConfiguration, behind: Evidence = {}): Refusal {
  const absent = absentHolders(question, configuration).map((holder) => nameOf(configuration, holder));
  return refusal('group.holders-absent', subjectOf(question), {
    ...behind, absent, sequence: configuration.sequence, witnessSequence: question.witnessSequence,
    found: question.disks.length, members: configuration.disks.length,
  }, { kind: 'command', command: importCommand(question, { force: true }) });
}

/** A commit that was torn and never witnessed leaves nobody behind. */
function behindHolders({ disks, witnessSequence }: ImportQuestion, { holders, sequence }: GroupConfiguration): readonly DiskId[] {
  const published = Math.min(sequence, witnessSequence);
  return disks.filter((disk) => holders.includes(disk.diskId) && (newestOf(disk)?.sequence ?? 0) < published)
    .map((disk) => disk.diskId);
}

/**
 * The refusal when a volume could be served only from disks that are behind; null when none is. A disk whose newest slot
 * cannot be read has lost a record, not been put back: it may serve what has no other copy.
 */
function behindRefusal(
  question: ImportQuestion, configuration: GroupConfiguration, behind: readonly DiskId[], present: ReadonlySet<DiskId>,
): Refusal | null {
  const damaged = new Set(question.disks.filter((disk) => disk.damagedSlot === true).map((disk) => disk.diskId));
  const putBack = behind.filter((diskId) => !damaged.has(diskId));
  const { neededDiskIds, volumesWithout } = plexesBehind(configuration, new Set(putBack), present);
  if (neededDiskIds.size === 0 || question.force) return null;
  return absentRefusal(question, configuration, {
    behind: [...neededDiskIds].map((diskId) => nameOf(configuration, diskId)), volumes: volumesWithout.map((volume) => volume.name),
  });
}

/** Why the group may be imported without force; null when it may not: decision 0002, Import, 4. */
function groundFor(question: ImportQuestion, configuration: GroupConfiguration): ImportGround | null {
  const absent = absentHolders(question, configuration).length;
  const { stamp, sequence, holders } = configuration;
  if (question.witnessSequence > sequence) return null;
  if (absent === 0) return 'all holders';
  if (stamp?.id === question.host.id && question.witnessSequence > 0) return 'own stamp and witness';
  if (stamp === null && (holders.length - absent) * 2 > holders.length) return 'deported and a majority';
  return null;
}

function duplicateOf(disks: readonly DiskEvidence[]): DiskEvidence | undefined {
  return disks.find((disk, index) => disks.findIndex((other) => other.diskId === disk.diskId) !== index);
}

/** What lay behind their end is lost, and a write there would put zeros in its place. */
function cutShortDisks({ disks }: ImportQuestion, configuration: GroupConfiguration): ReadonlyMap<DiskId, string> {
  return new Map(disks.flatMap(({ diskId, sizeBytes }): [DiskId, string][] => {
    const record = configuration.disks.find((candidate) => candidate.id === diskId);
    const reason = record === undefined ? '' : cutShortReason(record, sizeBytes);
    return reason === '' ? [] : [[diskId, reason]];
  }));
}

function allCutShort({ disks, groupName }: ImportQuestion, configuration: GroupConfiguration): Refusal | null {
  for (const { diskId, hostName, sizeBytes } of disks) {
    const record = configuration.disks.find((candidate) => candidate.id === diskId);
    if (record === undefined) continue;
    return refusal('disk.too-small', { kind: 'disk', name: hostName, id: diskId }, { sizeBytes, smallestBytes: dataEndBytes(record) },
      `It was cut short, as was every disk of ${groupName} that is here. Put a whole one back, then import the group.`);
  }
  return null;
}

function raisedSerials(
  { disks, selectedCopy }: ImportQuestion, configuration: GroupConfiguration, cutShort: ReadonlyMap<DiskId, string>,
): ReadonlyMap<DiskId, number> {
  const present = new Map(disks.filter((disk) => !cutShort.has(disk.diskId)).map((disk) => [disk.diskId, disk.serial]));
  const apart = selectedCopy !== undefined || configuration.disks.some((record) => !present.has(record.id));
  const raise = apart && !sabotaged('serial-not-raised') ? 1 : 0;
  return new Map(configuration.disks.map((record) => {
    const serial = present.get(record.id);
    return [record.id, serial === undefined ? record.serial : Math.max(serial, record.serial) + raise];
  }));
}

/**
 * A disk that is not here, or does not show all that it bears, may bear attempts that were never published, a member or not: one
 * that was to become a member too. None must ever look as new as ours.
 */
function sequenceFloor({ disks, foreseenSequence }: ImportQuestion): number {
  return Math.max(foreseenSequence, ...disks.flatMap((disk) => disk.configurations.map((candidate) => candidate.sequence)));
}

export function decideImport(question: ImportQuestion): Result<ImportDecision, Refusal> {
  const { disks, host } = question;
  const copy = duplicateOf(disks);
  if (copy !== undefined) {
    return failure(refusal('disk.copied', { kind: 'disk', name: copy.hostName, id: copy.diskId }, {
      disks: disks.filter((disk) => disk.diskId === copy.diskId).map((disk) => disk.hostName),
    }, 'Detach one of the two, or give the copy ids of its own with vxdisk renewids.'));
  }
  if (disks.some((disk) => disk.futureVersion)) return failure(futureRefusal(question));
  const side = question.selectedCopy === undefined ? null : chosenSide(question, question.selectedCopy);
  const chosen = side ?? choose(question, candidatesOf(disks));
  if (!chosen.ok) return chosen;
  const { configuration } = chosen.value;
  if (configuration.stamp !== null && configuration.stamp.id !== host.id && !question.clearStamp) {
    return failure(refusal('group.foreign', subjectOf(question), { host: configuration.stamp.name, hostId: configuration.stamp.id },
      { kind: 'command', command: importCommand(question, { clearStamp: true }) }));
  }
  const givenUpDiskIds = side?.ok === true ? side.value.otherDiskIds : [];
  const natural = side !== null ? 'chosen side' : sabotaged('import-stale-disk') ? 'all holders' : groundFor(question, configuration);
  if (natural === null && !question.force) return failure(absentRefusal(question, configuration));
  const members = new Set(configuration.disks.map((record) => record.id));
  const cutShort = cutShortDisks(question, configuration);
  const presentDiskIds = new Set(disks.map((disk) => disk.diskId).filter((diskId) => members.has(diskId) && !cutShort.has(diskId)));
  const nothingWhole = presentDiskIds.size === 0 ? allCutShort(question, configuration) : null;
  if (nothingWhole !== null) return failure(nothingWhole);
  const absentDiskIds = [...members].filter((diskId) => !presentDiskIds.has(diskId));
  const behindDiskIds = behindHolders(question, configuration);
  const tooOld = side === null ? behindRefusal(question, configuration, behindDiskIds, presentDiskIds) : null;
  if (tooOld !== null) return failure(tooOld);
  return success({
    configuration, ground: natural ?? 'force', presentDiskIds, cutShort,
    absentDiskIds, behindDiskIds, givenUpDiskIds, serials: raisedSerials(question, configuration, cutShort),
    sequenceFloor: sequenceFloor(question),
  });
}
