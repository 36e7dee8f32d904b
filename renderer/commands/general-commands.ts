/** Entries about the console itself and about the host as a whole. */
import { Command as CommandSign, Info, Keyboard, RefreshCw, ScanSearch } from 'lucide-react';
import { AboutDialog } from '../dialogs/about-dialog.tsx';
import { KeyboardDialog } from '../dialogs/keyboard-dialog.tsx';
import { PropertiesDialog } from '../dialogs/properties-dialog.tsx';
import type { ObjectReference } from '../state/selection.ts';
import { diskLabel } from '../state/tree-model.ts';
import { chosen } from './command-target.ts';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand } from './console-command.ts';
import { hasNativeMenu } from './platform.ts';

const { labels } = commandTexts;

export const generalCommands: readonly ConsoleCommand[] = [
  {
    id: 'host.rescan', label: labels.rescan, icon: ScanSearch, inToolbar: true, shortcut: 'Shift+F5', risk: 'safe', role: 'administrator',
    place: { menu: 'actions', section: 'look' },
    appliesTo: (target) => chosen(target, 'task').length === 0 && chosen(target, 'alert').length === 0,
    engineCommand: () => ({ command: 'disk.rescan' }),
    run: (_target, tools) => tools.perform({ command: 'disk.rescan' }),
  },
  {
    id: 'object.properties', label: labels.properties, shortcut: 'Alt+Enter', risk: 'safe', role: 'read-only',
    place: { menu: 'actions', section: 'look' },
    appliesTo: (target) => target.selection.length === 1 && target.selection[0]?.kind !== 'folder',
    run: (target, tools) => {
      const [reference] = target.selection;
      if (reference === undefined || reference.kind === 'folder') return;
      tools.show(PropertiesDialog, { kind: reference.kind, id: reference.id, name: nameOf(target, reference), past: target.past?.index });
    },
  },
  {
    id: 'view.refresh', label: labels.refresh, icon: RefreshCw, inToolbar: true, shortcut: 'F5', risk: 'safe', role: 'read-only',
    place: { menu: 'view', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.refresh(),
  },
  {
    id: 'view.menuBar', label: labels.menuBar, shortcut: 'F10', risk: 'safe', role: 'read-only',
    place: { menu: 'view', section: 'look' },
    appliesTo: () => !hasNativeMenu,
    run: () => document.querySelector<HTMLElement>('[role=menubar] [role=menuitem]')?.focus(),
  },
  {
    id: 'tools.palette', label: labels.openPalette, icon: CommandSign, shortcut: 'Control+Shift+P', risk: 'safe', role: 'read-only',
    place: { menu: 'tools', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.openPalette(),
  },
  {
    id: 'help.keyboard', label: labels.keyboard, icon: Keyboard, shortcut: '?', risk: 'safe', role: 'read-only',
    place: { menu: 'help', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(KeyboardDialog, {}),
  },
  {
    id: 'help.about', label: labels.about, icon: Info, risk: 'safe', role: 'read-only',
    place: { menu: 'help', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(AboutDialog, {}),
  },
];

function nameOf({ index }: CommandTarget, { kind, id }: ObjectReference): string {
  if (kind === 'host') return index.host?.name ?? '';
  const view = kind === 'folder' ? undefined : index.tables[kind].get(id);
  if (view === undefined) return '';
  if (view.kind === 'disk') return diskLabel(view);
  return 'name' in view ? String(view.name) : labels.properties;
}
