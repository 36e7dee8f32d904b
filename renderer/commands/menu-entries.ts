/** Menus as values: which entries belong to a target, in which sections and submenus, with a line between sections. */
import type { CommandTarget } from './command-target.ts';
import { menuSections } from './console-command.ts';
import type { ConsoleCommand, MenuName, Submenu } from './console-command.ts';

export type MenuEntry =
  | { readonly kind: 'command'; readonly command: ConsoleCommand }
  | { readonly kind: 'submenu'; readonly submenu: Submenu; readonly commands: readonly ConsoleCommand[] };

/** Sections that have entries, each in registry order; a submenu stands where its first entry would. */
export type MenuContents = readonly (readonly MenuEntry[])[];

export function menuContents(registry: readonly ConsoleCommand[], menu: MenuName, target: CommandTarget): MenuContents {
  const fitting = registry.filter((command) => command.place.menu === menu && command.appliesTo(target));
  return menuSections
    .map((section) => sectionEntries(fitting.filter(({ place }) => place.section === section)))
    .filter((entries) => entries.length > 0);
}

function sectionEntries(commands: readonly ConsoleCommand[]): readonly MenuEntry[] {
  const entries: MenuEntry[] = [];
  const opened = new Set<Submenu>();
  for (const command of commands) {
    const { submenu } = command.place;
    if (submenu === undefined) entries.push({ kind: 'command', command });
    else if (!opened.has(submenu)) {
      opened.add(submenu);
      entries.push({ kind: 'submenu', submenu, commands: commands.filter(({ place }) => place.submenu === submenu) });
    }
  }
  return entries;
}

export function commandsOf(contents: MenuContents): readonly ConsoleCommand[] {
  return contents.flat().flatMap((entry) => (entry.kind === 'command' ? [entry.command] : entry.commands));
}
