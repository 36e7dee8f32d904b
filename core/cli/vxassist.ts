/** `vxassist`: volumes, placed by the engine. */
import type { VolumeGrow } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { driveLetter, givenGroup } from './line-parts.ts';
import { listVolumes } from './list-volumes.ts';
import { addLog, breakOff, mirror, removePart } from './mirror-verbs.ts';
import { makeCommand, makeKeys, zeroedArgument } from './make-arguments.ts';
import { usageOf } from './parse-line.ts';
import { queryMaximum } from './query-maximum.ts';
import { sizeArgument } from './size-argument.ts';
import { showVersion } from './show-version.ts';
import type { Line, Tool } from './tool.ts';
import { changeVerb, namesMaximum, ownVerb } from './tool.ts';

const make = changeVerb({
  name: 'make',
  usage: '-gDG make VOL SIZE|MAX [type=spanned|stripe|mirror] [mirror=N] [column=N] [stripeunit=SIZE] [log=N] [DriveLetter=X]'
    + ' [init=none] [DISK ... | !DISK ...]',
  about: 'make a volume and start it',
  options: ['g'],
  keys: makeKeys,
  excludes: true,
  operandsMinimum: 2,
  operandsMaximum: namesMaximum,
  long: true,
  build(line) {
    const [volume = '', size = '', ...disks] = line.operands;
    if (size.toUpperCase() === 'MAX') return makeCommand(line, volume, 'MAX', disks);
    const bytes = sizeArgument(line, size);
    return bytes.ok ? makeCommand(line, volume, bytes.value, disks) : bytes;
  },
});

const remove = changeVerb({
  name: 'delete',
  usage: '-gDG [-f] delete VOL',
  about: 'delete a volume and what is on it',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'volume.delete', group: givenGroup(line), volume: line.operands[0]!, force: line.flags.has('f') }),
});

function growCommand(line: Line, wanted: 'byBytes' | 'toBytes'): Result<VolumeGrow, Refusal> {
  const [volume = '', size = '', ...disks] = line.operands;
  const bytes = sizeArgument(line, size);
  if (!bytes.ok) return bytes;
  const zeroed = zeroedArgument(line);
  if (!zeroed.ok) return zeroed;
  return success({
    command: 'volume.grow', group: givenGroup(line), volume, [wanted]: bytes.value, disks, excludedDisks: line.excluded,
    zeroed: zeroed.value,
  });
}

function growVerb(name: string, about: string, size: Parameters<typeof growCommand>[1]) {
  return changeVerb({
    name,
    usage: `-gDG ${name} VOL SIZE [init=none] [DISK ... | !DISK ...]`,
    about,
    options: ['g'],
    keys: ['init'],
    excludes: true,
    operandsMinimum: 2,
    operandsMaximum: namesMaximum,
    long: true,
    build: (line) => growCommand(line, size),
  });
}

const growBy = growVerb('growby', 'make a volume larger by so much', 'byBytes');
const growTo = growVerb('growto', 'make a volume so large', 'toBytes');

const assign = changeVerb({
  name: 'assign',
  usage: '[-gDG] assign VOL DriveLetter=X',
  about: 'give a volume a drive letter: a name on this host, it mounts nothing',
  options: ['g'],
  keys: ['driveletter'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build(line) {
    const text = line.keys.get('driveletter');
    if (text === undefined) return failure(usageOf(line.tool, line.verb, 'DriveLetter= is missing'));
    const letter = driveLetter(line, text);
    return letter.ok
      ? success({ command: 'volume.assign', group: givenGroup(line), volume: line.operands[0]!, driveLetter: letter.value })
      : letter;
  },
});

const unassign = changeVerb({
  name: 'unassign',
  usage: '[-gDG] unassign VOL',
  about: "take a volume's drive letter away",
  options: ['g'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'volume.assign', group: givenGroup(line), volume: line.operands[0]!, driveLetter: '' }),
});

const queryMax = ownVerb({
  name: 'querymax',
  usage: '-gDG querymax [VOL] [type=...] [mirror=N] [column=N] [stripeunit=SIZE] [log=N] [DISK ... | !DISK ...]',
  about: 'how much a volume can grow; without a volume, how large a new one can be',
  options: ['g'],
  keys: makeKeys,
  excludes: true,
  operandsMaximum: namesMaximum,
  run: queryMaximum,
});

const rescan = changeVerb({
  name: 'rescan',
  usage: 'rescan',
  about: 'look again for disks that were missing, and at what the attached ones hold',
  build: () => success({ command: 'disk.rescan' }),
});

const list = ownVerb({ name: 'list', usage: '[-gDG] list', about: 'the volumes', options: ['g'], run: listVolumes });

const version = ownVerb({ name: 'version', usage: 'version', about: 'the version of the host', run: showVersion });

export const vxassist: Tool = {
  name: 'vxassist',
  about: 'volumes',
  verbs: [make, remove, growBy, growTo, mirror, breakOff, addLog, removePart, queryMax, assign, unassign, rescan, list, version],
};
