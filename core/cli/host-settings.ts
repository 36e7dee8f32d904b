/** `plexus set` and `plexus get`: settings of the host itself. */
import type { CallOutputs } from '../host/contract.ts';
import type { Refusal } from '../model/refusal.ts';
import { hostSettingRules } from '../model/host-settings.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { usageOf } from './parse-line.ts';
import type { Line, Session } from './tool.ts';

/** For `--help`. */
export const settingsAbout = hostSettingRules.map(({ key, standard, about }) => `${key} (${standard}): ${about}`).join('; ');

export async function getSettings(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('settings.get', {});
  if (!answer.ok) return answer;
  const wanted = line.operands[0]?.toLowerCase();
  const shown = answer.value.settings.filter(({ key }) => wanted === undefined || key.toLowerCase() === wanted);
  if (shown.length === 0) return failure(usageOf(line.tool, line.verb, `there is no setting '${line.operands[0] ?? ''}'`));
  print({ settings: shown }, session);
  return success(0);
}

export async function setSettings(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const values: Record<string, string> = {};
  for (const word of line.operands) {
    const at = word.indexOf('=');
    if (at < 1) return failure(usageOf(line.tool, line.verb, `'${word}' is no KEY=VALUE`));
    values[word.slice(0, at)] = word.slice(at + 1);
  }
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('settings.set', { values });
  if (!answer.ok) return answer;
  if (session.json) print(answer.value, session);
  return success(0);
}

function print(shown: CallOutputs['settings.get'], session: Session): void {
  if (session.json) session.terminal.out(JSON.stringify(shown));
  else for (const { key, value } of shown.settings) session.terminal.out(`${key}=${value}`);
}
