/**
 * One desktop program a state folder. The lock is Electron's, which goes by the user data folder; so that folder lies in
 * the state folder, and programs on different state folders do not disturb each other.
 */
import { join } from 'node:path';
import type { App } from 'electron';

export function claimInstance(
  app: Pick<App, 'setPath' | 'requestSingleInstanceLock' | 'on'>, stateFolder: string, onSecondStart: () => void,
): boolean {
  app.setPath('userData', join(stateFolder, 'desktop'));
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecondStart);
  return true;
}

export interface DesktopArguments {
  readonly state: string | undefined;
  /** Serve without a window: what "Keep serving in the background" starts. */
  readonly background: boolean;
}

export const backgroundSwitch = '--background';

/** Chromium's own switches stand among ours; what is not known is left to it. */
export function readDesktopArguments(argumentsGiven: readonly string[]): DesktopArguments {
  const at = argumentsGiven.indexOf('--state');
  const joined = argumentsGiven.find((argument) => argument.startsWith('--state='));
  return {
    state: at >= 0 ? argumentsGiven[at + 1] : joined?.slice('--state='.length),
    background: argumentsGiven.includes(backgroundSwitch),
  };
}
