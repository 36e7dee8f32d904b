/** `plexus log`: the host's logs, the oldest entry first. */
import type { LogEntry } from '../host/contract.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { usageOf } from './parse-line.ts';
import type { Line, Session } from './tool.ts';

const logs = ['task', 'alert', 'audit'] as const;
const entriesUnlessAsked = 50;
const entriesMaximum = 1000;

export async function printLog(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const log = logs.find((name) => name === line.operands[0]!.toLowerCase());
  if (log === undefined) return failure(usageOf(line.tool, line.verb, `'${line.operands[0]!}' is no log; there are ${logs.join(', ')}`));
  const last = Number(line.values.get('last') ?? entriesUnlessAsked);
  if (!Number.isInteger(last) || last < 1 || last > entriesMaximum) {
    return failure(usageOf(line.tool, line.verb, `--last takes a number from 1 to ${entriesMaximum}`));
  }
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('log.read', { log, last });
  if (!answer.ok) return answer;
  if (session.json) session.terminal.out(JSON.stringify({ entries: answer.value.entries }));
  else for (const entry of answer.value.entries) session.terminal.out(entryText(entry));
  return success(0);
}

function entryText({ at, severity, message, facts }: LogEntry): string {
  const words = Object.entries(facts).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [at, severity, message, ...words].join('  ');
}
