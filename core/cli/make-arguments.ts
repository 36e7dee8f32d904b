/** What `vxassist make` and `querymax` say of a volume that is to be made: type, mirrors, columns, disks, letter. */
import type { VolumeMake, VolumeType } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { driveLetter, neededGroup, wholeNumber, wordOf } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { sizeArgument } from './size-argument.ts';
import type { Line } from './tool.ts';

export const makeKeys = ['type', 'mirror', 'column', 'stripeunit', 'log', 'driveletter', 'init'] as const;

export function makeCommand(line: Line, volume: string, sizeBytes: number | 'MAX', disks: readonly string[]): Result<VolumeMake, Refusal> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const layout = layoutArguments(line);
  if (!layout.ok) return layout;
  const zeroed = zeroedArgument(line);
  if (!zeroed.ok) return zeroed;
  const logs = wholeNumber(line, 'log', 0);
  if (!logs.ok) return logs;
  const letterText = line.keys.get('driveletter');
  const letter = letterText === undefined ? success(undefined) : driveLetter(line, letterText);
  if (!letter.ok) return letter;
  return success({
    command: 'volume.make', group: group.value, volume, sizeBytes, ...layout.value,
    ...(logs.value === undefined ? {} : { logs: logs.value }),
    ...(letter.value === undefined ? {} : { driveLetter: letter.value }),
    disks, excludedDisks: line.excluded, zeroed: zeroed.value,
  });
}

/** `init=none` leaves the bytes of new space as they are; all else is zeroed. */
export function zeroedArgument(line: Line): Result<boolean, Refusal> {
  const init = wordOf(line, 'init', ['none', 'zero'] as const);
  return init.ok ? success(init.value !== 'none') : init;
}

type Layout = Pick<VolumeMake, 'type' | 'mirrors' | 'columns' | 'stripeUnitBytes'>;

function layoutArguments(line: Line): Result<Layout, Refusal> {
  const typed = wordOf(line, 'type', ['spanned', 'stripe', 'mirror'] as const);
  if (!typed.ok) return typed;
  const mirrors = wholeNumber(line, 'mirror', 1);
  if (!mirrors.ok) return mirrors;
  const columns = wholeNumber(line, 'column', 1);
  if (!columns.ok) return columns;
  const unitText = line.keys.get('stripeunit');
  const unit = unitText === undefined ? success(undefined) : sizeArgument(line, unitText);
  if (!unit.ok) return unit;
  const striped = columns.value !== undefined || unit.value !== undefined;
  if (striped && typed.value === 'spanned') return failure(usageOf(line.tool, line.verb, 'column= and stripeunit= belong to type=stripe'));
  if (typed.value === 'mirror' && mirrors.value === 1) return failure(usageOf(line.tool, line.verb, 'type=mirror needs mirror=2 or more'));
  const count = mirrors.value ?? (typed.value === 'mirror' ? 2 : 1);
  const type = layoutType(typed.value, striped, count);
  return success({
    type, mirrors: count,
    ...(columns.value === undefined ? {} : { columns: columns.value }),
    ...(unit.value === undefined ? {} : { stripeUnitBytes: unit.value }),
  });
}

/** `type=mirror column=3` and `type=stripe mirror=2` are both the mirrored stripe. */
function layoutType(typed: VolumeType | undefined, striped: boolean, mirrors: number): VolumeType {
  if (typed === 'stripe' || striped) return 'stripe';
  return mirrors > 1 ? 'mirror' : 'spanned';
}
