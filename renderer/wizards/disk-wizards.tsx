/** Dialogs about one disk: another in its place, and its tags. */
import type { DiskView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { SelectField, TextField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { formatSize } from '../state/formats.ts';
import { diskLabel } from '../state/tree-model.ts';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

const { fields, titles } = wizardTexts;

interface OfDisk extends DialogProps {
  readonly disk: DiskView;
}

export function ReplaceDiskWizard({ disk, onClose }: OfDisk) {
  const { disks } = useTreeIndex(useDialogHost());
  const free = disks.filter(({ status, readOnly }) => status === 'free' && !readOnly);
  return (
    <Wizard title={titles.replace} initial={{ replacement: free[0]?.name ?? '' }} onClose={onClose}
      command={({ replacement }) => ({
        command: 'group.repldisk', group: disk.groupName, disk: disk.internalName, replacement, force: false,
      })}
      steps={[{
        title: titles.replace, check: ({ replacement }) => (replacement === '' ? { replacement: wizardTexts.faults.noneThere } : {}),
        page: ({ form, faults, change }) => (
          <>
            <TextField label={fields.disk} value={`${diskLabel(disk)} (${disk.internalName})`} disabled onChange={() => undefined} />
            <SelectField label={fields.replacement} value={form.replacement} fault={faults.replacement}
              choices={free.map(({ name, sizeBytes }) => ({ value: name, label: `${name}, ${formatSize(sizeBytes)}` }))}
              onChange={(replacement) => change({ replacement })} />
          </>
        ),
      }]} />
  );
}

export function DiskTagsWizard({ disk, onClose }: OfDisk) {
  return (
    <Wizard title={titles.tags} initial={{ enclosure: disk.enclosure, site: disk.site }} onClose={onClose}
      command={({ enclosure, site }) => ({ command: 'disk.set', disk: diskLabel(disk), enclosure, site })}
      steps={[{
        title: titles.tags, check: () => ({}),
        page: ({ form, change }) => (
          <div className="field-pair">
            <TextField label={fields.enclosure} value={form.enclosure} onChange={(enclosure) => change({ enclosure })} />
            <TextField label={fields.site} value={form.site} onChange={(site) => change({ site })} />
          </div>
        ),
      }]} />
  );
}
