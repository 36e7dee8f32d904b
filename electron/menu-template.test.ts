import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NativeMenu } from '../core/host/window-messages.ts';
import { acceleratorOf, commandsIn, menuTemplate, sameMenus } from './menu-template.ts';

const command = (id: string, shortcut = '', enabled = true) =>
  ({ kind: 'command' as const, id, label: id.toUpperCase(), shortcut, enabled });
const menus: readonly NativeMenu[] = [
  { name: 'file', label: 'File', sections: [[command('host.connect')]] },
  { name: 'actions', label: 'Actions', sections: [
    [command('volume.make', '', false)],
    [{ kind: 'submenu', label: 'Mirror', commands: [command('volume.mirror')] }, command('x', 'Delete')],
  ] },
  { name: 'view', label: 'View', sections: [] },
];

const actions = { command: vi.fn(), newWindow: vi.fn(), zoom: vi.fn(), quit: vi.fn() };
beforeEach(() => vi.clearAllMocks());
const inside = (item: MenuItemConstructorOptions | undefined) => (item?.submenu ?? []) as MenuItemConstructorOptions[];
const click = (item: MenuItemConstructorOptions | undefined) => item?.click?.(null as never, undefined, null as never);

describe('the native menu', () => {
  it('has the entries of the window, by their ids, with a line between sections', () => {
    const [, bar] = menuTemplate(menus, 'linux', actions);
    expect(bar?.label).toBe('Actions');
    expect(inside(bar).map(({ label, type, id }) => id ?? label ?? type)).toEqual(['volume.make', 'separator', 'Mirror', 'x']);
    expect(inside(bar)[0]).toMatchObject({ enabled: false });
    click(inside(inside(bar)[2])[0]);
    expect(actions.command).toHaveBeenCalledWith('volume.mirror');
  });

  it('adds what only the desktop program has', () => {
    const [file, , view] = menuTemplate(menus, 'linux', actions);
    const labels = (item: MenuItemConstructorOptions | undefined) => inside(item).map(({ label, type }) => label ?? type);
    expect(labels(file)).toEqual(['HOST.CONNECT', 'separator', 'New Window', 'Close Window', 'separator', 'Quit Plexus']);
    inside(view).forEach(click);
    expect(actions.zoom.mock.calls.flat()).toEqual(['in', 'in', 'out', 'actual']);
  });

  it('names on a Mac the program first, and has its Edit and Window menus', () => {
    expect(menuTemplate(menus, 'darwin', actions).map(({ label, role }) => role ?? label))
      .toEqual(['appMenu', 'File', 'editMenu', 'Actions', 'View', 'windowMenu']);
  });

  it.each([
    ['Control+Shift+P', false, 'CommandOrControl+Shift+P'], ['Alt+Enter', false, 'Alt+Enter'], ['F5', true, 'F5'],
    ['Delete', false, 'Delete'], ['?', false, 'Shift+/'], ['Delete', true, ''], ['?', true, ''],
    ['Shift+F5', true, 'Shift+F5'], ['', false, ''],
  ])('shows %s (Mac: %s) as %s', (shortcut, mac, accelerator) => {
    expect(acceleratorOf(shortcut, mac)).toBe(accelerator);
  });

  it('is drawn anew only when more than what can be done has changed', () => {
    const greyed = structuredClone(menus) as NativeMenu[];
    (greyed[0]!.sections[0]![0] as { enabled: boolean }).enabled = false;
    expect(sameMenus(menus, greyed)).toBe(true);
    expect(sameMenus(menus, menus.slice(1))).toBe(false);
    expect(commandsIn(menus).map(({ id }) => id)).toEqual(['host.connect', 'volume.make', 'volume.mirror', 'x']);
  });
});
