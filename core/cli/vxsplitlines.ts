/** `vxsplitlines`: the sides of groups that went on in two places, and the command that keeps each. */
import type { CallOutputs, GroupSide } from '../host/contract.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import { givenGroup } from './line-parts.ts';
import { readObjects } from './object-index.ts';
import { factLines, tableLines } from './table.ts';
import type { HostConnection, Line, Session, Tool } from './tool.ts';
import { ownVerb } from './tool.ts';

type Sides = CallOutputs['group.sides'];

async function showSides(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const names = await groupsToShow(connection.value, givenGroup(line));
  if (!names.ok) return names;
  const groups: Sides[] = [];
  for (const group of names.value) {
    const sides = await connection.value.call('group.sides', { group });
    if (!sides.ok) return sides;
    groups.push(sides.value);
  }
  if (session.json) session.terminal.out(JSON.stringify({ groups }));
  else for (const text of groups.flatMap(groupText)) session.terminal.out(text);
  return success(0);
}

/** Without a name, the groups that are forks. */
async function groupsToShow(connection: HostConnection, name: string): Promise<Result<readonly string[], Refusal>> {
  if (name !== '') return success([name]);
  const objects = await readObjects(connection);
  return objects.ok ? success(objects.value.groups.filter(({ status }) => status === 'fork').map(({ id }) => id)) : objects;
}

function groupText({ group, sides }: Sides): readonly string[] {
  if (sides.length === 0) return [`Disk group ${group}: its disks agree.`];
  return [
    `Disk group ${group} went on in ${sides.length} places without each other. Only one of them can go on; what was `
      + 'written on the others is lost.',
    ...sides.flatMap((side, index) => ['', `Side ${index + 1}`, ...sideText(side)]),
  ];
}

function sideText(side: GroupSide): readonly string[] {
  const disks = side.disks.map(({ name, device, serial }) => `${name} (${device}, serial ${serial})`).join(', ');
  return [
    ...factLines([
      ['Disks', disks], ['Without', side.absentDisks.join(', ')], ['Sequence', String(side.sequence)],
      ['Host', side.hostName || 'deported'], ['Last change', side.lastAt],
    ]),
    ...tableLines(side.entries.map(({ sequence, at, what }) => [String(sequence), at, what])),
    `To keep it: ${side.commandLine}`,
  ];
}

export const vxsplitlines: Tool = {
  name: 'vxsplitlines',
  about: 'disk groups that went on in two places',
  verbs: [ownVerb({
    name: '',
    usage: '[-gDG]',
    about: 'both sides of a fork: disks, sequence, host, last changes, and the command that keeps each',
    options: ['g'],
    run: showSides,
  })],
};
