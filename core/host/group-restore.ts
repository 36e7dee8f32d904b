/** `vxdg restore`: reads the file, looks for what is left on the attached disks, and writes their private regions anew. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { backupBytesMaximum, decodeBackup } from '../format/backup-file.ts';
import type { GroupBackup } from '../format/backup-file.ts';
import { encodePayload } from '../format/configuration-slot.ts';
import type { DiskHeader } from '../format/disk-header.ts';
import { restoreDisk, traceOfDisk } from '../group/restore-disk.ts';
import type { DiskRestore } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId } from '../model/identity.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Plan } from '../planner/plan.ts';
import { planRestore } from '../planner/restore-disks.ts';
import type { RestoreAssignment, RestoreCandidate, RestorePlan } from '../planner/restore-disks.ts';
import { attachmentByName } from './name-resolution.ts';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import { hostPlan } from './command-outcome.ts';
import type { DiskCommandWorld, Outcome } from './command-outcome.ts';
import { systemReason } from './state-folder.ts';

export async function restoreGroup(world: DiskCommandWorld, command: DiskRestore, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const backup = readBackup(command.file);
  if (!backup.ok) return backup;
  const { configuration } = backup.value;
  const { id, name } = configuration;
  if (world.groups.find(id) !== null) {
    return failure(refusal('group.imported', { kind: 'group', name, id }, {}, 'It needs no restore; deport it first if you must.'));
  }
  await world.disks.refresh(world.disks.all().filter((attachment) => !usedElsewhere(world, attachment)));
  const candidates = await candidatesOf(world);
  const planned = planRestore({
    command: { ...command, disks: command.disks.map((word) => withHostName(world, word)) }, configuration, candidates,
    commitId: restoreCommitId(configuration), foreseenSequence: world.vote(id).foreseenSequence,
  });
  if (!planned.ok) return planned;
  const { after, assignments, summary, warnings } = planned.value;
  const plan: Plan = { ...hostPlan(command, summary, warnings), sequence: configuration.sequence, after };
  if (dryRun) return success({ plan, names: [] });
  const written = await writeDisks(world, planned.value);
  await world.disks.refresh(assignments.flatMap(({ candidate }) => attachmentByName(world.disks, candidate.hostName) ?? []));
  world.refreshViews();
  return written === null ? success({ plan, names: [name] }) : failure(written);
}

function readBackup(file: string): Result<GroupBackup, Refusal> {
  const subject = { kind: 'group', name: '' } as const;
  try {
    const { size } = statSync(file);
    const decoded = size > backupBytesMaximum ? failure('it is too large to be a backup') : decodeBackup(readFileSync(file, 'utf8'));
    if (decoded.ok) return decoded;
    return failure(refusal('backup.invalid', subject, { file, reason: decoded.error },
      'Name a file that vxdg backup has written, or one of the folder configurations of the state folder.'));
  } catch (error) {
    return failure(refusal('backup.invalid', subject, { file, reason: `it cannot be read: ${systemReason(error)}` },
      'Name a file that the host may read.'));
  }
}

/** Two restores of one configuration write the same commit. */
function restoreCommitId({ id, sequence, commitId }: GroupConfiguration): CommitId {
  const digits = createHash('sha256').update(`restore\n${id}\n${sequence}\n${commitId}`).digest('hex');
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)];
  return parts.join('-') as CommitId;
}

function withHostName({ disks }: DiskCommandWorld, word: string): string {
  const [left = '', right] = word.split(/=(.*)/s);
  const attachment = attachmentByName(disks, right ?? left);
  if (attachment === null) return word;
  return right === undefined ? attachmentName(attachment) : `${left}=${attachmentName(attachment)}`;
}

function usedElsewhere({ disks, groups }: DiskCommandWorld, attachment: Attachment): boolean {
  return groups.uses(attachment.inspection.header?.diskId ?? '', attachment.place.location) || disks.originalOf(attachment) !== '';
}

async function candidatesOf(world: DiskCommandWorld): Promise<readonly RestoreCandidate[]> {
  const candidates: RestoreCandidate[] = [];
  for (const attachment of world.disks.all().filter((one) => !usedElsewhere(world, one))) {
    const { header, configuration, holds, futureVersion } = attachment.inspection;
    candidates.push({
      hostName: attachmentName(attachment), location: attachment.place.location, sizeBytes: attachment.sizeBytes,
      readOnly: attachment.entry.readOnly, futureVersion,
      holds: /^a (?:damaged Plexus disk|disk of the Plexus disk group )/.test(holds) ? '' : holds,
      diskId: header?.diskId ?? await traceOf(world, attachment), groupId: header?.groupId ?? '', groupName: header?.groupName ?? '',
      newest: configuration === null ? null : { sequence: configuration.sequence, commitId: configuration.commitId },
    });
  }
  return candidates;
}

async function traceOf({ access }: DiskCommandWorld, { place }: Attachment): Promise<string> {
  const device = await access.open(place.location, true);
  if (!device.ok) return '';
  try {
    return await traceOfDisk(device.value);
  } finally {
    device.value.close();
  }
}

async function writeDisks(world: DiskCommandWorld, { after, assignments }: RestorePlan): Promise<Refusal | null> {
  const payload = encodePayload(after);
  for (const assignment of assignments) {
    const refused = await writeDisk(world, assignment, after, payload);
    if (refused !== null) return refused;
  }
  return null;
}

async function writeDisk(
  world: DiskCommandWorld, { record, candidate }: RestoreAssignment, after: GroupConfiguration, payload: ReturnType<typeof encodePayload>,
): Promise<Refusal | null> {
  const device = await world.access.open(candidate.location, false);
  if (!device.ok) return device.error;
  try {
    const known = attachmentByName(world.disks, candidate.hostName)?.inspection.header?.writes ?? 0;
    const serial = after.disks.find((disk) => disk.id === record.id)?.serial ?? record.serial;
    const header: DiskHeader = {
      diskId: record.id, groupId: after.id, groupName: after.name, stamp: null, serial, failed: false,
      regionBytes: record.dataStartBytes, writes: known + 1,
    };
    const error = await restoreDisk(device.value, header, payload);
    if (error === null) return null;
    return refusal('io.failed', { kind: 'disk', name: candidate.hostName, id: record.id },
      { operation: 'the restore', error: error.code, reason: error.message }, 'Check the disk, then repeat the restore; it begins anew.');
  } finally {
    device.value.close();
  }
}
