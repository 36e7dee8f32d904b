/** Dialogs about one disk group: import, rename, its disks, and its return from a backup. */
import type { DiskView, GroupView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { importName } from './import-name.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { SelectField, TextField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { DiskPicker, unallocatedNote } from './disk-picker.tsx';
import { groupNameIssue } from './form-checks.ts';
import { diskNames } from './new-volume-form.ts';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

const { fields, titles, faults: issues } = wizardTexts;

interface OfGroup extends DialogProps {
  readonly group: GroupView;
}

function nameFaults(name: string, group: GroupView, groups: readonly GroupView[]): { readonly name?: string } {
  const fault = groupNameIssue(name, groups.filter(({ id }) => id !== group.id));
  return fault === undefined ? {} : { name: fault };
}

/** Clearing another host's stamp and forcing are offered by the plan page, on the refusal that asks for them. */
export function ImportGroupWizard({ group, onClose }: OfGroup) {
  const { groups } = useTreeIndex(useDialogHost());
  return (
    <Wizard title={titles.importGroup} initial={{ name: group.name }} onClose={onClose}
      command={({ name }) => ({
        command: 'group.import', group: importName(group, groups), ...(name === group.name ? {} : { newName: name }), clearStamp: false,
          force: false,
      })}
      steps={[{
        title: titles.importGroup, check: ({ name }) => (name === group.name ? {} : nameFaults(name, group, groups)),
        page: ({ form, faults, change }) => (
          <>
            <TextField label={fields.groupName} value={group.name} disabled onChange={() => undefined} />
            <TextField label={fields.newName} value={form.name} fault={faults.name} hint={wizardTexts.importHint}
              onChange={(name) => change({ name })} />
          </>
        ),
      }]} />
  );
}

export function RenameGroupWizard({ group, onClose }: OfGroup) {
  const { groups } = useTreeIndex(useDialogHost());
  return (
    <Wizard title={titles.renameGroup} size="small" initial={{ name: group.name }} onClose={onClose}
      command={({ name }) => ({ command: 'group.rename', group: group.name, newName: name })}
      steps={[{
        title: titles.renameGroup, check: ({ name }) => nameFaults(name, group, groups),
        page: ({ form, faults, change }) => (
          <TextField label={fields.newName} value={form.name} fault={faults.name} onChange={(name) => change({ name })} />
        ),
      }]} />
  );
}

/** Opened from a group or from free disks: what the selection does not say is asked. */
export interface AddDiskProps extends DialogProps {
  /** Empty where the selection names no group. */
  readonly groupId: string;
  readonly diskIds: readonly string[];
}

export function AddDiskWizard({ groupId, diskIds, onClose }: AddDiskProps) {
  const index = useTreeIndex(useDialogHost());
  const groups = index.groups.filter(({ status }) => status === 'imported');
  const free = index.disks.filter(({ status, readOnly }) => status === 'free' && !readOnly);
  const initial = { groupId: groupId === '' ? (groups[0]?.id ?? '') : groupId, diskIds };
  return (
    <Wizard title={titles.addDisk} size="large" initial={initial} onClose={onClose}
      command={(form) => ({
        command: 'group.adddisk', group: groups.find(({ id }) => id === form.groupId)?.name ?? '',
          disks: diskNames(form.diskIds, index.disks),
        force: false,
      })}
      steps={[{
        title: titles.addDisk,
        check: (form) => ({
          ...(form.groupId === '' ? { groupId: issues.noGroup } : {}), ...(form.diskIds.length === 0 ? { diskIds: issues.noDisk } : {}),
        }),
        page: ({ form, faults, change }) => (
          <>
            <SelectField label={fields.group} value={form.groupId} fault={faults.groupId} onChange={(id) => change({ groupId: id })}
              choices={groups.map(({ id, name }) => ({ value: id, label: name }))} />
            <DiskPicker available={free} selected={form.diskIds} fault={faults.diskIds} onChange={(ids) => change({ diskIds: ids })} />
          </>
        ),
      }]} />
  );
}

export function RemoveDiskWizard({ group, diskIds, onClose }: OfGroup & { readonly diskIds: readonly string[] }) {
  const index = useTreeIndex(useDialogHost());
  const members: readonly DiskView[] = index.disksOfGroup.get(group.id) ?? [];
  return (
    <Wizard title={titles.removeDisk} size="large" initial={{ diskIds }} onClose={onClose}
      command={(form) => ({ command: 'group.rmdisk', group: group.name, disks: diskNames(form.diskIds, members) })}
      steps={[{
        title: titles.removeDisk, check: (form) => (form.diskIds.length === 0 ? { diskIds: issues.noDisk } : {}),
        page: ({ form, faults, change }) => (
          <DiskPicker available={members} note={unallocatedNote} selected={form.diskIds} fault={faults.diskIds}
            onChange={(ids) => change({ diskIds: ids })} />
        ),
      }]} />
  );
}

export function RestoreGroupWizard({ onClose }: DialogProps) {
  return (
    <Wizard title={titles.restore} initial={{ file: '', disks: '' }} onClose={onClose}
      command={({ file, disks }) => ({
        command: 'disk.restore', file, disks: disks.split(/\s+/).filter((word) => word !== ''), force: false,
      })}
      steps={[{
        title: titles.restore, check: ({ file }) => (file.startsWith('/') || /^[A-Za-z]:/.test(file) ? {} : { file: issues.absolute }),
        page: ({ form, faults, change }) => (
          <>
            <TextField label={fields.file} value={form.file} fault={faults.file} hint={wizardTexts.restoreHint} mono
              onChange={(file) => change({ file })} />
            <TextField label={wizardTexts.restoreDisks} value={form.disks} mono onChange={(disks) => change({ disks })} />
          </>
        ),
      }]} />
  );
}
