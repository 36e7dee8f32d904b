/** The history of a group: told by its runtime where it is imported, read from its attached disks where it is not. */
import { answerHistory, historyDisk } from '../group/history-answers.ts';
import type { HistoryDisk } from '../group/history-answers.ts';
import type { BlockDevice } from '../device/ports.ts';
import type { HistoryAnswer, HistoryQuestion } from '../model/history.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { findGroup } from './group-commands.ts';
import type { GroupCommandWorld } from './group-commands.ts';

export async function groupHistory(
  world: GroupCommandWorld, name: string, question: HistoryQuestion,
): Promise<Result<HistoryAnswer, Refusal>> {
  const running = world.groups.find(name);
  if (running !== null) return await running.link.request({ kind: 'history', question }) as Result<HistoryAnswer, Refusal>;
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
    return await answerHistory(configuration, disks, question);
  } finally {
    for (const device of devices) device.close();
  }
}
