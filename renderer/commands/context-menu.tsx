/** The menu of what is selected, where the pointer or the focus is. Tree, tables and pictures ask for it through the store. */
import { Menu } from '@base-ui/react/menu';
import { useConsole } from '../state/console-context.ts';
import { commandTexts } from './command-texts.ts';
import { menuContents } from './menu-entries.ts';
import { MenuItems } from './menu-items.tsx';
import { useCommandSurface } from './surface-state.ts';

export function ContextMenu() {
  const { registry, targetOf } = useCommandSurface();
  const request = useConsole((state) => state.menu);
  const openMenu = useConsole((state) => state.openMenu);
  if (request === null) return null;
  const { leftPixels: x, topPixels: y } = request;
  const anchor = { getBoundingClientRect: () => DOMRect.fromRect({ x, y, width: 0, height: 0 }) };
  const target = targetOf(request.selection);
  return (
    <Menu.Root open onOpenChange={(open) => { if (!open) openMenu(null); }}>
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" anchor={anchor} align="start">
          <Menu.Popup className="menu" aria-label={commandTexts.contextMenu}>
            <MenuItems key={`${x} ${y}`} contents={menuContents(registry, 'actions', target)} target={target} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
