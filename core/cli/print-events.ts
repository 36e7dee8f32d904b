/** `plexus events`: the host's own frames, one a line. */
import { hostUnreachable } from '../host/client.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure } from '../model/result.ts';
import type { Line, Session } from './tool.ts';

/** Ends with the host; its lines are JSON with and without `--json`. */
export async function printEvents(_line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.subscribe({
    snapshot: (sequence, objects) => session.terminal.out(JSON.stringify({ snapshot: { sequence, objects } })),
    change: (change) => session.terminal.out(JSON.stringify({ change })),
  });
  if (!answer.ok) return answer;
  await connection.value.ended;
  return failure(hostUnreachable(session.stateFolder, 'the host has ended'));
}
