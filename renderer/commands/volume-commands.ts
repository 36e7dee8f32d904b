/** Entries about volumes. */
import { Cylinder } from 'lucide-react';
import { refusal } from '../../core/model/refusal.ts';
import { mebibyte } from '../../core/model/limits.ts';
import { FormatDialog } from '../wizards/format-dialog.tsx';
import { GrowVolumeWizard } from '../wizards/grow-volume-wizard.tsx';
import { NewVolumeWizard } from '../wizards/new-volume-wizard.tsx';
import { DriveLetterWizard, ReadPolicyWizard, RenameVolumeWizard, RepairVolumeWizard } from '../wizards/volume-wizards.tsx';
import { chosen, groupOfTarget, onHostOrFolder } from './command-target.ts';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand, MenuPlace } from './console-command.ts';
import { onOne } from './entry-makers.ts';

const { labels, advice } = commandTexts;
const actions = (section: MenuPlace['section'], submenu?: MenuPlace['submenu']): MenuPlace =>
  ({ menu: 'actions', section, ...(submenu === undefined ? {} : { submenu }) });

function onMembers(target: CommandTarget): boolean {
  const disks = chosen(target, 'disk');
  return disks.length > 0 && disks.every(({ status }) => status === 'online') && groupOfTarget(target) !== null;
}

export const volumeCommands: readonly ConsoleCommand[] = [
  {
    id: 'volume.new', label: labels.newVolume, icon: Cylinder, inToolbar: true, risk: 'costly', role: 'administrator',
      place: actions('create'),
    appliesTo: (target) => onHostOrFolder(target, ['volumes']) || (chosen(target, 'group').length === 1 && groupOfTarget(target) !== null)
      || onMembers(target),
    refusal: ({ index }) => (index.groups.some(({ status }) => status === 'imported') ? null
      : refusal('group.unknown', { kind: 'group', name: '' }, {}, advice.groupFirst)),
    engineCommand: (target) => {
      const group = groupOfTarget(target);
      return group === null ? null : {
        command: 'volume.make', group: group.name, volume: advice.probeName, sizeBytes: mebibyte, type: 'spanned', mirrors: 1,
        disks: chosen(target, 'disk').map(({ internalName }) => internalName), excludedDisks: [], zeroed: true,
      };
    },
    run: (target, tools) => tools.show(NewVolumeWizard, {
      groupId: groupOfTarget(target)?.id ?? '', diskIds: chosen(target, 'disk').map(({ id }) => id),
    }),
  },
  onOne({ id: 'volume.grow', label: labels.growVolume, risk: 'costly', place: actions('structure') }, {
    kind: 'volume',
    command: ({ groupName, name }) => ({
      command: 'volume.grow', group: groupName, volume: name, byBytes: mebibyte, disks: [], excludedDisks: [], zeroed: true,
    }),
    open: (volume, tools) => tools.show(GrowVolumeWizard, { volume }),
  }),
  onOne({ id: 'volume.assign', label: labels.driveLetter, risk: 'safe', place: actions('structure', 'fileSystem') }, {
    kind: 'volume', open: (volume, tools) => tools.show(DriveLetterWizard, { volume }),
  }),
  onOne({ id: 'volume.format', label: labels.format, risk: 'loses data', place: actions('structure', 'fileSystem') }, {
    kind: 'volume', open: (volume, tools) => tools.show(FormatDialog, { volume }),
  }),
  onOne({ id: 'volume.rdpol', label: labels.readPolicy, risk: 'safe', place: actions('structure') }, {
    kind: 'volume', open: (volume, tools) => tools.show(ReadPolicyWizard, { volume }),
  }),
  onOne({ id: 'volume.start', label: labels.startVolume, risk: 'safe', place: actions('state') }, {
    kind: 'volume', fits: ({ started }) => !started, command: ({ groupName, name }) => ({ command: 'volume.start', group: groupName,
      volume: name }),
  }),
  onOne({ id: 'volume.stop', label: labels.stopVolume, risk: 'safe', place: actions('state') }, {
    kind: 'volume', fits: ({ started }) => started,
    command: ({ groupName, name }) => ({ command: 'volume.stop', group: groupName, volume: name, force: false }),
  }),
  onOne({ id: 'volume.readOnly', label: labels.readOnly, risk: 'safe', place: actions('state') }, {
    kind: 'volume', fits: ({ readOnly }) => !readOnly,
    command: ({ groupName, name }) => ({ command: 'volume.access', group: groupName, volume: name, readOnly: true }),
  }),
  onOne({ id: 'volume.readWrite', label: labels.readWrite, risk: 'safe', place: actions('state') }, {
    kind: 'volume', fits: ({ readOnly }) => readOnly,
    command: ({ groupName, name }) => ({ command: 'volume.access', group: groupName, volume: name, readOnly: false }),
  }),
  onOne({ id: 'volume.verify', label: labels.verify, risk: 'costly', place: actions('state') }, {
    kind: 'volume', command: ({ groupName, name }) => ({ command: 'volume.verify', group: groupName, volume: name }),
  }),
  onOne({ id: 'volume.repair', label: labels.repair, risk: 'loses data', place: actions('state') }, {
    kind: 'volume',
    command: ({ groupName, name, plexIds }, { index }) => {
      const from = index.tables.plex.get(plexIds[0] ?? '')?.name;
      return from === undefined ? null : { command: 'volume.verify', group: groupName, volume: name, from };
    },
    open: (volume, tools) => tools.show(RepairVolumeWizard, { volume }),
  }),
  onOne({ id: 'volume.rename', label: labels.renameVolume, shortcut: 'F2', risk: 'safe', place: actions('remove') }, {
    kind: 'volume', open: (volume, tools) => tools.show(RenameVolumeWizard, { volume }),
  }),
  onOne({ id: 'volume.delete', label: labels.deleteVolume, shortcut: 'Delete', risk: 'loses data', place: actions('remove') }, {
    kind: 'volume', command: ({ groupName, name }) => ({ command: 'volume.delete', group: groupName, volume: name, force: false }),
  }),
];
