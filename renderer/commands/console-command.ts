/**
 * The one type of everything that a person can do in the console. Menu bar, context menu, toolbar, shortcuts and palette
 * are drawn from lists of these (`registry.ts`); nothing is offered anywhere that is not an entry.
 */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Role } from '../../core/model/roles.ts';
import type { Command } from '../../core/model/command.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { Bridge } from '../link/bridge.ts';
import type { NodeId } from '../state/node-path.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import type { CommandTarget } from './command-target.ts';

/** What a command may do to data: how much is asked before it runs. */
export type CommandClass = 'safe' | 'costly' | 'loses redundancy' | 'loses data';

export type MenuName = 'file' | 'tools' | 'actions' | 'view' | 'help';
export const menuNames: readonly MenuName[] = ['file', 'tools', 'actions', 'view', 'help'];

/** Groups of entries in the order in which menus show them, with a line between two groups. */
export const menuSections = ['create', 'structure', 'copies', 'state', 'remove', 'watch', 'look', 'properties'] as const;
export type MenuSection = (typeof menuSections)[number];

export type Submenu = 'mirror' | 'log' | 'fileSystem' | 'plex' | 'statistics' | 'export';

export interface MenuPlace {
  /** Entries of `actions` make up the context menus as well. */
  readonly menu: MenuName;
  readonly section: MenuSection;
  readonly submenu?: Submenu;
}

export interface ConsoleCommand {
  /** For ever the same; `area.verb`. */
  readonly id: string;
  readonly label: string;
  readonly place: MenuPlace;
  readonly icon?: LucideIcon;
  /** In the toolbar, from left to right by registry order. */
  readonly inToolbar?: boolean;
  /** `Shift+F5`, `Control+Shift+P`; modifiers in the order Control, Alt, Shift. */
  readonly shortcut?: string;
  /** Its shortcut is heard while a dialog is open too. */
  readonly inDialogs?: true;
  readonly risk: CommandClass;
  readonly role: Role;
  /** True where the entry belongs in the menu of what is selected, whether it can be done now or not. */
  appliesTo(target: CommandTarget): boolean;
  /**
   * The engine command with standard arguments. Its command line is shown with the entry, and the planner is asked for it: what
   * it refuses is why the entry is disabled. Null where the arguments cannot be guessed.
   */
  engineCommand?(target: CommandTarget): Command | null;
  /** Why it cannot be done now, where no planner needs to be asked. */
  refusal?(target: CommandTarget): Refusal | null;
  run(target: CommandTarget, tools: CommandTools): void;
}

/** What every dialog is given. */
export interface DialogProps {
  onClose(): void;
}

/** What an entry may do with the console. All of it concerns the host of the target. */
export interface CommandTools {
  /** Runs an engine command as its class wants: at once, or from a plan page. */
  perform(command: Command): void;
  show<Props extends object>(dialog: ComponentType<Props & DialogProps>, props: Props): void;
  /** Shows why something cannot be done, with its way out. */
  refuse(refusal: Refusal): void;
  /** One sentence in the status line. */
  say(sentence: string): void;
  readonly call: Bridge['call'];
  goTo(place: NodeId): void;
  /** Goes to what a command has made as soon as the host has told of it; not if the person goes elsewhere first. */
  goToNew(find: (index: TreeIndex) => NodeId | null): void;
  /** Of the right pane, by its id; the place is left as it is. */
  showTab(tab: string): void;
  /** Leaves a group's past. */
  backToNow(): void;
  openPalette(): void;
  /** Asks the host for all objects anew; dials it where it was lost. */
  refresh(): void;
}
