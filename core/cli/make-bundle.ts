/** `plexus bundle`: a support bundle as a file that only its owner can read. */
import { writeFileSync } from 'node:fs';
import { privateFileMode } from '../host/durable-file.ts';
import { systemReason } from '../host/state-folder.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { absoluteLocation } from './line-parts.ts';
import { tableLines } from './table.ts';
import type { Line, Session } from './tool.ts';

/** Lists what is in it. A file that is there already stays. */
export async function makeBundle(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const file = absoluteLocation(line, line.operands[0] ?? '');
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('support.bundle', { hideNames: line.flags.has('hideNames'), pack: true });
  if (!answer.ok) return answer;
  const { parts, packed } = answer.value;
  try {
    writeFileSync(file, Buffer.from(packed, 'base64'), { flag: 'wx', mode: privateFileMode });
  } catch (error) {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' },
      { argument: 'the file', given: file, reason: `cannot be made (${systemReason(error)})` }, 'Name a file that does not exist yet.'));
  }
  if (session.json) session.terminal.out(JSON.stringify({ file, parts }));
  else for (const text of tableLines(parts.map(({ name, bytes, about }) => [name, formatSize(bytes), about]))) session.terminal.out(text);
  return success(0);
}
