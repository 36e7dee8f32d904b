/** Entries about tasks under way. */
import { refusal } from '../../core/model/refusal.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { TaskView } from '../../core/model/views.ts';
import { ThrottleDialog } from '../wizards/throttle-dialog.tsx';
import { commandTexts } from './command-texts.ts';
import type { CommandTools, ConsoleCommand, MenuPlace } from './console-command.ts';
import { onOne } from './entry-makers.ts';

const { labels, advice } = commandTexts;
const state: MenuPlace = { menu: 'actions', section: 'state' };

function isUnderWay({ endedAt }: TaskView): boolean {
  return endedAt === '';
}

function notPausable(task: TaskView): Refusal | null {
  return task.pausable ? null : refusal('task.not-pausable', task.subject, { task: task.name }, advice.waitForTask);
}

function ask(tools: CommandTools, call: 'task.pause' | 'task.resume' | 'task.abort', task: TaskView): void {
  void tools.call(call, { task: task.id }).then((answer) => {
    if (answer.ok) tools.say(advice.task[call](task.name));
    else tools.refuse(answer.error);
  });
}

export const taskCommands: readonly ConsoleCommand[] = [
  onOne({ id: 'task.pause', label: labels.pauseTask, risk: 'safe', role: 'operator', place: state }, {
    kind: 'task', fits: (task) => isUnderWay(task) && task.state !== 'paused', refusal: notPausable,
      open: (task, tools) => ask(tools, 'task.pause', task),
  }),
  onOne({ id: 'task.resume', label: labels.resumeTask, risk: 'safe', role: 'operator', place: state }, {
    kind: 'task', fits: (task) => task.state === 'paused', open: (task, tools) => ask(tools, 'task.resume', task),
  }),
  onOne({ id: 'task.throttle', label: labels.throttleTask, risk: 'safe', role: 'operator', place: state }, {
    kind: 'task', fits: isUnderWay, refusal: notPausable, open: (task, tools) => tools.show(ThrottleDialog, { task }),
  }),
  onOne({ id: 'task.abort', label: labels.abortTask, shortcut: 'Delete', risk: 'safe', role: 'operator',
    place: { menu: 'actions', section: 'remove' } }, {
    kind: 'task', fits: isUnderWay, open: (task, tools) => ask(tools, 'task.abort', task),
    refusal: (task) => (task.abortable ? null
      : refusal('task.not-abortable', task.subject, { task: task.name, reason: task.abortLeaves }, advice.waitForTask)),
  }),
];
