/**
 * The entries of one open menu. One that cannot be done now stays in its place, greyed and reachable: what stands in its way
 * shows below, and pressing it opens that with its way out.
 */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import { commandLine } from '../../core/model/command-line.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { knownRefusal } from './availability.ts';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand } from './console-command.ts';
import { commandsOf } from './menu-entries.ts';
import type { MenuContents } from './menu-entries.ts';
import { onMac } from './platform.ts';
import { shortcutText } from './shortcuts.ts';
import { useCommandSurface } from './surface-state.ts';

/** By entry: null when it can be done; absent while the planner has not answered. */
type Refusals = ReadonlyMap<string, Refusal | null>;

export function useRefusals(commands: readonly ConsoleCommand[], target: CommandTarget): Refusals {
  const { refusals: book, toolsOf } = useCommandSurface();
  const [refusals, setRefusals] = useState<Refusals>(() => new Map(commands.flatMap((command) => {
    const known = knownRefusal(command, target);
    return known === undefined ? [] : [[command.id, known] as const];
  })));
  useEffect(() => {
    let shown = true;
    const { call } = toolsOf(target.host);
    for (const command of commands) {
      void book.ask(command, target, call).then((answer) => {
        if (shown) setRefusals((before) => new Map(before).set(command.id, answer));
      });
    }
    return () => { shown = false; };
    // One menu is open on one target: both stay what they were when it opened.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [target]);
  return refusals;
}

export function MenuItems({ contents, target }: { readonly contents: MenuContents; readonly target: CommandTarget }) {
  const refusals = useRefusals(commandsOf(contents), target);
  const [about, setAbout] = useState<ConsoleCommand | null>(null);
  if (contents.length === 0) return <Menu.Item className="menu-item" disabled>{commandTexts.nothing}</Menu.Item>;
  const item = (command: ConsoleCommand) => (
    <CommandItem key={command.id} command={command} target={target} refusal={refusals.get(command.id)}
      onHighlight={() => setAbout(command)} />
  );
  return (
    <>
      {contents.map((entries, section) => (
        <Fragment key={section}>
          {section > 0 && <Menu.Separator className="menu-separator" />}
          {entries.map((entry) => (entry.kind === 'command' ? item(entry.command) : (
            <Menu.SubmenuRoot key={entry.submenu}>
              <Menu.SubmenuTrigger className="menu-item" onFocus={() => setAbout(null)}>
                <span className="menu-picture" /><span className="menu-label">{commandTexts.submenus[entry.submenu]}</span>
                <ChevronRight size={14} aria-hidden="true" />
              </Menu.SubmenuTrigger>
              <Menu.Portal>
                <Menu.Positioner className="menu-positioner" sideOffset={-2} alignOffset={-4}>
                  <Menu.Popup className="menu">
                    {entry.commands.map(item)}
                    <MenuFoot command={about} target={target} refusals={refusals} />
                  </Menu.Popup>
                </Menu.Positioner>
              </Menu.Portal>
            </Menu.SubmenuRoot>
          )))}
        </Fragment>
      ))}
      <MenuFoot command={about} target={target} refusals={refusals} />
    </>
  );
}

interface CommandItemProps {
  readonly command: ConsoleCommand;
  readonly target: CommandTarget;
  /** Undefined while it is not known. */
  readonly refusal: Refusal | null | undefined;
  onHighlight(): void;
}

function CommandItem({ command, target, refusal, onHighlight }: CommandItemProps) {
  const surface = useCommandSurface();
  const { icon: Picture, shortcut } = command;
  const refused = refusal !== null && refusal !== undefined;
  return (
    <Menu.Item className="menu-item" aria-disabled={refused || undefined} aria-description={aboutText(command, target, refusal)}
      aria-keyshortcuts={shortcut} data-command={command.id} data-class={command.risk} onFocus={onHighlight}
      onClick={() => surface.run(command, target)}>
      <span className="menu-picture">{Picture !== undefined && <Picture size={16} strokeWidth={1.5} aria-hidden="true" />}</span>
      <span className="menu-label">{command.label}</span>
      {shortcut !== undefined && <kbd className="menu-keys" aria-hidden="true">{shortcutText(shortcut, onMac)}</kbd>}
    </Menu.Item>
  );
}

/** Below the entries: the command line of the one under the pointer or the keys, or why it cannot be done. */
function MenuFoot({ command, target, refusals }: {
  readonly command: ConsoleCommand | null; readonly target: CommandTarget; readonly refusals: Refusals;
}) {
  const refusal = command === null ? undefined : refusals.get(command.id);
  return (
    <div className="menu-foot" aria-hidden="true" data-refused={(refusal !== null && refusal !== undefined) || undefined}>
      {command === null ? '' : aboutText(command, target, refusal)}
    </div>
  );
}

function aboutText(command: ConsoleCommand, target: CommandTarget, refusal: Refusal | null | undefined): string {
  if (refusal !== null && refusal !== undefined) {
    const { fact, remedy } = refusalWords(refusal);
    return `${fact}. ${remedy}`;
  }
  const engineCommand = command.engineCommand?.(target) ?? null;
  return engineCommand === null ? '' : commandLine(engineCommand);
}
