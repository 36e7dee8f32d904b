/** Entries about alerts: what is behind one, its remedy, and that it has been seen. */
import { AlertDialog, isDeadRuntime } from '../activity/alert-dialog.tsx';
import type { AlertDialogProps } from '../activity/alert-dialog.tsx';
import { activityTexts } from '../activity/activity-texts.ts';
import type { AlertView } from '../../core/model/views.ts';
import { chosen } from './command-target.ts';
import type { CommandTarget } from './command-target.ts';
import type { CommandTools, ConsoleCommand, MenuPlace } from './console-command.ts';
import { onOne } from './entry-makers.ts';

const properties: MenuPlace = { menu: 'actions', section: 'properties' };
const state: MenuPlace = { menu: 'actions', section: 'state' };
const isNew = ({ state: now }: AlertView): boolean => now === 'new';

function acknowledge(alerts: readonly AlertView[], tools: CommandTools): void {
  void tools.call('alert.acknowledge', { ids: alerts.map(({ id }) => id) }).then((answer) => {
    if (answer.ok) tools.say(activityTexts.acknowledgedCount(answer.value.acknowledged));
    else tools.refuse(answer.error);
  });
}

function newAlertsOf({ index }: CommandTarget): readonly AlertView[] {
  return [...index.tables.alert.values()].filter(isNew);
}

function hasRemedy({ state: now, remedy }: AlertView): boolean {
  return now !== 'cleared' && remedy.kind === 'command';
}

function runRemedy({ remedy }: AlertView, tools: CommandTools): void {
  if (remedy.kind === 'command') tools.perform(remedy.command);
}

export const alertCommands: readonly ConsoleCommand[] = [
  onOne({ id: 'alert.details', label: activityTexts.details, risk: 'safe', role: 'read-only', place: properties }, {
    kind: 'alert',
    open: (alert, tools) => {
      const perform: AlertDialogProps['perform'] = (command) => { tools.perform(command); };
      tools.show(AlertDialog, { alert, perform });
    },
  }),
  onOne({ id: 'alert.remedy', label: activityTexts.remedy, risk: 'costly', place: state }, {
    kind: 'alert', fits: (alert) => hasRemedy(alert) && !isDeadRuntime(alert),
    // The class differs from alert to alert: what it runs is asked about as its own class wants.
    open: runRemedy,
  }),
  onOne({ id: 'alert.restart', label: activityTexts.restart, risk: 'costly', place: state }, {
    kind: 'alert', fits: (alert) => hasRemedy(alert) && isDeadRuntime(alert), open: runRemedy,
  }),
  {
    id: 'alert.acknowledge', label: activityTexts.acknowledge, risk: 'safe', role: 'operator', place: state,
    appliesTo: (target) => chosen(target, 'alert').some(isNew),
    run: (target, tools) => { acknowledge(chosen(target, 'alert').filter(isNew), tools); },
  },
  {
    id: 'alert.acknowledgeAll', label: activityTexts.acknowledgeAll, risk: 'safe', role: 'operator', place: state,
    appliesTo: (target) => chosen(target, 'alert').length > 0 && newAlertsOf(target).length > 0,
    run: (target, tools) => { acknowledge(newAlertsOf(target), tools); },
  },
];
