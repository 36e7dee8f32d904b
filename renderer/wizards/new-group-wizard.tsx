/** New Dynamic Disk Group: a name and its disks. */
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost, useDialogTools } from '../commands/surface-state.ts';
import { TextField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { nodeOf } from '../state/node-path.ts';
import { DiskPicker } from './disk-picker.tsx';
import { groupNameIssue } from './form-checks.ts';
import { diskNames } from './new-volume-form.ts';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

interface NewGroupForm {
  readonly name: string;
  readonly diskIds: readonly string[];
}

export function NewGroupWizard({ diskIds, onClose }: DialogProps & { readonly diskIds: readonly string[] }) {
  const host = useDialogHost();
  const tools = useDialogTools();
  const index = useTreeIndex(host);
  const free = index.disks.filter(({ status, readOnly }) => status === 'free' && !readOnly);
  const initial: NewGroupForm = { name: '', diskIds };
  return (
    <Wizard title={wizardTexts.titles.newGroup} size="large" initial={initial} onClose={onClose}
      command={({ name, diskIds: ids }) => ({ command: 'group.init', group: name, disks: diskNames(ids, index.disks), force: false })}
      onDone={(_outcome, { name }) => tools.goToNew(({ groups }) => {
        const born = groups.find((group) => group.name === name);
        return born === undefined ? null : nodeOf(host, `group:${born.id}`);
      })}
      steps={[{
        title: wizardTexts.select,
        check: ({ name, diskIds: ids }) => {
          const fault = groupNameIssue(name, index.groups);
          return { ...(fault === undefined ? {} : { name: fault }), ...(ids.length === 0 ? { diskIds: wizardTexts.faults.noDisk } : {}) };
        },
        page: ({ form, faults, change }) => (
          <>
            <TextField label={wizardTexts.fields.groupName} value={form.name} fault={faults.name} onChange={(name) => change({ name })} />
            <DiskPicker available={free} selected={form.diskIds} fault={faults.diskIds} onChange={(ids) => change({ diskIds: ids })} />
          </>
        ),
      }]} />
  );
}
