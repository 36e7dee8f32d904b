/** `plexus status` and `plexus shutdown`. */
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { becomesTrue } from './becomes-true.ts';
import { factLines } from './table.ts';
import type { Line, Session } from './tool.ts';

export async function showStatus(_line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const status = await connection.value.call('host.status', {});
  if (!status.ok) return status;
  const users = await connection.value.call('host.users', {});
  if (!users.ok) return users;
  if (session.json) {
    session.terminal.out(JSON.stringify({ ...status.value, users: users.value.clients, runningTasks: users.value.runningTasks }));
    return success(0);
  }
  const { hostName, hostId, version, processId, stateFolder, startedAt, consoleAddress, groups, disks, volumes, clients } = status.value;
  const facts = factLines([
    ['Host', hostName], ['GUID', hostId], ['Version', version], ['Process', String(processId)], ['State folder', stateFolder],
    ['Started', startedAt], ['Console', consoleAddress], ['Disk groups', String(groups)], ['Disks', String(disks)],
    ['Volumes', String(volumes)], ['Clients', String(clients)], ['Tasks', String(users.value.runningTasks.length)],
  ]);
  for (const text of facts) session.terminal.out(text);
  for (const { volume, group, address,
    since } of users.value.clients) session.terminal.out(`  ${group}/${volume} is in use by ${address} since ${since}`);
  return success(0);
}

/** A host with many volumes may take this long to flush. */
const endMillisecondsMaximum = 60_000;

/** Answers when the host's process has ended, so that what comes next finds its disks free. */
export async function shutDown(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const status = await connection.value.call('host.status', {});
  if (!status.ok) return status;
  const answer = await connection.value.call('host.shutdown', { force: line.flags.has('f') });
  if (!answer.ok) return answer;
  await connection.value.ended;
  const { processId } = status.value;
  if (!await becomesTrue(() => !isAlive(processId), endMillisecondsMaximum)) {
    const evidence = { reason: `process ${processId} is still flushing` };
    return failure(refusal('host.busy', { kind: 'host', name: status.value.hostName }, evidence, 'Give it time; it ends by itself.'));
  }
  if (session.json) session.terminal.out(JSON.stringify(answer.value));
  return success(0);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
