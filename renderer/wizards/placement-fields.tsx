/** On which disks of the group: chosen by the engine, or by hand. */
import type { DiskView } from '../../core/model/views.ts';
import { RadioField } from '../dialogs/fields.tsx';
import { DiskPicker, unallocatedNote } from './disk-picker.tsx';
import { wizardTexts } from './wizard-texts.ts';

export interface Placement {
  readonly diskChoice: 'auto' | 'manual';
  readonly diskIds: readonly string[];
}

const { fields } = wizardTexts;

export function placementFault({ diskChoice, diskIds }: Placement): { readonly diskIds?: string } {
  return diskChoice === 'manual' && diskIds.length === 0 ? { diskIds: wizardTexts.faults.noDisk } : {};
}

export interface PlacementFieldsProps {
  readonly form: Placement;
  readonly fault: string | undefined;
  readonly disks: readonly DiskView[];
  change(part: Partial<Placement>): void;
}

export function PlacementFields({ form, fault, disks, change }: PlacementFieldsProps) {
  return (
    <>
      <RadioField label={fields.diskChoice} value={form.diskChoice} onChange={(diskChoice) => change({ diskChoice })}
        choices={[{ value: 'auto', label: fields.autoDisks }, { value: 'manual', label: fields.manualDisks }]} />
      {form.diskChoice === 'manual' && (
        <DiskPicker available={disks} selected={form.diskIds} fault={fault} note={unallocatedNote}
          onChange={(diskIds) => change({ diskIds })} />
      )}
    </>
  );
}
