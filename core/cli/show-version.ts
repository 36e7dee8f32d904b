/** `vxassist version` and `plexus version`: who serves the state folder decides what is possible. */
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import type { Line, Session } from './tool.ts';

export async function showVersion(_line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const status = await connection.value.call('host.status', {});
  if (!status.ok) return status;
  if (session.json) session.terminal.out(JSON.stringify({ version: status.value.version }));
  else session.terminal.out(`plexus ${status.value.version}`);
  return success(0);
}
