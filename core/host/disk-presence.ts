/**
 * Attached disks of imported groups whose file or device has gone from its path, or whose path leads elsewhere now. The group goes on
 * without such a disk, if it can; it stays on the host's list and is taken in again when it is back. A file that was deleted while a
 * volume needs it lives on until the host ends: that is told, loudly, and left as it is.
 */
import { open, realpath, stat } from 'node:fs/promises';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import type { DiskCommandWorld } from './command-outcome.ts';
import { groupOf } from './disk-attaching.ts';
import { systemReason } from './state-folder.ts';

/** A path that does not answer in this time is not said to be gone. */
const answerMilliseconds = 2_000;

/** Why the place is not the disk's any more, as the end of a sentence; empty while it is, or while nobody can tell. */
export async function whyGone({ place }: Attachment): Promise<string> {
  if (place.type !== 'image file' && place.type !== 'block device') return '';
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<string>((resolve) => (timer = setTimeout(() => resolve(''), answerMilliseconds)));
  try {
    return await Promise.race([lookAt(place.location, place.identity), silent]);
  } finally {
    clearTimeout(timer);
  }
}

const goneCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENXIO', 'ENODEV', 'ENOMEDIUM']);

async function lookAt(location: string, identity: string): Promise<string> {
  try {
    const facts = await stat(await realpath(location), { bigint: true });
    const found = facts.isBlockDevice() ? `device ${facts.rdev}` : `file ${facts.dev}:${facts.ino}`;
    if (found !== identity) return `another file or device lies at ${location}`;
    if (!facts.isBlockDevice()) return '';
    await (await open(location, 'r')).close();
    return '';
  } catch (error) {
    return goneCodes.has((error as NodeJS.ErrnoException).code ?? '') ? `${location} is gone (${systemReason(error)})` : '';
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
    const reason = await whyGone(attachment);
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
