/** Renders any command as the command line that does the same: for remedies, menus, history and `--dry-run`. */
import type { Command, DiskCommand, GroupCommand, PlexCommand, VolumeCommand, VolumeGrow, VolumeMake, VolumeMirror } from './command.ts';
import type { FormatWish } from './file-systems.ts';
import { exactSize } from './size-text.ts';

/** One line, to be pasted into a POSIX shell. */
export function commandLine(command: Command): string {
  return words(command).filter((word) => word !== null).map(quoted).join(' ');
}

/** Formatting is a call of the host, no command of a group: it changes no configuration. */
export function formatCommandLine(
  { group, volume, fileSystem, label, allocationUnitBytes, quick, force }: FormatWish & Readonly<Record<'group' | 'volume', string>>
    & { readonly force: boolean },
): string {
  const format: Words = [
    'plexus', groupOption(group), when(force, '-f'), 'format', volume, `fstype=${fileSystem}`, label === '' ? null : `label=${label}`,
    allocationUnitBytes === undefined ? null : `unit=${allocationUnitBytes / 512}s`, quick ? null : 'quick=off',
  ];
  return format.filter((word) => word !== null).map(quoted).join(' ');
}

type Words = readonly (string | null)[];

function words(command: Command): Words {
  if (isDiskCommand(command)) return diskWords(command);
  if (isGroupCommand(command)) return groupWords(command);
  if (isPlexCommand(command)) return plexWords(command);
  return volumeWords(command);
}

function isDiskCommand(command: Command): command is DiskCommand {
  return command.command.startsWith('disk.');
}

function isGroupCommand(command: Command): command is GroupCommand {
  return command.command.startsWith('group.');
}

function isPlexCommand(command: Command): command is PlexCommand {
  return command.command.startsWith('plex.');
}

