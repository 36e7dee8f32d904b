/** The verbs of `vxassist` that give volumes more or fewer mirrors and logs. */
import type { VolumeMirror } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { driveLetter, givenGroup, wholeNumber, wordOf } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { sizeArgument } from './size-argument.ts';
import type { Line } from './tool.ts';
import { changeVerb, namesMaximum } from './tool.ts';

export const mirror = changeVerb({
  name: 'mirror',
  usage: '[-gDG] mirror VOL [mirror=N] [type=spanned|stripe] [column=N] [stripeunit=SIZE] [log=N] [DISK ... | !DISK ...]',
  about: 'add mirrors to a volume; clients go on while they are copied',
  options: ['g'],
  keys: ['mirror', 'type', 'column', 'stripeunit', 'log'],
  excludes: true,
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  long: true,
  build(line) {
    const layout = mirrorLayout(line);
    if (!layout.ok) return layout;
    const mirrors = wholeNumber(line, 'mirror', 1);
    if (!mirrors.ok) return mirrors;
    const [volume = '', ...disks] = line.operands;
    return success({
      command: 'volume.mirror', group: givenGroup(line), volume, mirrors: mirrors.value ?? 1, ...layout.value,
      disks, excludedDisks: line.excluded,
    });
  },
});

type MirrorLayout = Pick<VolumeMirror, 'type' | 'columns' | 'stripeUnitBytes' | 'logs'>;

function mirrorLayout(line: Line): Result<MirrorLayout, Refusal> {
  const type = wordOf(line, 'type', ['spanned', 'stripe'] as const);
  if (!type.ok) return type;
  const columns = wholeNumber(line, 'column', 1);
  if (!columns.ok) return columns;
  const unitText = line.keys.get('stripeunit');
  const unit = unitText === undefined ? success(undefined) : sizeArgument(line, unitText);
  if (!unit.ok) return unit;
  const logs = wholeNumber(line, 'log', 0);
  if (!logs.ok) return logs;
  return success({
    ...(type.value === undefined ? {} : { type: type.value }),
    ...(columns.value === undefined ? {} : { columns: columns.value }),
    ...(unit.value === undefined ? {} : { stripeUnitBytes: unit.value }),
    ...(logs.value === undefined ? {} : { logs: logs.value }),
  });
}

export const breakOff = changeVerb({
  name: 'break',
  usage: '[-gDG] break VOL plex=NAME [NEWNAME] [DriveLetter=X]',
  about: 'make one mirror of a volume a volume of its own, as it was at that moment',
  options: ['g'],
  keys: ['plex', 'driveletter'],
  operandsMinimum: 1,
  operandsMaximum: 2,
  build(line) {
    const plex = line.keys.get('plex') ?? '';
    if (plex === '') return failure(usageOf(line.tool, line.verb, 'plex= is missing'));
    const letterText = line.keys.get('driveletter');
    const letter = letterText === undefined ? success(undefined) : driveLetter(line, letterText);
    if (!letter.ok) return letter;
    const [volume = '', newName] = line.operands;
    return success({
      command: 'volume.break', group: givenGroup(line), volume, plex,
      ...(newName === undefined ? {} : { newName }), ...(letter.value === undefined ? {} : { driveLetter: letter.value }),
    });
  },
});

export const addLog = changeVerb({
  name: 'addlog',
  usage: '[-gDG] addlog VOL [nlog=N] [DISK ... | !DISK ...]',
  about: 'give a redundant volume more logs: with one, a crash or an absent disk costs only what was written meanwhile',
  options: ['g'],
  keys: ['nlog'],
  excludes: true,
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build(line) {
    const logs = wholeNumber(line, 'nlog', 1);
    if (!logs.ok) return logs;
    const [volume = '', ...disks] = line.operands;
    return success({
      command: 'volume.addlog', group: givenGroup(line), volume, logs: logs.value ?? 1, disks, excludedDisks: line.excluded,
    });
  },
});

export const removePart = changeVerb({
  name: 'remove',
  usage: '[-gDG] remove mirror VOL [plex=NAME | DISK ...]   (or [-gDG] remove log VOL [LOG|DISK ...])',
  about: 'take a mirror or a log away from a volume',
  options: ['g'],
  keys: ['plex'],
  operandsMinimum: 2,
  operandsMaximum: namesMaximum,
  build(line) {
    const [part = '', volume = '', ...names] = line.operands;
    const plex = line.keys.get('plex');
    const group = givenGroup(line);
    switch (part.toLowerCase()) {
      case 'mirror':
        if (plex !== undefined && names.length > 0) return failure(usageOf(line.tool, line.verb, 'either plex= or disks say which'));
        return success({ command: 'volume.rmmirror', group, volume, disks: names, ...(plex === undefined ? {} : { plex }) });
      case 'log':
        if (plex !== undefined) return failure(usageOf(line.tool, line.verb, 'plex= goes with remove mirror'));
        return success({ command: 'volume.rmlog', group, volume, logs: names });
      default: return failure(usageOf(line.tool, line.verb, `'${part}' is neither mirror nor log`));
    }
  },
});
