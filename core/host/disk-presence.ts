/**
 * Attached disks of imported groups whose file or device has gone from its path, or whose path leads elsewhere now. The group goes on
 * without such a disk, if it can; it stays on the host's list and is taken in again when it is back. A file that was deleted while a
 * volume needs it lives on until the host ends: that is told, loudly, and left as it is. A file that became shorter has lost data: its
 * group is told, and fails the disk.
 */
import { open, realpath, stat } from 'node:fs/promises';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import type { DiskCommandWorld } from './command-outcome.ts';
import { groupOf } from './disk-attaching.ts';
import { systemReason } from './state-folder.ts';

/** A path that does not answer in this time is not said to be gone. */
const answerMilliseconds = 2_000;

interface Presence {
  readonly gone: string;
  /** The file is shorter than it was when it was attached. */
  readonly isShort: boolean;
}

const inPlace: Presence = { gone: '', isShort: false };

/** Why the place is not the disk's any more, as the end of a sentence; empty while it is, or while nobody can tell. */
export async function whyGone(attachment: Attachment): Promise<string> {
  return (await presenceOf(attachment)).gone;
}

async function presenceOf({ place, sizeBytes }: Attachment): Promise<Presence> {
  if (place.type !== 'image file' && place.type !== 'block device') return inPlace;
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<Presence>((resolve) => (timer = setTimeout(() => resolve(inPlace), answerMilliseconds)));
  try {
    return await Promise.race([lookAt(place.location, place.identity, sizeBytes), silent]);
  } finally {
    clearTimeout(timer);
  }
}

const goneCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENXIO', 'ENODEV', 'ENOMEDIUM']);

async function lookAt(location: string, identity: string, sizeBytes: number): Promise<Presence> {
  try {
    const facts = await stat(await realpath(location), { bigint: true });
    const found = facts.isBlockDevice() ? `device ${facts.rdev}` : `file ${facts.dev}:${facts.ino}`;
    if (found !== identity) return { gone: `another file or device lies at ${location}`, isShort: false };
    if (!facts.isBlockDevice()) return { gone: '', isShort: facts.size < sizeBytes };
    await (await open(location, 'r')).close();
    return inPlace;
  } catch (error) {
    const isGone = goneCodes.has((error as NodeJS.ErrnoException).code ?? '');
    return isGone ? { gone: `${location} is gone (${systemReason(error)})`, isShort: false } : inPlace;
  }
}

/** True when a disk was found gone and let go. */
export async function noticeVanished(world: DiskCommandWorld): Promise<boolean> {
  let found = false;
  for (const attachment of world.disks.all()) {
    const group = world.disks.originalOf(attachment) === '' ? groupOf(world.groups, attachment) : null;
    const diskId = attachment.inspection.header?.diskId ?? '';
    if (group === null || !group.status.presentDiskIds.includes(diskId)) continue;
    const subject = { kind: 'disk', name: attachmentName(attachment), id: diskId } as const;
    const { gone: reason, isShort } = await presenceOf(attachment);
    if (isShort && !group.status.failedDiskIds.includes(diskId)) await group.link.request({ kind: 'diskLooksShort', diskId });
    if (reason === '') {
      world.alerts.clear('disk.path-gone', subject);
      continue;
    }
    const letGo = await group.link.request({ kind: 'diskVanished', diskId, reason });
    if (letGo.ok) {
      world.alerts.clear('disk.path-gone', subject);
      await world.disks.lose(attachment, reason);
      found = true;
    } else if (!world.alerts.list().some((alert) =>
      alert.code === 'disk.path-gone' && alert.subject.id === diskId && alert.state !== 'cleared')) {
      world.alerts.raise({
        severity: 'critical', code: 'disk.path-gone', subject, evidence: { reason },
        message: `The path of ${subject.name} is gone (${reason}), and a volume has no other copy. It is served until the host ends, `
          + 'and lost then: copy it elsewhere now, or add a mirror.',
      });
    }
  }
  if (found) world.refreshViews();
  return found;
}
