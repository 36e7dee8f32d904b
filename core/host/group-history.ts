/** The history of a group: told by its runtime where it is imported, read from its attached disks where it is not. */
import { answerHistory, historyDisk, pastConfiguration } from '../group/history-answers.ts';
import type { HistoryDisk } from '../group/history-answers.ts';
import type { BlockDevice } from '../device/ports.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { HistoryAnswer, HistoryQuestion } from '../model/history.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { findGroup } from './group-commands.ts';
import type { GroupCommandWorld } from './group-commands.ts';
import type { PastGroup } from './contract.ts';
import { pastGroupViews } from './past-views.ts';

export async function groupHistory(
  world: GroupCommandWorld, name: string, question: HistoryQuestion,
): Promise<Result<HistoryAnswer, Refusal>> {
  const running = world.groups.find(name);
  if (running !== null) return await running.link.request({ kind: 'history', question }) as Result<HistoryAnswer, Refusal>;
  return onFoundDisks(world, name, (believed, disks) => answerHistory(believed, disks, question));
}

/** What the host calls its disks beside what its commands need. */
export interface PastGroupWorld extends GroupCommandWorld {
  /** `Harddisk0`; empty for a disk that this host never numbered. */
  hostDiskName(diskId: string): string;
}

/** The group's objects as they were after the commit of this sequence. */
export async function pastGroup(world: PastGroupWorld, name: string, sequence: number): Promise<Result<PastGroup, Refusal>> {
  const found = await pastGroupConfiguration(world, name, sequence);
  return found.ok ? success({ objects: pastGroupViews(found.value, (diskId) => world.hostDiskName(diskId)) }) : found;
}

/** The whole configuration of a sequence of the group's history. */
export async function pastGroupConfiguration(
  world: GroupCommandWorld, name: string, sequence: number,
): Promise<Result<GroupConfiguration, Refusal>> {
  const running = world.groups.find(name);
  return running === null
    ? await onFoundDisks(world, name, (believed, disks) => pastConfiguration(believed, disks, sequence))
    : await running.link.request({ kind: 'pastConfiguration', sequence }) as Result<GroupConfiguration, Refusal>;
}

/** Opens the disks of a group that does not run here, for reading, as long as the question needs them. */
async function onFoundDisks<Answer>(
  world: GroupCommandWorld, name: string,
  ask: (believed: GroupConfiguration, disks: readonly HistoryDisk[]) => Promise<Result<Answer, Refusal>>,
): Promise<Result<Answer, Refusal>> {
  const found = findGroup(world, name);
  if (!found.ok) return found;
  const { configuration, attachments, id, name: groupName } = found.value;
  if (configuration === null) {
    return failure(refusal('group.damaged', { kind: 'group', name: groupName, id }, {}, 'Restore it from a backup: vxdg restore FILE'));
  }
  const devices: BlockDevice[] = [];
  try {
    const disks: HistoryDisk[] = [];
    for (const { place } of attachments) {
      const device = await world.access.open(place.location, true);
      if (!device.ok) continue;
      devices.push(device.value);
      const disk = await historyDisk(device.value);
      if (disk !== null) disks.push(disk);
    }
    return await ask(configuration, disks);
  } finally {
    for (const device of devices) device.close();
  }
}
