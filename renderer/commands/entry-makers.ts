/** Short forms for entries about one object of a kind. */
import type { Command } from '../../core/model/command.ts';
import type { ObjectViewKind } from '../../core/model/views.ts';
import type { ViewOfKind } from '../state/object-store.ts';
import { chosenOne } from './command-target.ts';
import type { CommandTarget } from './command-target.ts';
import type { CommandTools, ConsoleCommand } from './console-command.ts';

type Looks = Omit<ConsoleCommand, 'appliesTo' | 'engineCommand' | 'refusal' | 'run' | 'role'> & { readonly role?: ConsoleCommand['role'] };

export interface OneObject<Kind extends ObjectViewKind> {
  readonly kind: Kind;
  /** Whether the entry belongs to this object at all; else to all of the kind. */
  fits?(view: ViewOfKind<Kind>, target: CommandTarget): boolean;
  /** The command with standard arguments; absent where the entry runs none of the engine. */
  command?(view: ViewOfKind<Kind>, target: CommandTarget): Command | null;
  refusal?(view: ViewOfKind<Kind>, target: CommandTarget): ReturnType<NonNullable<ConsoleCommand['refusal']>>;
  /** Absent: the command runs as its class wants. */
  open?(view: ViewOfKind<Kind>, tools: CommandTools, target: CommandTarget): void;
}

export function onOne<Kind extends ObjectViewKind>(looks: Looks, about: OneObject<Kind>): ConsoleCommand {
  const one = (target: CommandTarget): ViewOfKind<Kind> | null => {
    const view = chosenOne(target, about.kind);
    return view !== null && (about.fits?.(view, target) ?? true) ? view : null;
  };
  const commandOn = (target: CommandTarget): Command | null => {
    const view = one(target);
    return view === null ? null : (about.command?.(view, target) ?? null);
  };
  return {
    role: 'administrator', ...looks,
    appliesTo: (target) => one(target) !== null,
    engineCommand: commandOn,
    refusal: (target) => {
      const view = one(target);
      return view === null ? null : (about.refusal?.(view, target) ?? null);
    },
    run: (target, tools) => {
      const view = one(target);
      const command = commandOn(target);
      if (view === null) return;
      if (about.open !== undefined) about.open(view, tools, target);
      else if (command !== null) tools.perform(command);
    },
  };
}
