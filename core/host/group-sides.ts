/** The sides of a fork next to each other, for a person who has to choose: disks, sequences, hosts, what was done there last. */
import { answerHistory, historyDisk } from '../group/history-answers.ts';
import type { HistoryDisk } from '../group/history-answers.ts';
import { forkSides } from '../group/import-sides.ts';
import type { ForkSide } from '../group/import-sides.ts';
import type { Command } from '../model/command.ts';
import { commandLine } from '../model/command-line.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Refusal } from '../model/refusal.ts';
import { success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { attachmentName } from './attached-disks.ts';
import type { CallOutputs, GroupSide } from './contract.ts';
import { findGroup } from './group-commands.ts';
import type { GroupCommandWorld } from './group-commands.ts';
import { evidenceOf } from './group-registry.ts';
import type { FoundGroup } from './group-registry.ts';

/** Of each side. */
const entriesShown = 5;

/** No sides where there is no fork. */
export async function sidesOf(world: GroupCommandWorld, name: string): Promise<Result<CallOutputs['group.sides'], Refusal>> {
  const running = world.groups.find(name);
  if (running !== null) return success({ group: running.name, groupId: running.id, sides: [] });
  const found = findGroup(world, name);
  if (!found.ok) return found;
  const sides: GroupSide[] = [];
  for (const side of forkSides(evidenceOf(found.value.attachments))) sides.push(await describeSide(world, found.value, side));
  return success({ group: found.value.name, groupId: found.value.id, sides });
}

async function describeSide(world: GroupCommandWorld, group: FoundGroup, side: ForkSide): Promise<GroupSide> {
  const { configuration, bearers, diskIds } = side;
  const entries = await lastEntries(world, group, configuration, diskIds);
  const [bearer] = bearers;
  const { stamp, sequence } = configuration;
  const clearStamp = stamp !== null && stamp.id !== world.host.id;
  const command: Command = {
    command: 'group.import', group: group.name, clearStamp, force: false, selectedCopy: bearer?.diskId ?? '',
  };
  return {
    sequence, hostName: stamp?.name ?? '', hostId: stamp?.id ?? '', lastAt: entries[0]?.at ?? '',
    disks: group.attachments.flatMap((attachment) => {
      const diskId = attachment.inspection.header?.diskId ?? '';
      const record = configuration.disks.find((disk) => disk.id === diskId);
      return record === undefined || !diskIds.includes(record.id) ? []
        : [{ diskId, name: record.name, device: attachmentName(attachment), serial: attachment.inspection.header?.serial ?? 0 }];
    }),
    absentDisks: configuration.disks.filter((disk) => !diskIds.includes(disk.id)).map((disk) => disk.name),
    entries, commandLine: commandLine(command),
  };
}

/** What was committed last on that side, newest first; empty where its disks do not tell. */
async function lastEntries(
  { disks, access }: GroupCommandWorld, group: FoundGroup, configuration: GroupConfiguration, diskIds: readonly string[],
): Promise<GroupSide['entries']> {
  const opened: HistoryDisk[] = [];
  try {
    for (const attachment of group.attachments) {
      if (!diskIds.includes(attachment.inspection.header?.diskId ?? '')) continue;
      const device = await access.open(disks.openingOf(attachment).location, true);
      const disk = device.ok ? await historyDisk(device.value) : null;
      if (disk !== null) opened.push(disk);
      else if (device.ok) device.value.close();
    }
    const answer = await answerHistory(configuration, opened, { kind: 'entries' });
    if (!answer.ok) return [];
    const newest = answer.value.entries.slice(0, entriesShown);
    return newest.map(({ sequence, at, command, cause }) => ({ sequence, at, what: command || cause }));
  } finally {
    for (const { device } of opened) device.close();
  }
}
