/** The menu bar: the registry's entries by menu; Actions holds what the context menu of the selection holds. */
import { Menu } from '@base-ui/react/menu';
import { Menubar } from '@base-ui/react/menubar';
import { useState } from 'react';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import { menuNames } from './console-command.ts';
import type { MenuName } from './console-command.ts';
import { menuContents } from './menu-entries.ts';
import { MenuItems } from './menu-items.tsx';
import { useCommandSurface } from './surface-state.ts';

export function MenuBar() {
  return (
    <Menubar className="menu-bar" aria-label={commandTexts.menuBar}>
      {menuNames.map((menu) => <BarMenu key={menu} menu={menu} />)}
    </Menubar>
  );
}

function BarMenu({ menu }: { readonly menu: MenuName }) {
  const { registry, target: readTarget } = useCommandSurface();
  const [target, setTarget] = useState<CommandTarget | null>(null);
  return (
    <Menu.Root onOpenChange={(open) => setTarget(open ? readTarget() : null)}>
      <Menu.Trigger className="menu-bar-item">{commandTexts.menus[menu]}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-positioner" sideOffset={2}>
          <Menu.Popup className="menu">
            {target !== null && <MenuItems contents={menuContents(registry, menu, target)} target={target} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
