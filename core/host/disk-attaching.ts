/** Attaching and detaching: what comes under this host's hand, and what leaves it. Nothing on a disk changes by either. */
import type { DiskAttach, DiskDetach } from '../model/command.ts';
import { shortFileSystems } from '../device/sparse-promises.ts';
import { smallestDiskBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { attachmentName, hostDiskName } from './attached-disks.ts';
import type { AbsentDisk, Attachment } from './attached-disks.ts';
import { hostPlan } from './command-outcome.ts';
import type { DiskCommandWorld, Outcome } from './command-outcome.ts';
import type { RedundancyStep } from '../planner/plan.ts';
import { survivesDisks } from '../planner/redundancy.ts';
import { removeIfThere } from './durable-file.ts';
import { findAttachment } from './name-resolution.ts';
import type { RunningGroup, RunningGroups } from './running-groups.ts';
import { healthFacts } from './volume-views.ts';

/** All or none: what was attached, and made, before one was refused is undone. */
export async function attachDisks(world: DiskCommandWorld, command: DiskAttach, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const { createBytes, locations, readOnly } = command;
  const fault = attachFault(command);
  if (fault !== null) return failure(fault);
  const verb = createBytes === undefined ? 'attached' : `made with ${formatSize(createBytes)} and attached`;
  const plan = hostPlan(command, locations.map((location) => `${location} is ${verb}${readOnly ? ', read-only' : ''}.`),
    createBytes === undefined ? [] : promiseWarnings(world, locations, createBytes));
  if (dryRun) return success({ plan, names: [] });
  const made: string[] = [];
  const attached: Attachment[] = [];
  for (const location of locations) {
    const result = await attachOne(world, location, readOnly, createBytes, made);
    if (!result.ok) {
      for (const attachment of attached) await world.disks.detach(attachment);
      for (const path of made) removeIfThere(path);
      return result;
    }
    attached.push(result.value);
  }
  for (const attachment of attached) await announceDisk(world, attachment);
  world.refreshViews();
  return success({ plan, names: attached.map(attachmentName) });
}

/** Sparse images cost nothing until they are written; then the file system under them may be full. */
function promiseWarnings({ disks }: DiskCommandWorld, locations: readonly string[], createBytes: number): readonly string[] {
  const imagesOn = (device: bigint): string[] => disks.all().filter(({ place }) => place.identity.startsWith(`file ${device}:`))
    .map(({ place }) => place.location);
  return shortFileSystems(locations, createBytes, imagesOn).map(({ folder, promisedBytes, freeBytes }) =>
    `The sparse images on the file system of ${folder} may yet grow by ${formatSize(promisedBytes)}; `
      + `${formatSize(freeBytes)} is free there.`);
}

function attachFault({ locations, createBytes, readOnly }: DiskAttach): Refusal | null {
  const subject = { kind: 'disk', name: locations[0] ?? '' } as const;
  if (locations.length === 0) return refusal('argument.invalid', subject, { argument: 'PATH', reason: 'is missing' },
    'Name at least one file or device.');
  if (createBytes === undefined) return null;
  if (readOnly) {
    return refusal('argument.invalid', subject, { argument: '-r', reason: 'cannot be together with --create' },
      'Leave one of the two out.');
  }
  if (!Number.isSafeInteger(createBytes) || createBytes < 0) {
    return refusal('size.invalid', subject, { given: String(createBytes), reason: 'is not a whole number of bytes' },
      'Give a size such as 1G.');
  }
  if (createBytes >= smallestDiskBytes) return null;
  return refusal('disk.too-small', subject, { sizeBytes: createBytes, smallestBytes: smallestDiskBytes }, 'Make it larger.');
}

async function attachOne(
  world: DiskCommandWorld, location: string, readOnly: boolean, createBytes: number | undefined, made: string[],
): Promise<Result<Attachment, Refusal>> {
  if (createBytes !== undefined) {
    const created = await world.disks.create(location, createBytes);
    if (!created.ok) return created;
    made.push(location);
  }
  return world.disks.attach(location, readOnly);
}

/** A member of an imported group that was missing is handed to its runtime; one that is not taken is an alert. */
export async function announceDisk({ alerts, disks, groups }: DiskCommandWorld, attachment: Attachment): Promise<void> {
  const group = groupOf(groups, attachment);
  if (group === null || disks.originalOf(attachment) !== '') return;
  const taken = await group.link.request({ kind: 'diskArrived', disk: disks.openingOf(attachment) });
  if (taken.ok) disks.tookIn([attachment]);
  const subject = { kind: 'disk', name: attachmentName(attachment), id: attachment.inspection.header?.diskId ?? '' } as const;
  if (taken.ok || taken.error.code === 'disk.copied') return alerts.clear('disk.not-taken', subject);
  const { message } = refusalWords(taken.error);
  const told = alerts.list().some((alert) =>
    alert.code === 'disk.not-taken' && alert.message.endsWith(message) && alert.state !== 'cleared');
  if (told) return;
  alerts.raise({ severity: 'error', code: 'disk.not-taken', subject, evidence: taken.error.evidence, group,
    message: `Disk group ${group.name} goes on without ${subject.name}. ${message}` });
}

/** Attached members that their group did not take: what kept one away may have passed. */
export async function announceRefused(world: DiskCommandWorld): Promise<void> {
  for (const attachment of world.disks.all()) {
    const group = groupOf(world.groups, attachment);
    const diskId = attachment.inspection.header?.diskId ?? '';
    if (group !== null && !group.status.presentDiskIds.includes(diskId)) await announceDisk(world, attachment);
  }
}

/** The imported group whose member the attachment is. */
export function groupOf(groups: RunningGroups, attachment: Attachment): RunningGroup | null {
  const diskId = attachment.inspection.header?.diskId;
  return groups.all().find(({ status }) => status.configuration.disks.some((disk) => disk.id === diskId)) ?? null;
}

export async function detachDisk(world: DiskCommandWorld, command: DiskDetach, dryRun: boolean): Promise<Result<Outcome, Refusal>> {
  const { disks, groups, store } = world;
  const lost = disks.absent().find(({ entry }) => hostDiskName(entry.number).toLowerCase() === command.disk.toLowerCase());
  if (lost !== undefined) return forgetLost(world, command, dryRun, lost);
  const found = findAttachment(disks, store, command.disk);
  if (!found.ok) return found;
  const attachment = found.value;
  const group = disks.originalOf(attachment) === '' ? groupOf(groups, attachment) : null;
  const diskId = attachment.inspection.header?.diskId ?? '';
  const present = group?.status.presentDiskIds.includes(diskId) ?? false;
  const warnings = present ? [`Disk group ${group?.name ?? ''} goes on without it.`] : [];
  const plan = hostPlan(command, [`${attachmentName(attachment)} (${attachment.place.location}) is detached; nothing on it changes.`],
    warnings, present && group !== null ? detachLosses(group, diskId) : []);
  if (present && group !== null) {
    const letGo = await group.link.request({ kind: 'diskLeaves', diskId, dryRun });
    if (!letGo.ok) return failure(memberInUse(attachment, group, letGo.error));
  }
  if (dryRun) return success({ plan, names: [] });
  const detached = await disks.detach(attachment);
  if (!detached.ok) return detached;
  world.refreshViews();
  return success({ plan, names: [] });
}

/** Volumes that survive fewer disks from now on, until the disk is attached again and its plexes have caught up. */
function detachLosses({ status }: RunningGroup, diskId: string): readonly RedundancyStep[] {
  const { configuration } = status;
  const facts = healthFacts(status);
  const without = { ...facts, presentDiskIds: new Set([...facts.presentDiskIds].filter((id) => id !== diskId)) };
  const plexIds = new Set(configuration.subdisks.filter((subdisk) => subdisk.diskId === diskId).map((subdisk) => subdisk.plexId));
  return configuration.volumes.flatMap(({ id, name }): RedundancyStep[] => {
    const survivesBefore = survivesDisks(configuration, id, facts);
    const survivesDuring = survivesDisks(configuration, id, without);
    if (survivesDuring >= survivesBefore) return [];
    const names = configuration.plexes.filter((plex) => plex.volumeId === id && plexIds.has(plex.id)).map((plex) => plex.name);
    const reason = `${names.join(', ')} lies there, and is brought up to date when the disk is attached again`;
    return [{ volumeId: id, volume: name, survivesBefore, survivesDuring, survivesAfter: survivesDuring, reason }];
  });
}

/** What the runtime says stands; the way out is the one that always works. */
function memberInUse(attachment: Attachment, { name, status }: RunningGroup, why: Refusal): Refusal {
  return refusal(why.code, { kind: 'disk', name: attachmentName(attachment) }, { ...why.evidence, group: name },
    { kind: 'command', command: { command: 'group.deport', group: name, force: status.frozenBecause !== '' } });
}

/** A disk of the list that is nowhere to be found is taken off the list, and off its group's hopes until it is attached anew. */
function forgetLost(world: DiskCommandWorld, command: DiskDetach, dryRun: boolean, lost: AbsentDisk): Result<Outcome, Refusal> {
  const plan = hostPlan(command, [`${hostDiskName(lost.entry.number)} (${lost.entry.location}) is no longer looked for.`]);
  if (dryRun) return success({ plan, names: [] });
  const forgotten = world.disks.forget(lost);
  if (!forgotten.ok) return forgotten;
  world.refreshViews();
  return success({ plan, names: [] });
}
