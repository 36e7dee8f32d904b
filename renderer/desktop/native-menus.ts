/** The registry's entries as plain data for the native menu bar of the desktop program. */
import type { NativeMenu, NativeMenuCommand } from '../../core/host/window-messages.ts';
import { knownRefusal } from '../commands/availability.ts';
import type { CommandTarget } from '../commands/command-target.ts';
import { commandTexts } from '../commands/command-texts.ts';
import { menuNames } from '../commands/console-command.ts';
import type { ConsoleCommand } from '../commands/console-command.ts';
import { menuContents } from '../commands/menu-entries.ts';

/**
 * Whole, for what is selected now. An entry is greyed where the console itself knows that it cannot be done; what only the
 * planner knows is asked when the entry is chosen, and shown with its way out.
 */
export function nativeMenus(registry: readonly ConsoleCommand[], target: CommandTarget): NativeMenu[] {
  const item = (command: ConsoleCommand): NativeMenuCommand => ({
    kind: 'command', id: command.id, label: command.label, shortcut: command.shortcut ?? '',
    enabled: (knownRefusal(command, target) ?? null) === null,
  });
  return menuNames.map((name) => ({
    name, label: commandTexts.menus[name],
    sections: menuContents(registry, name, target).map((entries) => entries.map((entry) => (entry.kind === 'command' ? item(entry.command)
      : { kind: 'submenu' as const, label: commandTexts.submenus[entry.submenu], commands: entry.commands.map(item) }))),
  }));
}
