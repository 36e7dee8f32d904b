/** Entries about disk groups. */
import { Archive, FolderInput, FolderPlus } from 'lucide-react';
import { refusal } from '../../core/model/refusal.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { DiskView, GroupView } from '../../core/model/views.ts';
import { saveText } from '../export/save-file.ts';
import { ForkDialog } from '../wizards/fork-dialog.tsx';
import { AddDiskWizard, ImportGroupWizard, RemoveDiskWizard, RenameGroupWizard, RestoreGroupWizard } from '../wizards/group-wizards.tsx';
import { importName } from '../wizards/import-name.ts';
import { NewGroupWizard } from '../wizards/new-group-wizard.tsx';
import { TcpDialog } from '../wizards/tcp-dialog.tsx';
import { chosen, onHostOrFolder } from './command-target.ts';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand, MenuPlace } from './console-command.ts';
import { onOne } from './entry-makers.ts';

const { labels, advice } = commandTexts;
const actions = (section: MenuPlace['section']): MenuPlace => ({ menu: 'actions', section });

function isImported({ status }: GroupView): boolean {
  return status === 'imported';
}

export function freeDisks({ index }: CommandTarget): readonly DiskView[] {
  return index.disks.filter(({ status, readOnly }) => status === 'free' && !readOnly);
}

function noFreeDisk(target: CommandTarget): Refusal | null {
  if (freeDisks(target).length > 0) return null;
  return refusal('disk.unknown', { kind: 'disk', name: advice.freeDisk }, {}, advice.attachFirst);
}

export const groupCommands: readonly ConsoleCommand[] = [
  {
    id: 'group.new', label: labels.newGroup, icon: FolderPlus, inToolbar: true, risk: 'costly', role: 'administrator',
      place: actions('create'),
    appliesTo: (target) => onHostOrFolder(target, ['groups', 'disks', 'pseudo:free'])
      || (chosen(target, 'disk').length > 0 && chosen(target, 'disk').every(({ status }) => status === 'free')),
    refusal: noFreeDisk,
    run: (target, tools) => tools.show(NewGroupWizard, { diskIds: chosen(target, 'disk').map(({ id }) => id) }),
  },
  onOne({ id: 'group.import', label: labels.importGroup, icon: FolderInput, risk: 'costly', place: actions('state') }, {
    kind: 'group', fits: (group) => !isImported(group),
    command: (group, { index }) => ({ command: 'group.import', group: importName(group, index.groups), clearStamp: false, force: false }),
    open: (group, tools) => tools.show(ImportGroupWizard, { group }),
  }),
  onOne({ id: 'group.fork', label: labels.resolveFork, risk: 'loses data', place: actions('state') }, {
    kind: 'group', fits: ({ status }) => status === 'fork', open: (group, tools) => tools.show(ForkDialog, { group }),
  }),
  onOne({ id: 'group.adddisk', label: labels.addDisk, risk: 'costly', place: actions('structure') }, {
    kind: 'group', fits: isImported, refusal: (_group, target) => noFreeDisk(target),
    open: ({ id }, tools) => tools.show(AddDiskWizard, { groupId: id, diskIds: [] }),
  }),
  onOne({ id: 'group.rmdisk', label: labels.removeDisk, risk: 'costly', place: actions('structure') }, {
    kind: 'group', fits: isImported, open: (group, tools) => tools.show(RemoveDiskWizard, { group, diskIds: [] }),
  }),
  onOne({ id: 'group.deport', label: labels.deportGroup, risk: 'costly', place: actions('state') }, {
    kind: 'group', fits: isImported, command: ({ name }) => ({ command: 'group.deport', group: name, force: false }),
  }),
  onOne({ id: 'group.upgrade', label: labels.upgradeGroup, risk: 'costly', place: actions('state') }, {
    kind: 'group', fits: isImported, command: ({ name }) => ({ command: 'group.upgrade', group: name }),
  }),
  onOne({ id: 'group.tcp', label: labels.groupTcp, risk: 'safe', place: actions('state') }, {
    kind: 'group', fits: isImported, open: (group, tools) => tools.show(TcpDialog, { group }),
  }),
  onOne({ id: 'group.rename', label: labels.renameGroup, shortcut: 'F2', risk: 'safe', place: actions('remove') }, {
    kind: 'group', fits: isImported,
    open: (group, tools) => tools.show(RenameGroupWizard, { group }),
  }),
  onOne({ id: 'group.destroy', label: labels.destroyGroup, shortcut: 'Delete', risk: 'loses data', place: actions('remove') }, {
    kind: 'group', fits: isImported, command: ({ name }) => ({ command: 'group.destroy', group: name, force: false }),
  }),
  onOne({ id: 'group.backup', label: labels.backupGroup, icon: Archive, risk: 'safe', role: 'read-only', place: actions('state') }, {
    kind: 'group',
    open: ({ id, name }, tools) => void tools.call('group.backup', { group: id }).then((answer) => {
      if (!answer.ok) return tools.refuse(answer.error);
      saveText(`${name}.plexus-backup`, answer.value.text);
      tools.say(advice.backupSaved(name));
    }),
  }),
  {
    id: 'group.restore', label: labels.restoreGroup, risk: 'costly', role: 'administrator', place: { menu: 'tools', section: 'state' },
    appliesTo: () => true, run: (_target, tools) => tools.show(RestoreGroupWizard, {}),
  },
];
