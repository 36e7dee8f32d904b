/** Disks that are to become members, for init and adddisk: may they, and what is their record? */
import type { GroupAddDisk, GroupInit } from '../model/command.ts';
import type { DiskRecord } from '../model/configuration.ts';
import { dataAreaOf, dataLengthMinimumBytes } from '../model/disk-layout.ts';
import type { DiskId, Subject } from '../model/identity.ts';
import { disksPerGroupMaximum, sectorBytes, smallestDiskBytes } from '../model/limits.ts';
import { firstFreeName, nameKey } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { candidateNamed, diskSubject, unknownDisk } from './find-objects.ts';
import type { CandidateDisk, PlanningContext } from './planning-context.ts';

/** The serial number that a disk's header bears from its first day in a group (engine.md 2.6). */
const firstSerial = 1;

export interface Joining {
  readonly records: readonly DiskRecord[];
  readonly summary: readonly string[];
}

export function joinDisks(
  command: GroupInit | GroupAddDisk,
  group: Subject,
  members: readonly DiskRecord[],
  context: PlanningContext,
): Result<Joining, Refusal> {
  if (command.disks.length === 0)
    return failure(
      refusal('argument.invalid', group, { argument: 'disks', reason: 'must name one disk or more' }, 'Name one or more disks.'),
    );
  if (members.length + command.disks.length > disksPerGroupMaximum) {
    return failure(refusal('limit.reached', group, { limit: 'disks', maximum: disksPerGroupMaximum }, 'Make another disk group for them.'));
  }
  const joining: CandidateDisk[] = [];
  for (const name of command.disks) {
    const candidate = candidateNamed(name, context);
    if (candidate === undefined) return failure(unknownDisk(name, context));
    if (joining.includes(candidate))
      return failure(
        refusal(
          'argument.invalid',
          diskSubject(name, candidate.diskId),
          { argument: 'disks', reason: 'names it twice' },
          'Name each disk once.',
        ),
      );
    const unfit = unfitness(command, candidate, members, context);
    if (unfit !== null) return failure(unfit);
    joining.push(candidate);
  }
  return success(records(command, joining, members, context));
}

function unfitness(
  command: GroupInit | GroupAddDisk,
  disk: CandidateDisk,
  members: readonly DiskRecord[],
  context: PlanningContext,
): Refusal | null {
  const name = disk.hostName === '' ? disk.internalName : disk.hostName;
  const subject = diskSubject(name, disk.diskId);
  if (members.some((member) => member.id === disk.diskId))
    return refusal('disk.in-group', subject, { group: command.group }, 'Leave it out: it is a member already.');
  if (!disk.attached)
    return refusal(
      'disk.gone',
      subject,
      { location: disk.location, state: 'not attached' },
      { kind: 'command', command: { command: 'disk.rescan' } },
    );
  if (context.failedDiskIds.has(disk.diskId))
    return refusal(
      'disk.gone',
      subject,
      { location: disk.location, state: 'out of use after an error' },
      { kind: 'command', command: { command: 'disk.rescan' } },
    );
  if (disk.groupImported && disk.groupName !== command.group) {
    return refusal(
      'disk.in-group',
      subject,
      { group: disk.groupName },
      { kind: 'command', command: { command: 'group.rmdisk', group: disk.groupName, disks: [name] } },
    );
  }
  if (disk.readOnly) return refusal('disk.read-only', subject, { location: disk.location }, 'Detach it and attach it again without -r.');
  if (disk.sizeBytes < smallestDiskBytes || dataAreaOf(disk.sizeBytes).dataLengthBytes < dataLengthMinimumBytes) {
    return refusal('disk.too-small', subject, { sizeBytes: disk.sizeBytes, smallestBytes: smallestDiskBytes }, 'Use a larger disk.');
  }
  const holds = whatItHolds(disk);
  if (holds === '' || command.force) return null;
  return refusal('disk.holds-data', subject, { holds, location: disk.location }, { kind: 'command', command: { ...command, force: true } });
}

function whatItHolds(disk: CandidateDisk): string {
  if (disk.holds !== '') return disk.holds;
  return disk.groupName === '' ? '' : `disk group ${disk.groupName}`;
}

function records(
  command: GroupInit | GroupAddDisk,
  joining: readonly CandidateDisk[],
  members: readonly DiskRecord[],
  context: PlanningContext,
): Joining {
  const taken = new Set(members.map((member) => nameKey(member.name)));
  const made: DiskRecord[] = [];
  const summary: string[] = [];
  for (const candidate of joining) {
    const name = firstFreeName((number) => `Disk${number}`, taken);
    taken.add(nameKey(name));
    const sizeBytes = Math.floor(candidate.sizeBytes / sectorBytes) * sectorBytes;
    const lost = whatItHolds(candidate);
    made.push({
      id: context.newGuid() as DiskId,
      name,
      lastAccess: candidate.location,
      sizeBytes,
      ...dataAreaOf(sizeBytes),
      enclosure: candidate.enclosure,
      site: candidate.site,
      serial: firstSerial,
      failing: false,
    });
    summary.push(`Disk ${candidate.hostName} joins disk group ${command.group} as ${name}${lost === '' ? '' : `; ${lost} on it is lost`}.`);
  }
  return { records: made, summary };
}
