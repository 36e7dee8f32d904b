/** Resize Volume: to a new size or by some more, on chosen disks or wherever there is room. */
import type { VolumeGrow } from '../../core/model/command.ts';
import type { VolumeView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { RadioField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { sizeBytesOf, sizeIssue } from './form-checks.ts';
import { diskNames } from './new-volume-form.ts';
import { PlacementFields, placementFault } from './placement-fields.tsx';
import type { Placement } from './placement-fields.tsx';
import { SizeWithMaximum } from './size-with-maximum.tsx';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

interface GrowForm extends Placement {
  readonly how: 'by' | 'to';
  readonly size: string;
}

const { fields } = wizardTexts;

export function GrowVolumeWizard({ volume, onClose }: DialogProps & { readonly volume: VolumeView }) {
  const index = useTreeIndex(useDialogHost());
  const disks = (index.disksOfGroup.get(volume.groupId) ?? []).filter(({ status }) => status === 'online');
  const initial: GrowForm = { how: 'by', size: '', diskChoice: 'auto', diskIds: [] };
  const commandOf = ({ how, size, diskChoice, diskIds }: GrowForm): VolumeGrow => {
    const bytes = sizeBytesOf(size) ?? 1024 * 1024;
    return {
      command: 'volume.grow', group: volume.groupName, volume: volume.name, ...(how === 'by' ? { byBytes: bytes } : { toBytes: bytes }),
      disks: diskChoice === 'auto' ? [] : diskNames(diskIds, disks), excludedDisks: [], zeroed: true,
    };
  };
  return (
    <Wizard title={wizardTexts.titles.grow} size="large" initial={initial} onClose={onClose} command={commandOf}
      steps={[{
        title: wizardTexts.titles.grow,
        check: (form) => {
          const size = sizeIssue(form.size);
          return { ...(size === undefined ? {} : { size }), ...placementFault(form) };
        },
        page: ({ form, faults, change }) => (
          <>
            <RadioField label={fields.growHow} value={form.how} onChange={(how) => change({ how })}
              choices={[{ value: 'by', label: fields.growBy }, { value: 'to', label: fields.growTo }]} />
            <SizeWithMaximum label={form.how === 'by' ? fields.growBy : fields.growTo} value={form.size} fault={faults.size}
              command={{ ...commandOf(form), toBytes: undefined, byBytes: 1024 * 1024 }}
              fieldBytes={(bytes) => (form.how === 'by' ? bytes - volume.lengthBytes : bytes)} onChange={(size) => change({ size })} />
            <PlacementFields form={form} fault={faults.diskIds} disks={disks} change={change} />
          </>
        ),
      }]} />
  );
}
