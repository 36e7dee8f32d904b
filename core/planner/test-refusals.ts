/** Cases of refusals: what was asked, of which world, and what must come back. */
import { commandLine } from '../model/command-line.ts';
import { invariant } from '../model/invariant.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { Evidence, RefusalCode } from '../model/refusal.ts';
import type { PlannableCommand } from './plan-command.ts';
import { client, group, make } from './test-world.ts';
import type { TestWorld } from './test-world.ts';

export interface RefusalCase {
  readonly title: string;
  readonly before?: (world: TestWorld) => void;
  readonly command: PlannableCommand;
  readonly code: RefusalCode;
  readonly subject: string;
  readonly evidence?: Evidence;
  /** Of the remedy, when it is a command. */
  readonly line?: string;
}

export function withVolume(world: TestWorld): void {
  world.do(make);
}

export function withMirror(world: TestWorld): void {
  world.do({ ...make, type: 'mirror', mirrors: 2 });
}

export function withStartedVolume(world: TestWorld): void {
  withVolume(world);
  world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
}

export function withClient(world: TestWorld): void {
  withStartedVolume(world);
  world.clients.set(world.volumeId('V'), [client]);
}

/** What the planners answered, in the terms of the case. `words` and `untouched` are the same for every refusal. */
export interface Answer {
  readonly code: string;
  readonly subject: string;
  readonly evidence: Evidence;
  readonly line: string;
  /** The way out is itself accepted; true also where it is advice or belongs to another group. */
  readonly wayOutWorks: boolean;
  readonly message: string;
  readonly untouched: boolean;
}

/** Asks in a group of three disks of 2 GiB. */
export function answerTo({ before, command }: RefusalCase): Answer {
  const world = group(3);
  before?.(world);
  const configuration = JSON.stringify(world.configuration);
  const planned = world.plan(command);
  invariant(!planned.ok, 'the command is refused');
  const { code, subject, evidence, remedy } = planned.error;
  const next = remedy.kind === 'command' && 'group' in remedy.command && remedy.command.group === 'DG' ? remedy.command : null;
  return {
    code,
    subject: subject.name,
    evidence,
    line: remedy.kind === 'command' ? commandLine(remedy.command) : '',
    wayOutWorks: next === null || world.plan(next).ok,
    message: refusalWords(planned.error).message,
    untouched: JSON.stringify(world.configuration) === configuration,
  };
}

export function expectedAnswer({ code, subject, evidence, line }: RefusalCase): Partial<Answer> {
  return {
    code,
    subject,
    wayOutWorks: true,
    untouched: true,
    ...(evidence === undefined ? {} : { evidence }),
    ...(line === undefined ? {} : { line }),
  };
}

/** In no message. */
export const holesInWords = /undefined|null|\[object/;
