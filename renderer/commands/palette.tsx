/** Every entry that fits the selection, found by a few letters, with its class, its keys and its command line. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import { commandLine } from '../../core/model/command-line.ts';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand } from './console-command.ts';
import { fuzzyScore } from './fuzzy-match.ts';
import { useRefusals } from './menu-items.tsx';
import { onMac } from './platform.ts';
import { shortcutText } from './shortcuts.ts';
import { useCommandSurface, useSurface } from './surface-state.ts';

export function Palette() {
  const { store, target: readTarget } = useCommandSurface();
  const open = useSurface((state) => state.paletteOpen);
  // What was selected when it opened is what it is about, whatever events bring meanwhile.
  const target = useMemo(() => (open ? readTarget() : null), [open, readTarget]);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => store.getState().setPalette(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog palette">
          <Dialog.Title className="unseen">{commandTexts.palette.title}</Dialog.Title>
          {target !== null && <PaletteList target={target} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList({ target }: { readonly target: CommandTarget }) {
  const surface = useCommandSurface();
  const [query, setQuery] = useState('');
  const commands = useMemo(() => surface.registry.filter((command) => command.appliesTo(target)), [surface, target]);
  const refusals = useRefusals(commands, target);
  const found = commands
    .map((command) => ({ command, score: fuzzyScore(query, pathOf(command)) }))
    .filter((match): match is { command: ConsoleCommand; score: number } => match.score !== null)
    .sort((one, other) => (query === '' ? 0 : other.score - one.score))
    .map(({ command }) => command);
  return (
    <Autocomplete.Root open inline items={found} filter={null} value={query} onValueChange={setQuery} autoHighlight="always" keepHighlight
      itemToStringValue={pathOf}>
      <Autocomplete.Input className="field-control palette-input" aria-label={commandTexts.palette.title}
        placeholder={commandTexts.palette.placeholder} />
      <Autocomplete.Empty className="palette-none">{found.length === 0 && commandTexts.palette.none}</Autocomplete.Empty>
      <Autocomplete.List className="palette-list" aria-label={commandTexts.palette.title}>
        {(command: ConsoleCommand) => {
          const engineCommand = command.engineCommand?.(target) ?? null;
          const refused = (refusals.get(command.id) ?? null) !== null;
          return (
            <Autocomplete.Item key={command.id} value={command} className="palette-item" aria-disabled={refused || undefined}
              data-command={command.id}
              onClick={() => {
                surface.store.getState().setPalette(false);
                surface.run(command, target);
              }}>
              <span className="palette-name">{pathOf(command)}</span>
              <span className="palette-class" data-class={command.risk}>
                {refused ? commandTexts.palette.refused : commandTexts.classes[command.risk]}
              </span>
              <kbd className="menu-keys">{command.shortcut === undefined ? '' : shortcutText(command.shortcut, onMac)}</kbd>
              <code className="palette-line">{engineCommand === null ? '' : commandLine(engineCommand)}</code>
            </Autocomplete.Item>
          );
        }}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

/** `Mirror > Add`: an entry of a submenu says little by its own label. */
export function pathOf(command: ConsoleCommand): string {
  const { submenu } = command.place;
  return submenu === undefined ? command.label : `${commandTexts.submenus[submenu]} > ${command.label}`;
}
