/**
 * The sides of a fork: configurations that refute each other, each with the disks that went with it. Pure. A disk went with the side
 * that it does not refute; one that refutes none bears what was there before they parted, and goes with either.
 */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import type { DiskEvidence } from './import-decision.ts';

export interface Candidate {
  readonly configuration: GroupConfiguration;
  readonly bearers: readonly DiskEvidence[];
}

export interface ForkSide extends Candidate {
  /** Present members that this side knows nothing newer of. */
  readonly diskIds: readonly DiskId[];
  /** Present members that went on without it. */
  readonly otherDiskIds: readonly DiskId[];
}

export function candidatesOf(disks: readonly DiskEvidence[]): readonly Candidate[] {
  const byCommit = new Map<string, { configuration: GroupConfiguration; bearers: DiskEvidence[] }>();
  for (const disk of disks) {
    for (const configuration of disk.configurations) {
      const known = byCommit.get(configuration.commitId);
      if (known === undefined) byCommit.set(configuration.commitId, { configuration, bearers: [disk] });
      else known.bearers.push(disk);
    }
  }
  return [...byCommit.values()];
}

/** Newest first; of one sequence, the one that more disks bear, then by commit id so that the answer is always the same. */
export function byAge(one: Candidate, other: Candidate): number {
  return other.configuration.sequence - one.configuration.sequence || other.bearers.length - one.bearers.length
    || (one.configuration.commitId < other.configuration.commitId ? -1 : 1);
}

/** The disk was in an import that this configuration knows nothing of. */
export function knowsLess(configuration: GroupConfiguration, disk: DiskEvidence): boolean {
  const record = configuration.disks.find((candidate) => candidate.id === disk.diskId);
  return record !== undefined && disk.serial > record.serial;
}

export function newestOf(disk: DiskEvidence): GroupConfiguration | undefined {
  return [...disk.configurations].sort((one, other) => other.sequence - one.sequence)[0];
}

/** Its own bearers took part in a later import: it is merely old, not the newest word of another side. */
function outlived(candidate: Candidate): boolean {
  return candidate.bearers.every((disk) => knowsLess(candidate.configuration, disk));
}

/** Empty unless every configuration is refuted and some disk still stands by its own. */
export function forkSides(disks: readonly DiskEvidence[]): readonly ForkSide[] {
  const candidates = candidatesOf(disks);
  if (candidates.some(({ configuration }) => disks.every((disk) => !knowsLess(configuration, disk)))) return [];
  const newest = (candidate: Candidate) =>
    candidate.bearers.some((disk) => newestOf(disk)?.commitId === candidate.configuration.commitId);
  const ends = candidates.filter((candidate) => !outlived(candidate) && newest(candidate)).sort(byAge);
  // What refutes no other is from before they parted: shown only where nothing else tells of two sides.
  const sides = ends.filter((end) => candidates.some(({ configuration }) => end.bearers.some((disk) => knowsLess(configuration, disk))));
  return (sides.length > 1 ? sides : ends).map((candidate) => {
    const members = disks.filter((disk) => candidate.configuration.disks.some((record) => record.id === disk.diskId));
    const others = members.filter((disk) => knowsLess(candidate.configuration, disk)).map((disk) => disk.diskId);
    return { ...candidate, diskIds: members.map((disk) => disk.diskId).filter((diskId) => !others.includes(diskId)), otherDiskIds: others };
  });
}
