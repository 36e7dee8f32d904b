/**
 * The commands about attached disks, which the host itself carries out: attach, detach, rescan, set, renewids. Each is
 * planned first; a dry run ends there.
 */
import type { DiskCommand, DiskRenewIds, DiskRescan, DiskSet } from '../model/command.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import { hostPlan } from './command-outcome.ts';
import type { DiskCommandWorld, Outcome } from './command-outcome.ts';
import { announceDisk, attachDisks, detachDisk, groupOf } from './disk-attaching.ts';
import { restoreGroup } from './group-restore.ts';
import { noticeVanished } from './disk-presence.ts';
import { mergeDisks, reactivateDisk } from './member-commands.ts';
import { resizeDisk } from './disk-resize.ts';
import { attachmentByName, findAttachment } from './name-resolution.ts';

export async function runDiskCommand(
  world: DiskCommandWorld, command: DiskCommand, dryRun: boolean, actor: string,
): Promise<Result<Outcome, Refusal>> {
  switch (command.command) {
    case 'disk.attach': return attachDisks(world, command, dryRun);
    case 'disk.detach': return detachDisk(world, command, dryRun);
    case 'disk.rescan': return rescan(world, command, dryRun);
    case 'disk.set': return setTags(world, command, dryRun, actor);
    case 'disk.restore': return restoreGroup(world, command, dryRun);
    case 'disk.resize': return resizeDisk(world, command, dryRun, actor);
    case 'disk.reactivate': return reactivateDisk(world, command, dryRun);
    case 'disk.merge': return mergeDisks(world, command, dryRun);
    case 'disk.renewids': return renewIds(world, command, dryRun);
  }
}

/** Looks for what is absent, and again into every disk that no running group uses. */
async function rescan(world: DiskCommandWorld, command: DiskRescan, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const plan = hostPlan(command, ['Disks that were not found are looked for again; disks in no imported group are read again.']);
  if (dryRun) return success({ plan, names: [] });
  const { disks, groups } = world;
  await noticeVanished(world);
  await disks.refresh(disks.all().filter((attachment) => groupOf(groups, attachment) === null));
  const came = await disks.attachListed();
  for (const attachment of came) await announceDisk(world, attachment);
  world.refreshViews();
  return success({ plan, names: came.map(attachmentName) });
}

/** The tags of a member are its group's; those of any other disk are the host's. */
async function setTags(world: DiskCommandWorld, command: DiskSet, dryRun: boolean, actor: string): Promise<Result<Outcome, Refusal>> {
  const { disks, groups, store } = world;
  const found = findAttachment(disks, store, command.disk);
  if (!found.ok) return found;
  const attachment = found.value;
  const name = attachmentName(attachment);
  const group = disks.originalOf(attachment) === '' ? groupOf(groups, attachment) : null;
  if (group !== null) {
    const result = await group.link.execute({ command: { ...command, disk: name }, dryRun, actor });
    return result.ok ? success({ plan: result.value, names: [] }) : result;
  }
  const { enclosure = attachment.entry.enclosure, site = attachment.entry.site } = command;
  const plan = hostPlan(command, [`${name} is tagged enclosure=${enclosure} site=${site}.`]);
  if (dryRun) return success({ plan, names: [] });
  const tagged = disks.tag(attachment, { enclosure, site });
  if (!tagged.ok) return tagged;
  world.refreshViews();
  return success({ plan, names: [] });
}

async function renewIds(world: DiskCommandWorld, command: DiskRenewIds, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const { disks } = world;
  const attachments: Attachment[] = [];
  for (const location of command.locations) {
    const attachment = attachmentByName(disks, location);
    const fault = attachment === null ? null : renewFault(world, attachment);
    if (fault !== null) return failure(fault);
    if (attachment !== null) attachments.push(attachment);
  }
  const locations = command.locations.map((location) => attachmentByName(disks, location)?.place.location ?? location);
  const plan = hostPlan(command, locations.map((location) => `${location} gets ids of its own; its data stays.`));
  if (dryRun) return success({ plan, names: [] });
  const renewed = await world.renewIds(locations);
  if (!renewed.ok) return renewed;
  await disks.refresh(attachments);
  world.refreshViews();
  return success({ plan, names: attachments.map(attachmentName) });
}

function renewFault({ disks, groups }: DiskCommandWorld, attachment: Attachment): Refusal | null {
  const subject = { kind: 'disk', name: attachmentName(attachment) } as const;
  if (attachment.entry.readOnly) return refusal('disk.read-only', subject, {}, 'Detach it and attach it without -r.');
  const group = disks.originalOf(attachment) === '' ? groupOf(groups, attachment) : null;
  if (group === null) return null;
  return refusal('disk.in-group', subject, { group: group.name },
    { kind: 'command', command: { command: 'group.deport', group: group.name, force: false } });
}
