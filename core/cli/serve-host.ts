/** `plexus serve`. The host's code is loaded only here: the other verbs answer sooner without it. */
import type { Refusal } from '../model/refusal.ts';
import { exitCodes } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import type { Line, Session } from './tool.ts';

export async function serveHost(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const { serve } = await import('../host/serve.ts');
  const ended = await serve({
    stateFolder: session.stateFolder,
    listen: line.values.get('listen'),
    remote: line.values.get('remote'),
    onReady: (address) => session.terminal.out(session.json ? JSON.stringify({ ready: address }) : `ready: ${address}`),
  });
  return ended.ok ? success(exitCodes.done) : ended;
}
