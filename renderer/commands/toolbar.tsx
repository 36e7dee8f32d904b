/** The few entries that are wanted all day, one click away. */
import { Toolbar as Bar } from '@base-ui/react/toolbar';
import { onMac } from './platform.ts';
import { commandTexts } from './command-texts.ts';
import { shortcutText } from './shortcuts.ts';
import { useCommandSurface } from './surface-state.ts';

export function Toolbar() {
  const { registry, target, run } = useCommandSurface();
  return (
    <Bar.Root className="toolbar" aria-label={commandTexts.toolbar}>
      {registry.filter(({ inToolbar }) => inToolbar === true).map((command) => {
        const { icon: Picture, shortcut } = command;
        const keys = shortcut === undefined ? '' : ` (${shortcutText(shortcut, onMac)})`;
        return (
          <Bar.Button key={command.id} className="toolbar-button" title={`${command.label}${keys}`} aria-label={command.label}
            aria-keyshortcuts={shortcut} onClick={() => run(command, target())}>
            {Picture !== undefined && <Picture size={16} strokeWidth={1.5} aria-hidden="true" />}
          </Bar.Button>
        );
      })}
    </Bar.Root>
  );
}
