/** "Keep serving in the background": the state folder is handed to this program started anew, without a window. */
import { spawn } from 'node:child_process';
import { backgroundSwitch } from './single-instance.ts';

export interface BackgroundStart {
  readonly executable: string;
  readonly arguments: readonly string[];
}

/**
 * What is started. The unpackaged program needs its folder named. No Node mode of the executable is used: what ships has
 * that fused off.
 */
export function backgroundStart(executable: string, applicationFolder: string, packaged: boolean, stateFolder: string): BackgroundStart {
  const headless = process.platform === 'linux' ? ['--ozone-platform=headless'] : [];
  return {
    executable,
    arguments: [...(packaged ? [] : [applicationFolder]), ...headless, backgroundSwitch, '--state', stateFolder],
  };
}

/** Called after our own host has let go of the state folder; the new process outlives this one. */
export function startInBackground({ executable, arguments: given }: BackgroundStart): void {
  spawn(executable, given, { detached: true, stdio: 'ignore' }).unref();
}
