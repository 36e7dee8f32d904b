/** `vxmend`: states of plexes by hand. */
import type { PlexClaim, PlexCommand } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { neededGroup } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import type { Line, Tool } from './tool.ts';
import { changeVerb, namesMaximum } from './tool.ts';

const claims: readonly PlexClaim[] = ['clean', 'active', 'stale', 'empty'];
const shape = { options: ['g'], operandsMinimum: 1, operandsMaximum: namesMaximum } as const;

const off = changeVerb({
  ...shape,
  name: 'off',
  usage: '-gDG off PLEX ...',
  about: 'take plexes out of use; what they miss is kept',
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'plex.off', group: group.value, plexes: line.operands }) : group;
  },
});

const on = changeVerb({
  ...shape,
  name: 'on',
  usage: '-gDG on PLEX ...',
  about: 'take plexes back into use; they are brought up to date first',
  long: true,
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'plex.on', group: group.value, plexes: line.operands }) : group;
  },
});

const fix = changeVerb({
  ...shape,
  name: 'fix',
  usage: '-gDG fix clean|active|stale|empty PLEX ...',
  about: 'say what plexes of a stopped volume hold; nothing checks it, so read the plan first (--dry-run)',
  operandsMinimum: 2,
  build: fixCommand,
});

function fixCommand(line: Line): Result<PlexCommand, Refusal> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const [word = '', ...plexes] = line.operands;
  const claim = claims.find((candidate) => candidate === word.toLowerCase());
  return claim === undefined ? failure(usageOf(line.tool, line.verb, `${word}: one of ${claims.join(', ')} is wanted`))
    : success({ command: 'plex.fix', group: group.value, claim, plexes });
}

export const vxmend: Tool = { name: 'vxmend', about: 'states of plexes by hand', verbs: [off, on, fix] };
