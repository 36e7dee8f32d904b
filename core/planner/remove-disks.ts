import type { GroupRemoveDisk } from '../model/command.ts';
import type { DiskRecord, GroupConfiguration, LogRecord } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { canHold, oneDiskWarnings } from './add-disks.ts';
import type { Drafted } from './draft.ts';
import { diskSubject, diskWords, diskWordsById, groupSubject, memberNamed } from './find-objects.ts';
import { chooseHolders } from './holders.ts';
import { moveLogsOff } from './move-logs.ts';
import type { PlanningContext } from './planning-context.ts';

export function removeDisks(configuration: GroupConfiguration, command: GroupRemoveDisk, context: PlanningContext): Drafted {
  if (command.disks.length === 0) {
    return failure(
      refusal(
        'argument.invalid',
        groupSubject(configuration),
        { argument: 'disks', reason: 'must name one disk or more' },
        'Name one or more disks.',
      ),
    );
  }
  const leaving = new Map<string, DiskRecord>();
  for (const name of command.disks) {
    const member = memberNamed(configuration, name, context);
    if (!member.ok) return member;
    const used = inUse(configuration, member.value, context);
    if (used !== null) return failure(used);
    leaving.set(member.value.id, member.value);
  }
  const moved = moveLogsOff(configuration, new Set(leaving.keys()), context);
  const homeless = moved.homeless[0];
  if (homeless !== undefined) return failure(noPlaceForLog(configuration, homeless, context));
  const disks = configuration.disks.filter((disk) => !leaving.has(disk.id));
  const holders = chooseHolders(disks, (disk) => canHold(configuration, disk, context), configuration.holders);
  if (holders.length === 0) return failure(lastDisk(configuration, [...leaving.values()], disks.length > 0, context));
  return success({
    after: { ...moved.after, disks, holders },
    summary: [
      ...[...leaving.values()].map(
        (disk) => `Disk ${diskWords(disk, context)} (${disk.name}) leaves disk group ${configuration.name} and is free.`,
      ),
      ...moved.summary,
    ],
    warnings: [...oneDiskWarnings(disks), ...moved.warnings],
  });
}

function inUse(configuration: GroupConfiguration, disk: DiskRecord, context: PlanningContext): Refusal | null {
  const subdisks = configuration.subdisks.filter((subdisk) => subdisk.diskId === disk.id);
  if (subdisks.length === 0) return null;
  const plexIds = new Set<string>(subdisks.map((subdisk) => subdisk.plexId));
  const volumeIds = new Set<string>(configuration.plexes.filter((plex) => plexIds.has(plex.id)).map((plex) => plex.volumeId));
  const volumes = configuration.volumes.filter((volume) => volumeIds.has(volume.id)).map((volume) => volume.name);
  return refusal(
    'disk.in-use',
    diskSubject(diskWords(disk, context), disk.id),
    { subdisks: subdisks.map((subdisk) => subdisk.name), volumes },
    `Delete ${volumes.join(', ')} first, or keep the disk.`,
  );
}

function noPlaceForLog(configuration: GroupConfiguration, log: LogRecord, context: PlanningContext): Refusal {
  const volume = configuration.volumes.find((candidate) => candidate.id === log.volumeId)?.name ?? log.volumeId;
  return refusal(
    'disk.in-use',
    diskSubject(diskWordsById(configuration, log.diskId, context), log.diskId),
    { logs: [log.name], volumes: [volume], reason: 'no other disk has room for it' },
    { kind: 'command', command: { command: 'volume.rmlog', group: configuration.name, volume, logs: [log.name] } },
  );
}

/** Either nothing is left, or nothing that could hold the configuration. */
function lastDisk(
  configuration: GroupConfiguration,
  leaving: readonly DiskRecord[],
  othersAreLeft: boolean,
  context: PlanningContext,
): Refusal {
  const subject = diskSubject(leaving.map((disk) => diskWords(disk, context)).join(', '), leaving[0]?.id ?? '');
  if (othersAreLeft) {
    return refusal(
      'disk.last',
      subject,
      { group: configuration.name, which: 'working disk' },
      'Attach the missing disks of the group first.',
    );
  }
  return refusal(
    'disk.last',
    subject,
    { group: configuration.name },
    {
      kind: 'command',
      command: { command: 'group.destroy', group: configuration.name, force: false },
    },
  );
}
