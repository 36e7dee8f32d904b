/** Disks of imported groups that a person takes back: `vxdisk reactivate` and `vxdisk merge`. The group's runtime looks at them. */
import type { DiskMerge, DiskReactivate } from '../model/command.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import { hostPlan } from './command-outcome.ts';
import type { DiskCommandWorld, Outcome } from './command-outcome.ts';
import { announceDisk, groupOf } from './disk-attaching.ts';
import { absentNamed, findAttachment } from './name-resolution.ts';
import type { RunningGroup } from './running-groups.ts';

type Sentences = Result<readonly string[], Refusal>;

export async function reactivateDisk(world: DiskCommandWorld, command: DiskReactivate, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const missing = absentNamed(world.disks, world.store, command.disk);
  if (missing !== null) return lookForMissing(world, command, dryRun, missing.refusal);
  const found = findAttachment(world.disks, world.store, command.disk);
  if (!found.ok) return found;
  const member = memberOf(world, found.value);
  if (!member.ok) return member;
  const disk = world.disks.openingOf(found.value);
  const done = await member.value.link.request({ kind: 'diskReactivates', disk, dryRun }) as Sentences;
  if (done.ok && !dryRun) world.disks.tookIn([found.value]);
  world.refreshViews();
  return done.ok ? success({ plan: hostPlan(command, done.value), names: [] }) : done;
}

/** A disk that is away is looked for; when it has come back it is taken in like one that came by itself. */
async function lookForMissing(
  world: DiskCommandWorld, command: DiskReactivate, dryRun: boolean, gone: Refusal,
): Promise<Result<Outcome, Refusal>> {
  const plan = hostPlan(command, [`${command.disk} is looked for, and taken in again when it is back.`]);
  if (dryRun) return success({ plan, names: [] });
  const came = await world.disks.attachListed();
  for (const attachment of came) await announceDisk(world, attachment);
  world.refreshViews();
  return absentNamed(world.disks, world.store, command.disk) === null ? success({ plan, names: came.map(attachmentName) }) : failure(gone);
}

/** The imported group that the disk is a member of, and no copy. */
function memberOf({ disks, groups }: DiskCommandWorld, attachment: Attachment): Result<RunningGroup, Refusal> {
  const subject = { kind: 'disk', name: attachmentName(attachment) } as const;
  const original = disks.originalOf(attachment);
  if (original !== '') {
    return failure(refusal('disk.copied', subject, { original },
      { kind: 'command', command: { command: 'disk.renewids', locations: [attachment.place.location] } }));
  }
  const group = groupOf(groups, attachment);
  if (group !== null) return success(group);
  const { header } = attachment.inspection;
  if (header === null || header.groupId === '') {
    return failure(refusal('disk.not-in-group', subject, {}, 'Use it as it is: a disk in no group is free.'));
  }
  const running = groups.find(header.groupId);
  if (running !== null) {
    return failure(refusal('disk.not-in-group', subject, { group: running.name },
      'It was replaced or taken out while it was away. To use it as an empty disk: vxdg adddisk -f.'));
  }
  const { stamp, groupName } = header;
  const code = stamp === null ? 'group.not-imported' : 'group.foreign';
  return failure(refusal(code, { kind: 'group', name: groupName, id: header.groupId },
    stamp === null ? { status: 'deported' } : { host: stamp.name, hostId: stamp.id },
    { kind: 'command', command: { command: 'group.import', group: groupName, clearStamp: stamp !== null, force: false } }));
}

/** All are looked at before one is taken in. */
export async function mergeDisks(world: DiskCommandWorld, command: DiskMerge, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const members: { readonly attachment: Attachment; readonly group: RunningGroup }[] = [];
  for (const name of command.disks) {
    const found = findAttachment(world.disks, world.store, name);
    if (!found.ok) return found;
    const group = memberOf(world, found.value);
    if (!group.ok) return group;
    members.push({ attachment: found.value, group: group.value });
  }
  const plan: string[] = [];
  for (const dry of dryRun ? [true] : [true, false]) {
    plan.length = 0;
    for (const { attachment, group } of members) {
      const request = { kind: 'diskMerges', disk: world.disks.openingOf(attachment), dryRun: dry } as const;
      const merged = await group.link.request(request) as Sentences;
      if (!merged.ok) return merged;
      plan.push(...merged.value);
    }
  }
  if (!dryRun) world.disks.tookIn(members.map(({ attachment }) => attachment));
  if (!dryRun) await world.disks.refresh(members.map(({ attachment }) => attachment));
  world.refreshViews();
  return success({ plan: hostPlan(command, plan), names: [] });
}
