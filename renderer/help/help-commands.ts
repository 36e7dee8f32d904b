/** Entries of the help. F1 is heard in dialogs too: there it is about the field. */
import { CircleHelp, Footprints } from 'lucide-react';
import type { ConsoleCommand } from '../commands/console-command.ts';
import { HelpDialog } from './help-dialog.tsx';
import { firstTopic } from './help-pages.ts';
import { helpTexts } from './help-texts.ts';
import { topicAt } from './help-topic.ts';
import { Tour } from './tour.tsx';

export const helpCommands: readonly ConsoleCommand[] = [
  {
    id: 'help.contents', label: helpTexts.contents, icon: CircleHelp, inToolbar: true, risk: 'safe', role: 'read-only',
    place: { menu: 'help', section: 'create' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(HelpDialog, { topic: firstTopic }),
  },
  {
    id: 'help.topic', label: helpTexts.topic, shortcut: 'F1', inDialogs: true, risk: 'safe', role: 'read-only',
    place: { menu: 'help', section: 'create' },
    appliesTo: () => true,
    run: (target, tools) => {
      const topic = topicAt(document.activeElement, target);
      if (topic !== null) tools.show(HelpDialog, { topic });
    },
  },
  {
    id: 'help.tour', label: helpTexts.tour, icon: Footprints, risk: 'safe', role: 'read-only',
    place: { menu: 'help', section: 'create' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(Tour, {}),
  },
];
