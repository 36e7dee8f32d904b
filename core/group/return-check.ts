/**
 * What a disk that comes back says of itself, held against the running group: may it be a member again, and can what lies on it
 * be believed? Decision 0002, "Disks that come back". Nothing is written before this has been answered.
 */
import type { Command } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { cutShortReason, dataEndBytes } from '../model/disk-layout.ts';
import type { DiskId, Subject } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { newestConfiguration, type DiskReading } from './disk-reader.ts';
import type { ReadDisk } from './group-import.ts';
import { plexesBehind } from './disks-behind.ts';

/** `return`: by itself, or by an attach. `merge`: an administrator took it in, whoever wrote to it last. */
export type ArrivalClaim = 'return' | 'merge';

export interface ReturnQuestion {
  readonly configuration: GroupConfiguration;
  readonly hostId: string;
  /** The highest serial number that its header may bear. */
  expectedSerial(record: DiskRecord): number;
  /** The newest configuration that this host saw published with the disk among its holders; 0 when none. */
  readonly knownSequence: number;
  readonly usableDiskIds: ReadonlySet<DiskId>;
  /** It is another file than the one that left, or was written to since. A copy of a disk bears the same records. */
  readonly changedWhileAway: boolean;
}

export interface ReturnJudgement {
  readonly record: DiskRecord;
  /** It was put back from a copy, lost a record, or was another host's: its plexes are copied whole, its logs written anew. */
  readonly distrusted: boolean;
  /** Why; empty when it is trusted. */
  readonly reason: string;
  /** Volumes that have no other copy: they take what is on the disk. */
  readonly onlyHere: readonly string[];
}

function subjectOf({ opening, reading }: ReadDisk): Subject {
  return { kind: 'disk', name: opening.hostName, id: reading.header.diskId };
}

/** Copies of records that are there and unsound, but for those that were never written. */
function lostRecord({ slots }: DiskReading): boolean {
  return slots.some((slot) => !slot.ok && slot.error.reason !== 'absent');
}

/** Why the disk is no member of the running group as it is; null when its identity fits. */
function identityRefusal(disk: ReadDisk, question: ReturnQuestion, record: DiskRecord | undefined): Refusal | null {
  const { configuration } = question;
  const { reading: { header, damage, slots }, opening, device } = disk;
  const subject = subjectOf(disk);
  if (header.groupId !== configuration.id || record === undefined) {
    return refusal('disk.not-in-group', subject, { group: configuration.name },
      { kind: 'command', command: { command: 'group.adddisk', group: configuration.name, disks: [opening.hostName], force: true } });
  }
  const errors = [...damage, ...slots.flatMap((slot) => (slot.ok ? [] : [slot.error]))];
  if (errors.some((error) => error.reason === 'future-version')) {
    return refusal('disk.future-version', subject, {}, 'Import the group with the newer release that wrote the disk.');
  }
  const expected = question.expectedSerial(record);
  if (header.serial > expected) {
    const evidence = { serial: header.serial, expected, reason: 'it was imported without the others and may hold newer data' };
    return refusal('group.fork', subject, evidence,
      `Deport the group, then look at both sides and choose one: vxsplitlines -g${configuration.name}`);
  }
  if (cutShortReason(record, device.sizeBytes) !== '') {
    return refusal('disk.too-small', subject, { sizeBytes: device.sizeBytes, smallestBytes: dataEndBytes(record) },
      `It was cut short. Put the whole disk back, or another one in its place: vxdg -g${configuration.name} repldisk ${record.name}=NEW`);
  }
  return null;
}

export function judgeReturn(disk: ReadDisk, claim: ArrivalClaim, question: ReturnQuestion): Result<ReturnJudgement, Refusal> {
  const { header } = disk.reading;
  const record = question.configuration.disks.find((candidate) => candidate.id === header.diskId);
  const misfit = identityRefusal(disk, question, record);
  if (misfit !== null || record === undefined) return failure(misfit as Refusal);
  const merge: Command = { command: 'disk.merge', disks: [disk.opening.hostName] };
  const foreign = header.stamp !== null && header.stamp.id !== question.hostId;
  if (foreign && claim === 'return') {
    return failure(refusal('group.foreign', subjectOf(disk), { host: header.stamp?.name ?? '', hostId: header.stamp?.id ?? '' },
      { kind: 'command', command: merge }));
  }
  const sequence = newestConfiguration(disk.reading)?.sequence ?? 0;
  const older = sequence < question.knownSequence && !sabotaged('returned-disk-not-checked');
  const damaged = lostRecord(disk.reading);
  const only = plexesBehind(question.configuration, new Set([record.id]), new Set([...question.usableDiskIds, record.id])).volumesWithout;
  const onlyHere = only.map((volume) => volume.name);
  if (older && !damaged && onlyHere.length > 0 && claim === 'return') {
    return failure(refusal('disk.put-back', subjectOf(disk), { sequence, knownSequence: question.knownSequence, volumes: onlyHere },
      { kind: 'command', command: merge }));
  }
  const reason = foreign ? `host ${header.stamp?.name ?? ''} had it last`
    : older ? `it bears sequence ${sequence} and had ${question.knownSequence}: it was put back from a copy`
      : damaged ? 'it lost a record'
        : question.changedWhileAway ? 'it is another file than the one that left, or was written to since: it may be an older copy' : '';
  return success({ record, distrusted: reason !== '', reason, onlyHere });
}
