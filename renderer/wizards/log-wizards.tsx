/** Add and Remove Log: the maps that make a redundant volume whole again quickly. */
import { logsPerVolumeMaximum } from '../../core/model/limits.ts';
import type { VolumeView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { SelectField, TextField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { wholeIssue } from './form-checks.ts';
import { diskNames } from './new-volume-form.ts';
import { PlacementFields, placementFault } from './placement-fields.tsx';
import type { Placement } from './placement-fields.tsx';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

const { fields, titles } = wizardTexts;

interface OfVolume extends DialogProps {
  readonly volume: VolumeView;
}

interface AddLogForm extends Placement {
  readonly logs: string;
}

export function AddLogWizard({ volume, onClose }: OfVolume) {
  const index = useTreeIndex(useDialogHost());
  const disks = (index.disksOfGroup.get(volume.groupId) ?? []).filter(({ status }) => status === 'online');
  const initial: AddLogForm = { logs: '1', diskChoice: 'auto', diskIds: [] };
  return (
    <Wizard title={titles.addLog} size="large" initial={initial} onClose={onClose}
      command={({ logs, diskChoice, diskIds }) => ({
        command: 'volume.addlog', group: volume.groupName, volume: volume.name, logs: Number(logs),
        disks: diskChoice === 'auto' ? [] : diskNames(diskIds, disks), excludedDisks: [],
      })}
      steps={[{
        title: titles.addLog,
        check: (form) => {
          const logs = wholeIssue(form.logs, 1, logsPerVolumeMaximum);
          return { ...(logs === undefined ? {} : { logs }), ...placementFault(form) };
        },
        page: ({ form, faults, change }) => (
          <>
            <TextField label={fields.logs} value={form.logs} fault={faults.logs} onChange={(logs) => change({ logs })} />
            <PlacementFields form={form} fault={faults.diskIds} disks={disks} change={change} />
          </>
        ),
      }]} />
  );
}

export function RemoveLogWizard({ volume, onClose }: OfVolume) {
  const { tables } = useTreeIndex(useDialogHost());
  const choices = [...tables.log.values()].filter(({ volumeId }) => volumeId === volume.id)
    .map(({ name, diskName, state }) => ({ value: name, label: `${name}, ${state}, ${diskName}` }));
  return (
    <Wizard title={titles.removeLog} initial={{ log: choices.at(-1)?.value ?? '' }} onClose={onClose}
      command={({ log }) => ({ command: 'volume.rmlog', group: volume.groupName, volume: volume.name, logs: [log] })}
      steps={[{
        title: titles.removeLog, check: ({ log }) => (log === '' ? { log: wizardTexts.faults.noneThere } : {}),
        page: ({ form, faults, change }) => (
          <SelectField label={fields.log} value={form.log} fault={faults.log} choices={choices} onChange={(log) => change({ log })} />
        ),
      }]} />
  );
}
