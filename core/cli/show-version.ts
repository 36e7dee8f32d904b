/** `vxassist version` and `plexus version`. */
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import manifest from '../../package.json' with { type: 'json' };
import type { Line, Session } from './tool.ts';

/** Works without a host: then only this program's version is known. */
export async function showVersion(_line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  const status = connection.ok ? await connection.value.call('host.status', {}) : connection;
  const host = status.ok ? status.value.version : null;
  if (session.json) session.terminal.out(JSON.stringify({ program: manifest.version, host }));
  else session.terminal.out(`plexus ${manifest.version}${host === null ? ', no host' : `, host ${host}`}`);
  return success(0);
}
