/** `vxvol`: a volume that there is: what it is made of, started or stopped, how it is read. */
import { failure, success } from '../model/result.ts';
import { givenGroup } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { showVolume } from './show-volume.ts';
import { startOrStopAll } from './start-stop-all.ts';
import type { Tool } from './tool.ts';
import { changeVerb, ownVerb } from './tool.ts';

const volinfo = ownVerb({
  name: 'volinfo',
  usage: '[-gDG] volinfo VOL',
  about: 'GUID, state, size, plexes, subdisks, NBD address',
  options: ['g'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: showVolume,
});

const start = changeVerb({
  name: 'start',
  usage: '[-gDG] start VOL',
  about: 'serve the volume; it starts again with its group from now on',
  options: ['g'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'volume.start', group: givenGroup(line), volume: line.operands[0]! }),
});

const stop = changeVerb({
  name: 'stop',
  usage: '[-gDG] [-f] stop VOL',
  about: 'serve it no longer; -f disconnects its clients after a flush',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'volume.stop', group: givenGroup(line), volume: line.operands[0]!, force: line.flags.has('f') }),
});

const readPolicies = ['round', 'prefer', 'select'] as const;

const rdpol = changeVerb({
  name: 'rdpol',
  usage: '[-gDG] rdpol round|prefer|select VOL [PLEX]',
  about: 'which plex answers reads',
  options: ['g'],
  operandsMinimum: 2,
  operandsMaximum: 3,
  build(line) {
    const [word = '', volume = '', plex] = line.operands;
    const policy = readPolicies.find((candidate) => candidate === word.toLowerCase());
    if (policy === undefined) return failure(usageOf(line.tool, line.verb, `'${word}' is no read policy`));
    if ((policy === 'prefer') !== (plex !== undefined)) {
      return failure(usageOf(line.tool, line.verb, policy === 'prefer' ? 'prefer needs a plex' : `${policy} takes no plex`));
    }
    return success({ command: 'volume.rdpol', group: givenGroup(line), volume, policy, ...(plex === undefined ? {} : { plex }) });
  },
});

const access = changeVerb({
  name: 'access',
  usage: '[-gDG] access readonly|readwrite VOL',
  about: 'whether clients may write',
  options: ['g'],
  operandsMinimum: 2,
  operandsMaximum: 2,
  build(line) {
    const [word = '', volume = ''] = line.operands;
    const mode = word.toLowerCase();
    if (mode !== 'readonly' && mode !== 'readwrite') return failure(usageOf(line.tool, line.verb,
      `'${word}' is neither readonly nor readwrite`));
    return success({ command: 'volume.access', group: givenGroup(line), volume, readOnly: mode === 'readonly' });
  },
});

const verify = changeVerb({
  name: 'verify',
  usage: '[-gDG] [-b] verify VOL [from=PLEX]',
  about: 'compare its plexes while it is in use; with from=, what differs is written anew from that plex',
  options: ['g'],
  keys: ['from'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  long: true,
  build(line) {
    const from = line.keys.get('from');
    const volume = line.operands[0]!;
    return success({ command: 'volume.verify', group: givenGroup(line), volume, ...(from === undefined ? {} : { from }) });
  },
});

const startAll = ownVerb({
  name: 'startall', usage: '[-gDG] startall', about: 'start every stopped volume', options: ['g'], run: startOrStopAll,
});

const stopAll = ownVerb({
  name: 'stopall', usage: '[-gDG] [-f] stopall', about: 'stop every started volume', options: ['g', 'f'], run: startOrStopAll,
});

export const vxvol: Tool = {
  name: 'vxvol', about: 'what volumes do', verbs: [volinfo, start, stop, startAll, stopAll, rdpol, access, verify],
};
