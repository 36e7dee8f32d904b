/** Tasks in words: one line each, all that is known of one, and as JSON. */
import { formatSize } from '../model/size-text.ts';
import type { TaskView } from '../model/views.ts';
import { tableLines } from './table.ts';

const taskHeader = ['TASK', 'NAME', 'OBJECT', 'STATE', 'DONE', 'RATE', 'LEFT'];

/** One line each, which fits 80 columns; under a task that ended with something to say, what it was. */
export function taskLines(tasks: readonly TaskView[]): string[] {
  const [header = '', ...rows] = tableLines([taskHeader, ...tasks.map((task) => [
    String(task.number), task.name, task.subject.name, task.state, percent(task), rateWords(task, ''),
    task.secondsLeft === null ? '' : duration(task.secondsLeft.most),
  ])]);
  return [header, ...tasks.flatMap(({ result }, index) => [rows[index] ?? '', ...(result === '' ? [] : [`      ${result}.`])])];
}

/** How far it is: what changes of a task while it is watched. */
export function taskProgress(task: TaskView): string {
  const cells = [
    String(task.number), task.name, task.subject.name, stateWords(task), percent(task), rateWords(task, ''), timeWords(task, ''),
  ];
  return cells.filter((cell) => cell !== '').join('  ');
}

export function taskFacts(task: TaskView): (readonly [string, string])[] {
  const { totalBytes, doneBytes, copyShare, clientsBusy } = task;
  const ended = task.endedAt !== '';
  return [
    ['Task', String(task.number)], ['Id', task.id], ['Name', task.name], ['Object', `${task.subject.kind} ${task.subject.name}`],
    ['State', stateWords(task)], ['Cause', task.cause], ['Copies', task.copies],
    ...(task.whyNotLess === '' ? [] : [['Why not less', task.whyNotLess] as const]),
    ['Done', `${formatSize(doneBytes)} of ${formatSize(totalBytes)}${totalBytes === 0 ? '' : ` (${percent(task)})`}`],
    ['Left', ended ? '' : formatSize(totalBytes - doneBytes)],
    ['Rate', ended ? '' : rateWords(task, 'not measured yet')], ['Time left', ended ? '' : timeWords(task, 'not measured yet')],
    ['Cost', ended ? '' : `its chunks take ${Math.round(copyShare * 100)}% of the time; clients are ${clientsBusy ? 'busy' : 'idle'}`],
    ['Slow', task.slowMilliseconds === 0 ? '' : `${task.slowMilliseconds} ms after each chunk`],
    [task.abortable ? 'An abort leaves' : 'No abort', task.abortLeaves],
    ['Started', task.startedAt], ['Ended', task.endedAt],
  ];
}

export function taskJson(task: TaskView): Readonly<Record<string, unknown>> {
  const { kind: _kind, groupId, ...facts } = task;
  return { ...facts, groupGuid: groupId };
}

function stateWords({ state, result }: TaskView): string {
  return result === '' ? state : `${state}: ${result}`;
}

function percent({ doneBytes, totalBytes }: TaskView): string {
  return totalBytes === 0 ? '' : `${Math.floor((doneBytes / totalBytes) * 100)}%`;
}

function rateWords({ bytesPerSecond }: TaskView, unmeasured: string): string {
  return bytesPerSecond === null ? unmeasured : `${formatSize(bytesPerSecond)}/s`;
}

function timeWords({ secondsLeft }: TaskView, unmeasured: string): string {
  if (secondsLeft === null) return unmeasured;
  const { least, most } = secondsLeft;
  return least === most ? duration(least) : `${duration(least)} to ${duration(most)}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.ceil(seconds / 360) / 10} h`;
}
