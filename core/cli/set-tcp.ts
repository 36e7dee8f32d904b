/** `plexus tcp`: the network side of a group's exports. */
import type { CallInput } from '../host/contract.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { absoluteLocation, neededGroup, wholeNumber } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import type { Line, Session } from './tool.ts';

export const tcpKeys = ['address', 'port', 'certificate', 'key', 'allow'] as const;

export async function setTcp(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const input = tcpInput(line);
  if (!input.ok) return input;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('tcp.set', input.value);
  if (!answer.ok) return answer;
  const { address, port } = answer.value;
  if (session.json) session.terminal.out(JSON.stringify(answer.value));
  else if (input.value.enabled) session.terminal.out(`${address.includes(':') ? `[${address}]` : address}:${port}`);
  return success(0);
}

export function tcpInput(line: Line): Result<CallInput<'tcp.set'>, Refusal> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const word = line.operands[0]!.toLowerCase();
  if (word !== 'on' && word !== 'off') return failure(usageOf(line.tool, line.verb, `'${line.operands[0]!}' is neither on nor off`));
  const port = wholeNumber(line, 'port', 0);
  if (!port.ok) return port;
  const address = line.keys.get('address');
  const certificate = line.keys.get('certificate');
  const key = line.keys.get('key');
  if ((certificate === undefined) !== (key === undefined)) return failure(usageOf(line.tool, line.verb,
    'certificate= and key= go together'));
  const allow = line.keys.get('allow')?.split(',').filter((range) => range !== '');
  return success({
    group: group.value, enabled: word === 'on',
    ...(address === undefined ? {} : { address }), ...(port.value === undefined ? {} : { port: port.value }),
    ...(certificate === undefined ? {} : { certificateFile: absoluteLocation(line, certificate) }),
    ...(key === undefined ? {} : { keyFile: absoluteLocation(line, key) }), ...(allow === undefined ? {} : { allow }),
  });
}
