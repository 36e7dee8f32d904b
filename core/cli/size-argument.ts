/** A size on the command line: `model/size-text.ts` reads it; here it gets the object that a refusal names. */
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { parseSize } from '../model/size-text.ts';
import type { Line } from './tool.ts';

export function sizeArgument(line: Line, text: string): Result<number, Refusal> {
  return parseSize(text, { kind: line.tool === 'vxdisk' ? 'disk' : 'volume', name: line.operands[0] ?? '' });
}
