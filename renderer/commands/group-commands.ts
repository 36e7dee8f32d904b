/** Entries about disk groups. */
import { refusal } from '../../core/model/refusal.ts';
import type { Command } from '../../core/model/command.ts';
import type { GroupView } from '../../core/model/views.ts';
import { chosenOne } from './command-target.ts';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand } from './console-command.ts';

const { labels } = commandTexts;

/** An entry about one group that needs no dialog of its own: the plan page is enough. */
function plain(
  entry: Omit<ConsoleCommand, 'appliesTo' | 'engineCommand' | 'run' | 'role'>, imported: boolean, make: (group: GroupView) => Command,
): ConsoleCommand {
  const commandOn = (target: CommandTarget): Command | null => {
    const group = chosenOne(target, 'group');
    return group === null ? null : make(group);
  };
  return {
    ...entry, role: 'administrator',
    appliesTo: (target) => {
      const group = chosenOne(target, 'group');
      return group !== null && (group.status === 'imported') === imported;
    },
    engineCommand: commandOn,
    run: (target, tools) => {
      const command = commandOn(target);
      if (command !== null) tools.perform(command);
    },
  };
}

export const groupCommands: readonly ConsoleCommand[] = [
  plain({ id: 'group.deport', label: labels.deportGroup, risk: 'costly', place: { menu: 'actions', section: 'state' } }, true,
    ({ name }) => ({ command: 'group.deport', group: name, force: false })),
  plain({ id: 'group.upgrade', label: labels.upgradeGroup, risk: 'costly', place: { menu: 'actions', section: 'state' } }, true,
    ({ name }) => ({ command: 'group.upgrade', group: name })),
  plain({ id: 'group.destroy', label: labels.destroyGroup, shortcut: 'Delete', risk: 'loses data',
    place: { menu: 'actions', section: 'remove' } }, true, ({ name }) => ({ command: 'group.destroy', group: name, force: false })),
];

/** A group that is not imported can only be imported. */
export function notImported(group: GroupView) {
  return refusal('group.not-imported', { kind: 'group', name: group.name, id: group.id }, { status: group.status },
    { kind: 'command', command: { command: 'group.import', group: group.name, clearStamp: false, force: false } });
}
