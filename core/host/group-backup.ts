/** The text of a backup of a group, imported or on attached disks. */
import { encodeBackup } from '../format/backup-file.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { findGroup } from './group-commands.ts';
import type { GroupCommandWorld } from './group-commands.ts';

export function backupOf(world: GroupCommandWorld, name: string): Result<{ readonly text: string }, Refusal> {
  const running = world.groups.find(name);
  if (running !== null) {
    return success({ text: textOf(world, running.status.configuration, new Set(running.status.presentDiskIds)) });
  }
  const found = findGroup(world, name);
  if (!found.ok) return found;
  const { configuration, attachments, id, name: groupName } = found.value;
  if (configuration === null) {
    return failure(refusal('group.damaged', { kind: 'group', name: groupName, id }, {},
      'Restore it from an older backup: vxdg restore FILE'));
  }
  return success({ text: textOf(world, configuration, new Set(attachments.flatMap(({ inspection }) => inspection.header?.diskId ?? []))) });
}

function textOf(world: GroupCommandWorld, configuration: GroupConfiguration, present: ReadonlySet<string>): string {
  const originals = world.disks.originals();
  return encodeBackup({
    at: new Date().toISOString(), hostName: world.host.name, configuration,
    disks: configuration.disks.map(({ id, name, lastAccess, sizeBytes }) => ({
      id, name, location: originals.get(id)?.place.location ?? lastAccess, sizeBytes, present: present.has(id),
    })),
  });
}
