/** `vxdg`: disk groups, from making them to giving them to another host. */
import type { GroupImport } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { listGroups, showGroup } from './list-groups.ts';
import { absoluteLocation, neededGroup } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { showHistory } from './show-history.ts';
import type { Line, Tool } from './tool.ts';
import { changeVerb, namesMaximum, ownVerb } from './tool.ts';
import { writeBackup } from './write-backup.ts';

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

const replaceDisk = changeVerb({
  name: 'repldisk',
  usage: '-gDG repldisk MISSING=NEW [-f]',
  about: 'put a free disk in the place of one that is missing or broken',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build(line) {
    const group = neededGroup(line);
    if (!group.ok) return group;
    const [disk = '', replacement = '', ...more] = line.operands[0]!.split('=');
    if (disk === '' || replacement === '' || more.length > 0) {
      return failure(usageOf(line.tool, line.verb, `${line.operands[0]!}: MISSING=NEW is wanted`));
    }
    return success({ command: 'group.repldisk', group: group.value, disk, replacement, force: line.flags.has('f') });
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
  usage: '-gDG [-n NEW] [-C] [-f] [-o noautoimport,selectcp=DISKID] import',
  about: 'take a group that the attached disks hold',
  options: ['g', 'n', 'C', 'f', 'o'],
  build: importCommand,
});

function importCommand(line: Line): Result<GroupImport, Refusal> {
  const group = neededGroup(line);
  if (!group.ok) return group;
  const wishes = (line.values.get('o') ?? '').split(',').filter((wish) => wish !== '');
  const selected = wishes.find((wish) => /^selectcp=./i.test(wish))?.slice('selectcp='.length);
  const noAutoImport = wishes.some((wish) => wish.toLowerCase() === 'noautoimport');
  if (wishes.length > Number(selected !== undefined) + Number(noAutoImport)) {
    return failure(usageOf(line.tool, line.verb, `-o ${wishes.join(',')}: only noautoimport and selectcp=DISKID are known`));
  }
  return success({
    command: 'group.import', group: group.value, ...newName(line), clearStamp: line.flags.has('C'), force: line.flags.has('f'),
    ...(noAutoImport ? { noAutoImport } : {}), ...(selected === undefined ? {} : { selectedCopy: selected }),
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

const upgrade = changeVerb({
  name: 'upgrade',
  usage: '-gDG upgrade',
  about: 'raise the group to the newest version; releases that do not know it cannot import it any more',
  options: ['g'],
  build(line) {
    const group = neededGroup(line);
    return group.ok ? success({ command: 'group.upgrade', group: group.value }) : group;
  },
});

const history = ownVerb({
  name: 'history',
  usage: '-gDG history [-l] [SEQUENCE]   (or -gDG history --diff A B)',
  about: 'who changed what, and when; -l with all that changed',
  options: ['g', 'l', 'diff'],
  operandsMaximum: 2,
  run: showHistory,
});

const backup = ownVerb({
  name: 'backup',
  usage: '-gDG [-f] backup FILE',
  about: 'write the configuration to a text file; no user data; -f over a file that exists',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: writeBackup,
});

const restore = changeVerb({
  name: 'restore',
  usage: 'restore FILE [DISK ... | INTERNAL=DISK ...] [-f]',
  about: 'write the lost private regions of a group anew from a backup',
  options: ['f'],
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build(line) {
    const [file = '', ...disks] = line.operands;
    return success({ command: 'disk.restore', file: absoluteLocation(line, file), disks, force: line.flags.has('f') });
  },
});

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
  verbs: [init, addDisk, removeDisk, replaceDisk, rename, deport, importGroup, destroy, upgrade, history, backup, restore, list, dginfo],
};
