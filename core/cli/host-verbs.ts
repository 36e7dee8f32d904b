/** `plexus status` and `plexus shutdown`. */
import type { CallOutputs } from '../host/contract.ts';
import { clientNames } from '../model/client-names.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { becomesTrue } from '../host/map/becomes-true.ts';
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
  const { hostName, hostId, version, processId, stateFolder, startedAt, consoleAddress, metricsAddress, metricsToken, groups, disks,
    volumes, clients, remoteAddress, remoteFingerprint } = status.value;
  const facts = factLines([
    ['Host', hostName], ['GUID', hostId], ['Version', version], ['Process', String(processId)], ['State folder', stateFolder],
    ['Started', startedAt], ['Console', consoleAddress], ['Metrics', metricsAddress], ['Metrics token', metricsToken],
    ...(remoteAddress === '' ? [] : [['Remote consoles', remoteAddress], ['Fingerprint', remoteFingerprint]] as const),
    ['Disk groups', String(groups)], ['Disks', String(disks)], ['Volumes', String(volumes)], ['Clients', String(clients)],
    ['Tasks', String(users.value.runningTasks.length)],
  ]);
  for (const text of facts) session.terminal.out(text);
  for (const text of userLines(users.value.clients)) session.terminal.out(text);
  return success(0);
}

function userLines(users: CallOutputs['host.users']['clients']): string[] {
  const alike = new Map<string, typeof users>();
  for (const user of users) {
    const key = [user.group, user.volume, user.address].join('\n');
    alike.set(key, [...(alike.get(key) ?? []), user]);
  }
  return [...alike.values()].map((those) => {
    const since = those.map((user) => user.since).sort()[0] ?? '';
    return `  ${those[0]?.group ?? ''}/${those[0]?.volume ?? ''} is in use by ${clientNames(those).join(', ')} since ${since}`;
  });
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
