/**
 * The native menu bar: the entries that the window sent, which are those of its registry, and what only the desktop program
 * has: windows, zoom, the end. As a template, so that it is tested without a display.
 */
import type { MenuItemConstructorOptions } from 'electron';
import type { NativeMenu, NativeMenuCommand } from '../core/host/window-messages.ts';
import type { ZoomMove } from './zoom.ts';

export interface MenuActions {
  /** An entry of the registry. */
  command(id: string): void;
  newWindow(): void;
  zoom(move: ZoomMove): void;
  quit(): void;
}

const line: MenuItemConstructorOptions = { type: 'separator' };

export function menuTemplate(menus: readonly NativeMenu[], platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const bar = menus.map(({ name, label, sections }): MenuItemConstructorOptions => {
    const items = sections.map((entries) => entries.map((entry): MenuItemConstructorOptions => (
      entry.kind === 'command' ? itemOf(entry, mac, actions)
        : { label: entry.label, submenu: entry.commands.map((command) => itemOf(command, mac, actions)) })));
    const own = name === 'file' ? fileItems(mac, actions) : name === 'view' ? zoomItems(actions) : [];
    const all = [...items, ...own].filter((section) => section.length > 0);
    return {
      label, ...(name === 'help' ? { role: 'help' as const } : {}),
      submenu: all.flatMap((section, position) => (position === 0 ? section : [line, ...section])),
    };
  });
  if (!mac) return bar;
  // A Mac takes copy and paste from the Edit menu, and names the program's own menu first.
  const [file, ...others] = bar;
  return [{ role: 'appMenu' }, ...(file === undefined ? [] : [file]), { role: 'editMenu' }, ...others, { role: 'windowMenu' }];
}

function itemOf({ id, label, shortcut, enabled }: NativeMenuCommand, mac: boolean, actions: MenuActions): MenuItemConstructorOptions {
  const accelerator = acceleratorOf(shortcut, mac);
  return {
    id, label, enabled, click: () => actions.command(id),
    // The page hears its shortcuts itself, and knows which strokes edit a text: the menu only shows them.
    ...(accelerator === '' ? {} : { accelerator, registerAccelerator: false }),
  };
}

const signs: Readonly<Record<string, string>> = {
  Control: 'CommandOrControl', ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down', '?': 'Shift+/',
};

/**
 * The shortcut in Electron's words. A Mac acts on whatever a menu shows, also while a text is edited: keys that edit are left
 * out of its menus.
 */
export function acceleratorOf(shortcut: string, mac: boolean): string {
  const edits = !/Control|Alt/.test(shortcut) && !/^(Shift\+)?F\d+$/.test(shortcut);
  if (shortcut === '' || (mac && edits)) return '';
  return shortcut.split('+').map((part) => signs[part] ?? part).join('+');
}

function fileItems(mac: boolean, { newWindow, quit }: MenuActions): MenuItemConstructorOptions[][] {
  return [
    [{ label: 'New Window', accelerator: 'CommandOrControl+Shift+N', click: newWindow }, { role: 'close', label: 'Close Window' }],
    mac ? [] : [{ label: 'Quit Plexus', accelerator: 'Control+Q', click: quit }],
  ];
}

function zoomItems({ zoom }: MenuActions): MenuItemConstructorOptions[][] {
  return [[
    { label: 'Zoom In', accelerator: 'CommandOrControl+Plus', click: () => zoom('in') },
    { label: 'Zoom In', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true, click: () => zoom('in') },
    { label: 'Zoom Out', accelerator: 'CommandOrControl+-', click: () => zoom('out') },
    { label: 'Actual Size', accelerator: 'CommandOrControl+0', click: () => zoom('actual') },
  ]];
}

/** True when the two differ at most in what can be done now: then an open menu may stay open. */
export function sameMenus(one: readonly NativeMenu[], other: readonly NativeMenu[]): boolean {
  const structure = (menus: readonly NativeMenu[]): string =>
    JSON.stringify(menus, (key, value: unknown) => (key === 'enabled' ? true : value));
  return structure(one) === structure(other);
}

/** Every command with whether it can be done. */
export function commandsIn(menus: readonly NativeMenu[]): readonly NativeMenuCommand[] {
  return menus.flatMap(({ sections }) => sections.flat()).flatMap((entry) => (entry.kind === 'command' ? [entry] : entry.commands));
}
