/**
 * What closing and quitting mean (design section 3). Pure: who uses the host goes in, what to do comes out, so that no
 * client loses its volume by a click on a cross.
 */
import type { HostUser } from '../core/host/contract.ts';

export interface HostUse {
  readonly clients: readonly HostUser[];
  readonly runningTasks: readonly string[];
  /** Names of the replication links that are active. */
  readonly activeLinks: readonly string[];
}

export type CloseDecision =
  /** Others are open. */
  | { readonly kind: 'close' }
  | { readonly kind: 'hide'; /** Say once that serving goes on. */ readonly say: boolean }
  | { readonly kind: 'quit' };

export interface CloseFacts {
  /** False when this program is only a console of a host that runs elsewhere. */
  readonly ownHost: boolean;
  readonly trayShown: boolean;
  readonly saidBefore: boolean;
  readonly lastWindow: boolean;
}

export function decideClose({ ownHost, trayShown, saidBefore, lastWindow }: CloseFacts): CloseDecision {
  if (!lastWindow) return { kind: 'close' };
  if (!ownHost || !trayShown) return { kind: 'quit' };
  return { kind: 'hide', say: !saidBefore };
}

export type QuitDecision =
  /** The host is another process; it goes on by itself. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'ask'; readonly question: QuitQuestion };

export interface QuitQuestion {
  readonly title: string;
  /** Who would lose what, one a line. */
  readonly lines: readonly string[];
  readonly buttons: readonly string[];
  readonly defaultButton: number;
  readonly cancelButton: number;
}

export type QuitAnswer = 'keep-serving' | 'stop' | 'cancel';

/** In the order of the buttons. */
const answers: readonly QuitAnswer[] = ['keep-serving', 'stop', 'cancel'];
/** More than this many users are summed up in one line: a question must fit the screen. */
export const linesMaximum = 12;

/** The same for Quit, log-off and shutdown. */
export function decideQuit(ownHost: boolean, use: HostUse): QuitDecision {
  if (!ownHost) return { kind: 'leave' };
  const lines = [
    ...use.clients.map(({ group, volume, address }) => `${group}/${volume} is connected from ${address}.`),
    ...use.runningTasks.map((task) => `Task ${task} is running.`),
    ...use.activeLinks.map((link) => `Link ${link} is replicating.`),
  ];
  if (lines.length === 0) return { kind: 'stop' };
  return {
    kind: 'ask',
    question: {
      title: 'This host is in use.',
      lines: lines.length <= linesMaximum ? lines : [...lines.slice(0, linesMaximum - 1), `${lines.length - linesMaximum + 1} more.`],
      buttons: ['Keep serving in the background', 'Stop anyway', 'Cancel'],
      defaultButton: 0,
      cancelButton: 2,
    },
  };
}

/** A dialog that was closed without a button is Cancel. */
export function quitAnswer(button: number): QuitAnswer {
  return answers[button] ?? 'cancel';
}
