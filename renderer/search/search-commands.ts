/** Tools > Search. */
import { Search } from 'lucide-react';
import type { ConsoleCommand } from '../commands/console-command.ts';
import { localHost } from '../state/host-state.ts';
import { nodeOf } from '../state/node-path.ts';
import { searchTexts } from './search-texts.ts';

export const searchCommands: readonly ConsoleCommand[] = [
  {
    id: 'tools.search', label: searchTexts.command, icon: Search, inToolbar: true, shortcut: 'Control+Shift+F',
    risk: 'safe', role: 'read-only',
    place: { menu: 'tools', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.goTo(nodeOf(localHost, 'queries')),
  },
];
