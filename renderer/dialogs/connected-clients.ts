/** Who uses what a command is about, in words: one line a volume. */
import { clientNames } from '../../core/model/client-names.ts';
import type { Command } from '../../core/model/command.ts';
import { sameName } from '../../core/model/name-rules.ts';
import type { VolumeView } from '../../core/model/views.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { dialogTexts } from './dialog-texts.ts';

export function connectedClients(index: TreeIndex, command: Command): readonly string[] {
  return volumesOf(index, command).filter(({ clients }) => clients.length > 0)
    .map(({ name, clients }) => dialogTexts.plan.clients(name, clientNames(clients)));
}

function volumesOf(index: TreeIndex, command: Command): readonly VolumeView[] {
  if (!('group' in command)) return [];
  const inGroup = index.volumes.filter(({ groupName, groupId }) => sameName(groupName, command.group) || groupId === command.group);
  return 'volume' in command ? inGroup.filter(({ name }) => sameName(name, command.volume)) : inGroup;
}
