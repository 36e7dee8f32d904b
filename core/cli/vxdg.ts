/** `vxdg`: disk groups, from making them to giving them to another host. */
import type { GroupImport } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { listGroups, showGroup } from './list-groups.ts';
import { neededGroup } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import type { Line, Tool } from './tool.ts';
import { changeVerb, namesMaximum, ownVerb } from './tool.ts';

const init = changeVerb({
  name: 'init',
  usage: '-gDG init DISK ... [-f]',
  about: 'make a disk group of these disks',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'group.init', group: group.value, disks: line.operands, force: line.flags.has('f') }) : group;
  },
});

const addDisk = changeVerb({
  name: 'adddisk',
  usage: '-gDG adddisk DISK ... [-f]',
  about: 'take disks into the group',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'group.adddisk', group: group.value, disks: line.operands, force: line.flags.has('f') }) : group;
  },
});

const removeDisk = changeVerb({
  name: 'rmdisk',
  usage: '-gDG rmdisk DISK ...',
  about: 'take disks without subdisks out of the group',
  options: ['g'],
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'group.rmdisk', group: group.value, disks: line.operands }) : group;
  },
});

const rename = changeVerb({
  name: 'rename',
  usage: '-gDG rename NEW   (or -gDG -n NEW rename)',
  about: 'give the group another name',
  options: ['g', 'n'],
  operandsMaximum: 1,
  build(line) {
    const group = neededGroup(line);
    if (!group.ok) return group;
    const names = [line.values.get('n'), line.operands[0]].filter((name) => name !== undefined);
    if (names.length !== 1) return failure(usageOf(line.tool, line.verb, 'one new name is wanted'));
    return success({ command: 'group.rename', group: group.value, newName: names[0]! });
  },
});

const deport = changeVerb({
  name: 'deport',
  usage: '-gDG [-n NEW] [-f] deport',
  about: 'stop the group and give it free for another host',
  options: ['g', 'n', 'f'],
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'group.deport', group: group.value, ...newName(line), force: line.flags.has('f') }) : group;
  },
});

const importGroup = changeVerb({
  name: 'import',
  usage: '-gDG [-n NEW] [-C] [-f] [-o noautoimport] import',
  about: 'take a group that the attached disks hold',
  options: ['g', 'n', 'C', 'f', 'o'],
  build: importCommand,
});

function importCommand(line: Line): Result<GroupImport, Refusal> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const wish = line.values.get('o')?.toLowerCase();
  if (wish !== undefined && wish !== 'noautoimport') {
    return failure(usageOf(line.tool, line.verb, `-o ${wish}: only noautoimport is known`));
  }
  return success({
    command: 'group.import', group: group.value, ...newName(line), clearStamp: line.flags.has('C'), force: line.flags.has('f'),
    ...(wish === undefined ? {} : { noAutoImport: true }),
  });
}

const destroy = changeVerb({
  name: 'destroy',
  usage: '-gDG [-f] destroy',
  about: 'dissolve the group; its disks become free',
  options: ['g', 'f'],
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'group.destroy', group: group.value, force: line.flags.has('f') }) : group;
  },
});

function newName(line: Line): { readonly newName?: string } {
  const name = line.values.get('n');
  return name === undefined ? {} : { newName: name };
}

const list = ownVerb({
  name: 'list',
  usage: 'list',
  about: 'the disk groups that this host sees',
  run: listGroups,
});

const dginfo = ownVerb({
  name: 'dginfo',
  usage: '-gDG dginfo',
  about: 'all that is known of a group',
  options: ['g'],
  run: showGroup,
});

export const vxdg: Tool = {
  name: 'vxdg',
  about: 'disk groups',
  verbs: [init, addDisk, removeDisk, rename, deport, importGroup, destroy, list, dginfo],
};
