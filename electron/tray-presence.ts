/**
 * Whether the desktop shows a tray. Windows and macOS always do. On Linux it is a program of the desktop's that must be
 * there, found by its name on the session bus; where that cannot be asked, we take it that there is none, because a window
 * that hides into a tray that is not shown could not be found again.
 */
import { execFile } from 'node:child_process';

const askMillisecondsMaximum = 1_000;
const question = [
  'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
  '--method', 'org.freedesktop.DBus.NameHasOwner', 'org.kde.StatusNotifierWatcher',
];

export type AskBus = (program: string, words: readonly string[]) => Promise<string>;

export async function desktopShowsTray(platform: NodeJS.Platform, ask: AskBus = askBus): Promise<boolean> {
  if (platform !== 'linux') return true;
  return (await ask('gdbus', question)).trim() === '(true,)';
}

/** Empty when the program is missing, fails, or takes too long. */
function askBus(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, words, { timeout: askMillisecondsMaximum }, (error, output) => resolve(error === null ? output : ''));
  });
}
