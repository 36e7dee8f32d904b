/** Entries that lead into a group's past and back. */
import { History } from 'lucide-react';
import { chosenOne } from '../commands/command-target.ts';
import type { ConsoleCommand } from '../commands/console-command.ts';
import { nodeOf } from '../state/node-path.ts';
import { historyTexts } from './history-texts.ts';

export const historyCommands: readonly ConsoleCommand[] = [
  {
    id: 'group.history', label: historyTexts.showHistory, icon: History, risk: 'safe', role: 'read-only',
    place: { menu: 'actions', section: 'look' },
    appliesTo: (target) => chosenOne(target, 'group') !== null,
    run: (target, tools) => {
      const group = chosenOne(target, 'group');
      if (group === null) return;
      tools.goTo(nodeOf(target.host, `group:${group.id}`));
      tools.showTab('history');
    },
  },
  {
    id: 'history.now', label: historyTexts.backToNow, risk: 'safe', role: 'read-only',
    place: { menu: 'view', section: 'look' },
    appliesTo: ({ past }) => past !== undefined,
    run: (_target, tools) => tools.backToNow(),
  },
];
