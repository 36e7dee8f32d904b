/** What people type, and the objects that they mean: disks by name, id or path; volumes by name, letter, GUID or device path. */
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { nameKey, sameName } from '../model/name-rules.ts';
import { isCalled, parseVolumeReference } from '../model/volume-reference.ts';
import { attachmentName, hostDiskName } from './attached-disks.ts';
import type { AbsentDisk, AttachedDisks, Attachment } from './attached-disks.ts';
import { diskPlace } from './disk-finding.ts';
import type { FoundVolume } from './contract.ts';
import { adviceForUnknown } from './nearest-names.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * An attached disk by host name, id, path, or the name that a group gives it. A group's own names are known for the group
 * that is asked about; without one they must be unique on this host.
 */
export function findAttachment(disks: AttachedDisks, store: ObjectStore, name: string, groupId = ''): Result<Attachment, Refusal> {
  const direct = attachmentByName(disks, name);
  if (direct !== null) return success(direct);
  const views = store.ofKind('disk').filter((view) => nameKey(view.internalName) === nameKey(name)
    && (groupId === '' || view.groupId === groupId));
  const [view] = views;
  if (view !== undefined && views.length === 1) {
    const attachment = disks.originals().get(view.id);
    if (attachment !== undefined) return success(attachment);
    return failure(refusal('disk.gone', { kind: 'disk', name, id: view.id }, { location: view.location },
      'Bring the file or device back to its folder, then run vxdisk rescan.'));
  }
  const hostNames = disks.all().map(attachmentName);
  if (views.length > 1) {
    return failure(refusal('disk.unknown', { kind: 'disk', name },
      { known: views.map((candidate) => `${candidate.name} (${candidate.groupName})`) },
      'Several groups have a disk of that name: use the name that the host gives it.'));
  }
  return failure(refusal('disk.unknown', { kind: 'disk', name }, { known: hostNames.slice(0, 8) },
    adviceForUnknown('disk', name, hostNames)));
}

/** A disk of the list that is not found, by the name that the host or its group gives it, or by its id; null when none fits. */
export function absentNamed(disks: AttachedDisks, store: ObjectStore, name: string): AbsentDisk | null {
  const view = store.ofKind('disk').find((candidate) => candidate.status === 'missing'
    && [candidate.name, candidate.internalName, candidate.id].some((known) => known !== '' && nameKey(known) === nameKey(name)));
  return disks.absent().find(({ entry }) => nameKey(hostDiskName(entry.number)) === nameKey(name)
    || (view !== undefined && entry.diskId === view.id)) ?? null;
}

export function findAttachments(
  disks: AttachedDisks, store: ObjectStore, names: readonly string[], groupId = '',
): Result<readonly Attachment[], Refusal> {
  const found: Attachment[] = [];
  for (const name of names) {
    const attachment = findAttachment(disks, store, name, groupId);
    if (!attachment.ok) return attachment;
    found.push(attachment.value);
  }
  return success(found);
}

/** Host name, id of the disk or of the attachment, or path; null when none of these fits. */
export function attachmentByName(disks: AttachedDisks, name: string): Attachment | null {
  const key = nameKey(name);
  const byName = disks.all().find((attachment) => nameKey(attachmentName(attachment)) === key || attachment.attachment === key);
  if (byName !== undefined) return byName;
  const byId = disks.originals().get(key);
  if (byId !== undefined) return byId;
  if (!/[/\\]/.test(name)) return null;
  const place = diskPlace(name);
  return disks.all().find((attachment) => place.ok && attachment.place.identity === place.value.identity) ?? null;
}

/** The started or stopped volume of an imported group that is meant. `group` may be empty, a name, or an id. */
export function findVolume(store: ObjectStore, name: string, group: string): Result<FoundVolume, Refusal> {
  const volumes = store.ofKind('volume').filter((volume) => group === '' || volume.groupId === group || sameName(volume.groupName, group));
  const reference = parseVolumeReference(name);
  const found = volumes.filter((volume) => isCalled(volume, reference));
  const [volume] = found;
  const subject = { kind: 'volume', name } as const;
  if (volume === undefined) {
    const names = volumes.map((candidate) => candidate.name);
    return failure(refusal('volume.unknown', subject, { group }, adviceForUnknown('volume', name, names)));
  }
  if (found.length > 1) {
    const groups = found.map((candidate) => candidate.groupName);
    return failure(refusal('volume.unknown', subject, { groups, reason: `disk groups ${groups.join(', ')} each have one` },
      'Name the group with -gDG.'));
  }
  return success({ volumeId: volume.id, volume: volume.name, group: volume.groupName });
}
