import type { DiskSet } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { diskSubject, diskWords, memberNamed } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

/** Where a member disk stands, and that its errors are forgotten; what lies on it stays where it is. */
export function setDiskTags(configuration: GroupConfiguration, command: DiskSet, context: PlanningContext): Drafted {
  const member = memberNamed(configuration, command.disk, context);
  if (!member.ok) return member;
  const unusable = command.failing === undefined ? null : stillOut(member.value, context);
  if (unusable !== null) return failure(unusable);
  const { enclosure, site, failing } = member.value;
  const marked = command.failing === undefined && failing;
  const disk = { ...member.value, enclosure: command.enclosure ?? enclosure, site: command.site ?? site, failing: marked };
  const words = (tag: string): string => (tag === '' ? 'none' : tag);
  return success({
    after: { ...configuration, disks: configuration.disks.map((other) => (other.id === disk.id ? disk : other)) },
    summary: [
      `Disk ${diskWords(disk, context)}: enclosure ${words(disk.enclosure)}, site ${words(disk.site)}.`,
      ...(command.failing === undefined ? [] : ['Its errors are forgotten; new subdisks may be put there again.']),
    ],
  });
}

/** To forget errors brings no disk back. */
function stillOut(disk: DiskRecord, context: PlanningContext): Refusal | null {
  const missing = !context.presentDiskIds.has(disk.id);
  if (!missing && !context.failedDiskIds.has(disk.id)) return null;
  const state = missing ? 'missing' : 'out of use after an error';
  return refusal('disk.gone', diskSubject(diskWords(disk, context), disk.id), { state, location: disk.lastAccess },
    { kind: 'command', command: missing ? { command: 'disk.rescan' } : { command: 'disk.reactivate', disk: diskWords(disk, context) } });
}
