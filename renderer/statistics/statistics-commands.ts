/** Entries that show counters and set them back. */
import { Activity } from 'lucide-react';
import { groupOfTarget } from '../commands/command-target.ts';
import type { CommandTarget } from '../commands/command-target.ts';
import type { ConsoleCommand } from '../commands/console-command.ts';
import { countedOf } from './counted-things.ts';
import type { CountedThing } from './counted-things.ts';
import { MonitoringDialog } from './monitoring-dialog.tsx';
import { statisticsTexts } from './statistics-texts.ts';

function countedIn(target: CommandTarget): readonly CountedThing[] {
  return groupOfTarget(target) === null ? [] : target.selection.flatMap((reference) => countedOf(target.index, reference));
}

export const statisticsCommands: readonly ConsoleCommand[] = [
  {
    id: 'statistics.monitor', label: statisticsTexts.monitoring, icon: Activity, risk: 'safe', role: 'read-only',
    place: { menu: 'actions', section: 'watch', submenu: 'statistics' },
    appliesTo: (target) => countedIn(target).length > 0,
    run: (target, tools) => tools.show(MonitoringDialog, { groupId: groupOfTarget(target)?.id ?? '', things: countedIn(target) }),
  },
  {
    id: 'statistics.reset', label: statisticsTexts.reset, risk: 'safe', role: 'operator',
    place: { menu: 'actions', section: 'watch', submenu: 'statistics' },
    appliesTo: (target) => target.selection[0]?.kind === 'group' && groupOfTarget(target) !== null,
    run: (target, tools) => {
      const group = groupOfTarget(target);
      if (group === null) return;
      void tools.call('statistics.reset', { group: group.id }).then((answer) => {
        if (answer.ok) tools.say(statisticsTexts.wereReset(answer.value.group));
        else tools.refuse(answer.error);
      });
    },
  },
];
