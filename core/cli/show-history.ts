/** `vxdg history`: who changed what, and when. */
import type { CallInput } from '../host/contract.ts';
import type { HistoryEntry } from '../model/history.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { neededGroup } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { factLines, tableLines } from './table.ts';
import type { Line, Session } from './tool.ts';

export async function showHistory(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const input = historyInput(line);
  if (!input.ok) return input;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('group.history', input.value);
  if (!answer.ok) return answer;
  const { entries, changes } = answer.value;
  const { from, to, group } = input.value;
  if (line.flags.has('diff')) {
    if (session.json) session.terminal.out(JSON.stringify({ from, to, changes }));
    else for (const text of changes.length === 0 ? ['Nothing that matters is different.'] : changes) session.terminal.out(text);
    return success(0);
  }
  const [sequence] = line.operands;
  const wanted = sequence === undefined ? entries : entries.filter((entry) => entry.sequence === Number(sequence));
  if (sequence !== undefined && wanted.length === 0) return failure(unknownSequence(group, sequence));
  if (session.json) session.terminal.out(JSON.stringify({ entries: wanted }));
  else for (const text of historyText(wanted, sequence !== undefined || line.flags.has('l'))) session.terminal.out(text);
  return success(0);
}

function historyInput(line: Line): Result<CallInput<'group.history'>, Refusal> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const odd = line.operands.find((word) => !/^[0-9]{1,15}$/.test(word));
  if (odd !== undefined) return failure(usageOf(line.tool, line.verb, `'${odd}' is no sequence number`));
  if (!line.flags.has('diff')) {
    if (line.operands.length > 1) return failure(usageOf(line.tool, line.verb, 'two sequence numbers go with --diff'));
    return success({ group: group.value });
  }
  if (line.operands.length !== 2) return failure(usageOf(line.tool, line.verb, '--diff takes two sequence numbers'));
  const [from, to] = line.operands.map(Number);
  return success({ group: group.value, from: from ?? 0, to: to ?? 0 });
}

function unknownSequence(group: string, sequence: string): Refusal {
  return refusal('history.unknown', { kind: 'group', name: group }, { sequence: Number(sequence) }, `See: vxdg -g${group} history`);
}

function historyText(entries: readonly HistoryEntry[], long: boolean): readonly string[] {
  if (entries.length === 0) return ['No history is kept of it.'];
  if (!long) {
    return tableLines([['SEQUENCE', 'WHEN', 'WHO', 'WHAT'],
      ...entries.map((entry) => [String(entry.sequence), entry.at, entry.actor, inShort(entry)])]);
  }
  return entries.flatMap((entry, index) => [...(index === 0 ? [] : ['']), ...longText(entry)]);
}

function inShort({ command, cause, changes, known }: HistoryEntry): string {
  return command || [cause, ...changes.slice(0, 1)].filter((text) => text !== '').join(' ') || (known ? 'No change of the objects.' : '');
}

function longText({ sequence, commitId, at, actor, command, cause, changes, known }: HistoryEntry): readonly string[] {
  const facts: (readonly [string, string])[] = [['Sequence', String(sequence)], ['Commit', commitId], ['When', at]];
  if (actor !== '') facts.push(['Who', actor]);
  if (command !== '') facts.push(['Command', command]);
  if (cause !== '') facts.push(['Cause', cause]);
  const told = known ? changes : ['What was before is not known.'];
  return [...factLines(facts), ...told.map((text) => `  ${text}`)];
}