/** Single quotes keep backslashes and blanks alike. The mark of exclusion stays bare, as people type it. */
function quoted(word: string): string {
  return /^!?[A-Za-z0-9_./:@%+=,~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function when(condition: boolean | undefined, word: string): string | null {
  return condition === true ? word : null;
}

function key(name: string, value: string | number | undefined): string | null {
  return value === undefined ? null : `${name}=${value}`;
}

function diskWords(command: DiskCommand): Words {
  switch (command.command) {
    case 'disk.attach': {
      const create = command.createBytes === undefined ? [] : ['--create', exactSize(command.createBytes)];
      return ['vxdisk', 'attach', when(command.readOnly, '-r'), ...create, ...command.locations];
    }
    case 'disk.detach': return ['vxdisk', 'detach', command.disk];
    case 'disk.rescan': return ['vxdisk', 'rescan'];
    case 'disk.set':
      return [
        'vxdisk', 'set', key('enclosure', command.enclosure), key('site', command.site), key('failing', command.failing), command.disk,
      ];
    case 'disk.reactivate': return ['vxdisk', 'reactivate', command.disk];
    case 'disk.resize': return ['vxdisk', 'resize', command.disk];
    case 'disk.merge': return ['vxdisk', 'merge', ...command.disks];
    case 'disk.restore': return ['vxdg', when(command.force, '-f'), 'restore', command.file, ...command.disks];
    case 'disk.renewids': return ['vxdisk', 'renewids', ...command.locations];
  }
}

function groupWords(command: GroupCommand): Words {
  const start = ['vxdg', `-g${command.group}`];
  switch (command.command) {
    case 'group.init': return [...start, when(command.force, '-f'), 'init', ...command.disks];
    case 'group.adddisk': return [...start, when(command.force, '-f'), 'adddisk', ...command.disks];
    case 'group.rmdisk': return [...start, 'rmdisk', ...command.disks];
    case 'group.repldisk': return [...start, when(command.force, '-f'), 'repldisk', `${command.disk}=${command.replacement}`];
    case 'group.rename': return [...start, 'rename', command.newName];
    case 'group.deport': return [...start, ...newName(command.newName), when(command.force, '-f'), 'deport'];
    case 'group.upgrade': return [...start, 'upgrade'];
    case 'group.destroy': return [...start, when(command.force, '-f'), 'destroy'];
    case 'group.import': {
      const wishes = [when(command.noAutoImport, 'noautoimport'), key('selectcp', command.selectedCopy)].filter((wish) => wish !== null);
      const option = wishes.length === 0 ? [] : ['-o', wishes.join(',')];
      return [...start, ...newName(command.newName), ...option, when(command.clearStamp, '-C'), when(command.force, '-f'), 'import'];
    }
  }
}

function plexWords(command: PlexCommand): Words {
  const start = ['vxmend', groupOption(command.group)];
  switch (command.command) {
    case 'plex.off': return [...start, 'off', ...command.plexes];
    case 'plex.on': return [...start, 'on', ...command.plexes];
    case 'plex.fix': return [...start, 'fix', command.claim, ...command.plexes];
  }
}

function newName(name: string | undefined): Words {
  return name === undefined ? [] : ['-n', name];
}

function volumeWords(command: VolumeCommand): Words {
  const group = groupOption(command.group);
  switch (command.command) {
    case 'volume.make': return makeWords(command);
    case 'volume.delete': return ['vxassist', group, when(command.force, '-f'), 'delete', command.volume];
    case 'volume.rename': return ['vxedit', group, 'rename', command.volume, command.newName];
    case 'volume.start': return ['vxvol', group, 'start', command.volume];
    case 'volume.stop': return ['vxvol', group, when(command.force, '-f'), 'stop', command.volume];
    case 'volume.grow': return growWords(command);
    case 'volume.rdpol': return ['vxvol', group, 'rdpol', command.policy, command.volume, command.plex ?? null];
    case 'volume.assign':
      return command.driveLetter === ''
        ? ['vxassist', group, 'unassign', command.volume]
        : ['vxassist', group, 'assign', command.volume, `DriveLetter=${command.driveLetter}`];
    case 'volume.verify':
      return ['vxvol', group, 'verify', command.volume, ...(command.from === undefined ? [] : [`from=${command.from}`])];
    case 'volume.access': return ['vxvol', group, 'access', command.readOnly ? 'readonly' : 'readwrite', command.volume];
    case 'volume.mirror': return mirrorWords(command);
    case 'volume.rmmirror': return ['vxassist', group, 'remove', 'mirror', command.volume, key('plex', command.plex), ...command.disks];
    case 'volume.break':
      return ['vxassist', group, 'break', command.volume, `plex=${command.plex}`, command.newName ?? null, letterKey(command.driveLetter)];
    case 'volume.addlog': return ['vxassist', group, 'addlog', command.volume, `nlog=${command.logs}`, ...placement(command)];
    case 'volume.rmlog': return ['vxassist', group, 'remove', 'log', command.volume, ...command.logs];
  }
}

/** A volume named by its letter, path or GUID needs no group. */
function groupOption(group: string): string | null {
  return group === '' ? null : `-g${group}`;
}

function makeWords(command: VolumeMake): Words {
  const size = command.sizeBytes === 'MAX' ? 'MAX' : exactSize(command.sizeBytes);
  return [
    'vxassist', groupOption(command.group), 'make', command.volume, size,
    command.type === 'spanned' ? null : `type=${command.type}`,
    command.mirrors > 1 ? `mirror=${command.mirrors}` : null,
    key('column', command.columns),
    command.stripeUnitBytes === undefined ? null : `stripeunit=${exactSize(command.stripeUnitBytes)}`,
    key('log', command.logs), letterKey(command.driveLetter), when(!command.zeroed, 'init=none'), ...placement(command),
  ];
}

function letterKey(letter: string | undefined): string | null {
  return letter === undefined || letter === '' ? null : `DriveLetter=${letter}`;
}

function mirrorWords(command: VolumeMirror): Words {
  return [
    'vxassist', groupOption(command.group), 'mirror', command.volume,
    command.mirrors > 1 ? `mirror=${command.mirrors}` : null, key('type', command.type), key('column', command.columns),
    command.stripeUnitBytes === undefined ? null : `stripeunit=${exactSize(command.stripeUnitBytes)}`,
    key('log', command.logs), ...placement(command),
  ];
}

function growWords(command: VolumeGrow): Words {
  const verb = command.toBytes === undefined ? 'growby' : 'growto';
  const size = exactSize(command.toBytes ?? command.byBytes ?? 0);
  return ['vxassist', groupOption(command.group), verb, command.volume, size, when(!command.zeroed, 'init=none'), ...placement(command)];
}

function placement(command: Pick<VolumeMake, 'disks' | 'excludedDisks'>): Words {
  return [...command.disks, ...command.excludedDisks.map((disk) => `!${disk}`)];
}
