import type { DiskSet } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { diskWords, memberNamed } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

/** Where a member disk stands; what lies on it stays where it is. */
export function setDiskTags(configuration: GroupConfiguration, command: DiskSet, context: PlanningContext): Drafted {
  const member = memberNamed(configuration, command.disk, context);
  if (!member.ok) return member;
  const disk = { ...member.value, enclosure: command.enclosure ?? member.value.enclosure, site: command.site ?? member.value.site };
  const words = (tag: string): string => (tag === '' ? 'none' : tag);
  return success({
    after: { ...configuration, disks: configuration.disks.map((other) => (other.id === disk.id ? disk : other)) },
    summary: [`Disk ${diskWords(disk, context)}: enclosure ${words(disk.enclosure)}, site ${words(disk.site)}.`],
  });
}
