/** The keys of every entry, read from the registry itself. */
import { commandTexts } from '../commands/command-texts.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { pathOf } from '../commands/palette.tsx';
import { onMac } from '../commands/platform.ts';
import { shortcutText } from '../commands/shortcuts.ts';
import { useCommandSurface } from '../commands/surface-state.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { dialogTexts } from './dialog-texts.ts';

const { keyboard, menus } = commandTexts;

export function KeyboardDialog({ onClose }: DialogProps) {
  const { registry } = useCommandSurface();
  return (
    <DialogFrame title={keyboard.title} onClose={onClose} onSubmit={onClose}
      buttons={<button type="button" className="button" onClick={onClose}>{dialogTexts.close}</button>}>
      <table className="plain-table">
        <thead>
          <tr>{[keyboard.keys, keyboard.command, keyboard.menu].map((heading) => <th key={heading} scope="col">{heading}</th>)}</tr>
        </thead>
        <tbody>
          {registry.filter(({ shortcut }) => shortcut !== undefined).map((command) => (
            <tr key={command.id}>
              <td><kbd>{shortcutText(command.shortcut ?? '', onMac)}</kbd></td>
              <td>{pathOf(command)}</td>
              <td>{menus[command.place.menu]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{keyboard.pointer}</p>
    </DialogFrame>
  );
}
