/** Entries about disks. */
import { HardDriveDownload } from 'lucide-react';
import { refusal } from '../../core/model/refusal.ts';
import type { DiskView } from '../../core/model/views.ts';
import { diskLabel } from '../state/tree-model.ts';
import { AttachWizard } from '../wizards/attach-wizard.tsx';
import { DiskTagsWizard, ReplaceDiskWizard } from '../wizards/disk-wizards.tsx';
import { AddDiskWizard, RemoveDiskWizard } from '../wizards/group-wizards.tsx';
import { chosen, groupOfTarget, onHostOrFolder } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand, MenuPlace } from './console-command.ts';
import { onOne } from './entry-makers.ts';
import { freeDisks } from './group-commands.ts';

const { labels, advice } = commandTexts;
const actions = (section: MenuPlace['section']): MenuPlace => ({ menu: 'actions', section });

function isMember({ status }: DiskView): boolean {
  return status === 'online' || status === 'missing' || status === 'failed';
}

function isAttached({ status }: DiskView): boolean {
  return status !== 'missing';
}

export const diskCommands: readonly ConsoleCommand[] = [
  {
    id: 'disk.attach', label: labels.attachDisks, icon: HardDriveDownload, inToolbar: true, risk: 'safe', role: 'administrator',
    place: actions('create'),
    appliesTo: (target) => onHostOrFolder(target, ['groups', 'disks', 'pseudo:free']),
      run: (_target, tools) => tools.show(AttachWizard, {}),
  },
  {
    id: 'disk.add', label: labels.addDisk, risk: 'costly', role: 'administrator', place: actions('structure'),
    appliesTo: (target) => chosen(target, 'disk').length > 0 && chosen(target, 'disk').every(({ status }) => status === 'free'),
    refusal: ({ index }) => (index.groups.some(({ status }) => status === 'imported') ? null
      : refusal('group.unknown', { kind: 'group', name: '' }, {}, advice.groupFirst)),
    run: (target, tools) => tools.show(AddDiskWizard, { groupId: '', diskIds: chosen(target, 'disk').map(({ id }) => id) }),
  },
  {
    id: 'disk.remove', label: labels.removeDisk, risk: 'costly', role: 'administrator', place: actions('structure'),
    appliesTo: (target) => chosen(target, 'disk').length > 0 && chosen(target, 'disk').every(isMember) && groupOfTarget(target) !== null,
    engineCommand: (target) => ({
      command: 'group.rmdisk', group: groupOfTarget(target)?.name ?? '',
        disks: chosen(target, 'disk').map(({ internalName }) => internalName),
    }),
    run: (target, tools) => {
      const group = groupOfTarget(target);
      if (group !== null) tools.show(RemoveDiskWizard, { group, diskIds: chosen(target, 'disk').map(({ id }) => id) });
    },
  },
  onOne({ id: 'disk.replace', label: labels.replaceDisk, risk: 'costly', place: actions('structure') }, {
    kind: 'disk', fits: isMember,
    refusal: (_disk, target) => (freeDisks(target).length > 0 ? null
      : refusal('disk.unknown', { kind: 'disk', name: advice.freeDisk }, {}, advice.attachFirst)),
    command: (disk, target) => ({
      command: 'group.repldisk', group: disk.groupName, disk: disk.internalName, replacement: freeDisks(target)[0]?.name ?? '',
        force: false,
    }),
    open: (disk, tools) => tools.show(ReplaceDiskWizard, { disk }),
  }),
  onOne({ id: 'disk.merge', label: labels.mergeDisks, risk: 'costly', place: actions('state') }, {
    kind: 'disk', fits: ({ status }) => status === 'foreign', command: (disk) => ({ command: 'disk.merge', disks: [diskLabel(disk)] }),
  }),
  onOne({ id: 'disk.reactivate', label: labels.reactivateDisk, risk: 'safe', place: actions('state') }, {
    kind: 'disk', fits: isMember, command: (disk) => ({ command: 'disk.reactivate', disk: diskLabel(disk) }),
  }),
  onOne({ id: 'disk.clearErrors', label: labels.clearErrors, risk: 'safe', place: actions('state') }, {
    kind: 'disk', fits: (disk) => isMember(disk) && disk.errors > 0,
      command: (disk) => ({ command: 'disk.set', disk: diskLabel(disk), failing: 'off' }),
  }),
  onOne({ id: 'disk.resize', label: labels.resizeDisk, risk: 'costly', place: actions('state') }, {
    kind: 'disk', fits: ({ status }) => status === 'online', command: (disk) => ({ command: 'disk.resize', disk: diskLabel(disk) }),
  }),
  onOne({ id: 'disk.renewIds', label: labels.renewIds, risk: 'costly', place: actions('state') }, {
    kind: 'disk', fits: ({ status }) => status === 'copy' || status === 'foreign',
    command: ({ location }) => ({ command: 'disk.renewids', locations: [location] }),
  }),
  onOne({ id: 'disk.tags', label: labels.tagDisk, shortcut: 'F2', risk: 'safe', place: actions('remove') }, {
    kind: 'disk', fits: isAttached, open: (disk, tools) => tools.show(DiskTagsWizard, { disk }),
  }),
  onOne({ id: 'disk.detach', label: labels.detachDisk, shortcut: 'Delete', risk: 'safe', place: actions('remove') }, {
    kind: 'disk', fits: isAttached, command: (disk) => ({ command: 'disk.detach', disk: diskLabel(disk) }),
  }),
];
