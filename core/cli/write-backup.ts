/** `vxdg backup`: asks the host for the text and writes it where the person is. */
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { privateFileMode } from '../host/durable-file.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { neededGroup } from './line-parts.ts';
import type { Line, Session } from './tool.ts';

export async function writeBackup(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('group.backup', { group: group.value });
  if (!answer.ok) return answer;
  const file = resolve(line.directory, line.operands[0]!);
  const fault = writeText(file, answer.value.text, line.flags.has('f'));
  if (fault !== '') {
    const advice = fault === 'EEXIST'
      ? 'Name another file, or write over this one with -f.'
      : 'Name a file in a folder that you may write to.';
    const reason = fault === 'EEXIST' ? 'exists already' : `cannot be written: ${fault}`;
    return failure(refusal('argument.invalid', { kind: 'group', name: group.value }, { argument: 'FILE', given: file, reason }, advice));
  }
  if (session.json) session.terminal.out(JSON.stringify({ group: group.value, file }));
  return success(0);
}

/** Empty when it is written, durably. */
function writeText(file: string, text: string, over: boolean): string {
  try {
    const descriptor = openSync(file, over ? 'w' : 'wx', privateFileMode);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
