/** `plexus alerts` and `plexus acknowledge`: what the host wants a person to know, and that a person knows it. */
import { commandLine } from '../model/command-line.ts';
import type { Remedy } from '../model/refusal.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import type { AlertView } from '../model/views.ts';
import { factLines } from './table.ts';
import type { HostConnection, Line, Session } from './tool.ts';
import { namesMaximum, ownVerb } from './tool.ts';

export const alerts = ownVerb({
  name: 'alerts', usage: 'alerts [-a]',
  about: 'the alerts that are new or whose state lasts, with cause and remedy; -a also those that are cleared',
  options: ['a'], run: listAlerts,
});

export const acknowledge = ownVerb({
  name: 'acknowledge', usage: 'acknowledge ID ...|all', about: 'note that these alerts are seen, by whom and when', operandsMinimum: 1,
  operandsMaximum: namesMaximum, run: acknowledgeAlerts,
});

async function listAlerts(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const read = await readAlerts(connection.value);
  if (!read.ok) return read;
  const shown = read.value.filter(({ state }) => line.flags.has('a') || state !== 'cleared');
  const { out } = session.terminal;
  if (session.json) out(JSON.stringify({ alerts: shown }));
  else shown.forEach((alert, index) => { for (const text of [...(index === 0 ? [] : ['']), ...factLines(alertFacts(alert))]) out(text); });
  return success(0);
}

async function acknowledgeAlerts(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const read = await readAlerts(connection.value);
  if (!read.ok) return read;
  const all = line.operands.some((word) => word.toLowerCase() === 'all');
  const unknown = all ? undefined : line.operands.find((id) => read.value.every((alert) => alert.id !== id));
  if (unknown !== undefined) {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument: unknown, reason: 'is the id of no alert' },
      'plexus alerts -a shows the alerts that there are'));
  }
  const ids = all ? read.value.filter(({ state }) => state === 'new').map(({ id }) => id) : line.operands;
  const answer = await connection.value.call('alert.acknowledge', { ids: [...ids] });
  if (!answer.ok) return answer;
  if (session.json) session.terminal.out(JSON.stringify(answer.value));
  return success(0);
}

async function readAlerts(connection: HostConnection): Promise<Result<readonly AlertView[], Refusal>> {
  const list = await connection.call('objects.list', {});
  if (!list.ok) return list;
  return success(list.value.objects.filter((view): view is AlertView => view.kind === 'alert')
    .sort((left, right) => left.lastAt.localeCompare(right.lastAt)));
}

function alertFacts(alert: AlertView): readonly (readonly [string, string])[] {
  const { acknowledgedBy, acknowledgedAt, clearedAt, clearsWhen } = alert;
  return [
    ['Alert', alert.id], ['Severity', alert.severity], ['Code', alert.code], ['State', alert.state], ['Message', alert.message],
    ['First', alert.firstAt], ['Last', alert.lastAt], ['Count', String(alert.count)],
    ['Acknowledged', acknowledgedBy === '' ? '' : `${acknowledgedAt} by ${acknowledgedBy}`], ['Cleared', clearedAt],
    ['Cause', alert.cause], ['Clears when', clearsWhen], ['Remedy', remedyText(alert.remedy)],
  ];
}

function remedyText(remedy: Remedy): string {
  return remedy.kind === 'command' ? commandLine(remedy.command) : remedy.advice;
}
