/**
 * The ways out for an alert: a program, the log of the system, a web address. Each answers why it could not; empty when it
 * did. None of them sees a shell, and none waits for ever.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { alertCommandKey, alertSyslogKey } from '../model/host-settings.ts';
import type { AlertView } from '../model/views.ts';

export const deliveryMillisecondsMaximum = 10_000;

/** What goes out, as JSON; keys are added, never renamed or removed. */
export interface AlertMessage {
  readonly version: 1;
  readonly event: 'raised' | 'ended';
  readonly host: string;
  readonly hostId: string;
  readonly at: string;
  readonly severity: AlertView['severity'];
  readonly code: string;
  readonly subject: AlertView['subject'];
  readonly message: string;
  readonly evidence: AlertView['evidence'];
  readonly count: number;
}

/** What only the system can say against a setting; null when it says nothing. */
export function alertSettingFault(key: string, value: string): string | null {
  if (key === alertCommandKey && value !== '' && !isProgram(value)) return 'is no program that this host may run';
  if (key === alertSyslogKey && value === 'on' && loggerProgram() === null) return 'needs the program logger, which is not here';
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Null where the system has none. */
export function loggerProgram(path = process.env['PATH'] ?? ''): string | null {
  return path.split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, 'logger')).find(isProgram) ?? null;
}

export function sendToCommand(path: string, message: AlertMessage, signal: AbortSignal): Promise<string> {
  const { PATH = '', LANG = 'C.UTF-8' } = process.env;
  const { event, severity, code, subject, host, message: text } = message;
  return runProgram(path, [], `${JSON.stringify(message)}\n`, {
    PATH, LANG, PLEXUS_ALERT_EVENT: event, PLEXUS_ALERT_SEVERITY: severity, PLEXUS_ALERT_CODE: code,
    PLEXUS_ALERT_SUBJECT: `${subject.kind} ${subject.name}`, PLEXUS_ALERT_HOST: host, PLEXUS_ALERT_MESSAGE: text,
  }, signal);
}

const syslogPriorities = { information: 'info', warning: 'warning', error: 'err', critical: 'crit' } as const;

export function sendToSyslog(message: AlertMessage, signal: AbortSignal, program = loggerProgram()): Promise<string> {
  if (program === null) return Promise.resolve('the program logger is not here');
  const { event, severity, code, message: text } = message;
  const line = `${event === 'ended' ? 'Ended: ' : ''}${text} [${code}]`;
  return runProgram(program, ['-t', 'plexus', '-p', `daemon.${syslogPriorities[severity]}`], `${line.replaceAll('\n', ' ')}\n`,
    { PATH: process.env['PATH'] ?? '' }, signal);
}

export async function sendToWebhook(address: string, message: AlertMessage, signal: AbortSignal): Promise<string> {
  try {
    const answer = await fetch(address, {
      method: 'POST', body: JSON.stringify(message), redirect: 'error',
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'plexus' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(deliveryMillisecondsMaximum)]),
    });
    await answer.body?.cancel();
    return answer.ok ? '' : `the server answered ${answer.status}`;
  } catch (error) {
    const { cause, name } = error as Error & { readonly cause?: Partial<NodeJS.ErrnoException> };
    return name === 'TimeoutError' ? 'no answer in time' : cause?.code ?? cause?.message ?? String((error as Error).message);
  }
}

function runProgram(
  path: string, words: readonly string[], input: string, variables: Readonly<Record<string, string>>, signal: AbortSignal,
): Promise<string> {
  const environment = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, value.replaceAll('\0', ' ')]));
  return new Promise((resolve) => {
    const child = spawn(path, words, {
      env: environment, stdio: ['pipe', 'ignore', 'ignore'], shell: false, windowsHide: true, signal, killSignal: 'SIGKILL',
      timeout: deliveryMillisecondsMaximum,
    });
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once('exit', (code, killedBy) => {
      resolve(code === 0 ? '' : killedBy === null ? `it ended with ${code ?? -1}` : 'it did not end in time');
    });
    // A program that does not read what it is given is none the worse.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
